package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a sync costs that finds nothing new among many files, and how long a file of one event takes. */
@Command(name = "idle", description = "Loads many files of one event, and then looks for more where there are none.")
final class IdleBenchmark implements Callable<Integer> {
    @Option(names = "--files", defaultValue = "100000", description = "How many files (default: ${DEFAULT-VALUE}).")
    private int files;

    @Mixin
    private FolderOption folder;

    @Override
    public Integer call() throws Exception {
        var tiny = new Workload("idle", files, files, 0, Shape.USUAL);
        try (var servers = new BenchServers(folder.path())) {
            tiny.writeInto(servers.bucket());
            servers.reset();
            var first = CameleerRun.of(servers, tiny, Map.of(), List.of());
            var idle = CameleerRun.of(servers, tiny, Map.of(), List.of());
            System.out.printf(
                    Locale.ROOT,
                    "%n%,d files of one event: %.1f s to load them; %.1f s to find nothing new, start-up %.1f s apart%n",
                    files,
                    first.sync(),
                    idle.sync(),
                    idle.startUp());
        }
        return 0;
    }
}
