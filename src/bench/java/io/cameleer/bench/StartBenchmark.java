package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long it takes from the start of the program to the first rows that are committed. */
@Command(
        name = "start",
        description = "Starts, loads one file into an empty database, and again one into what is there then.")
final class StartBenchmark implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "5", description = "How often (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private FolderOption folder;

    @Override
    public Integer call() throws Exception {
        var first = new Workload("start", 1_000, 1, 0, Shape.USUAL);
        var second = new Workload("start-again", 1_000, 1, 1_000, Shape.USUAL);
        System.out.println("\n| round | | to the sync: s | to the first rows: s | CPU s |\n|--:|---|--:|--:|--:|");
        try (var servers = new BenchServers(folder.path())) {
            first.writeInto(servers.bucket());
            second.writeInto(servers.bucket());
            for (int round = 1; round <= rounds; round++) {
                servers.reset();
                show(round, "empty database", CameleerRun.of(servers, first, Map.of(), List.of()));
                show(round, "tables are there", CameleerRun.of(servers, second, Map.of(), List.of()));
            }
        }
        return 0;
    }

    private static void show(int round, String what, CameleerRun run) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.1f | %.1f | %.1f |%n",
                round,
                what,
                run.startUp(),
                run.firstRows(),
                run.cpu());
    }
}
