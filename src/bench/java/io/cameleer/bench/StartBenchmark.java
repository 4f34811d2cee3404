package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long it takes a distribution from its start to the first rows that are committed, into an empty database. */
@Command(
        name = "start",
        description = "Starts a distribution and loads one file into an empty database; the first start is the slow one.")
final class StartBenchmark implements Callable<Integer> {
    @Option(names = "--home", required = true, description = "Where the distribution is unpacked.")
    private Path home;

    @Option(names = "--rounds", defaultValue = "5", description = "How often (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private FolderOption folder;

    @Override
    public Integer call() throws Exception {
        var file = new Workload("start", 1_000, 1, 0, Shape.USUAL);
        System.out.println("\n| start | to the sync: s | to the first rows: s | CPU s |\n|--:|--:|--:|--:|");
        try (var servers = new BenchServers(folder.path())) {
            file.writeInto(servers.bucket());
            for (int round = 1; round <= rounds; round++) {
                servers.reset();
                var run = CameleerRun.ofDistribution(home.toAbsolutePath(), servers, file);
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %.1f | %.1f | %.1f |%n",
                        round,
                        run.startUp(),
                        run.firstRows(),
                        run.cpu());
            }
        }
        return 0;
    }
}
