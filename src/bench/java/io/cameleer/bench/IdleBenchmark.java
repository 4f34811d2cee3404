package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import io.cameleer.settings.Settings;
import io.cameleer.storage.S3Storage;
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
                    "%n%,d files of one event: %.1f s to load them; %.1f s to find nothing new, of which this S3 server takes %.1f s to list them; start-up %.1f s apart%n",
                    files,
                    first.sync(),
                    idle.sync(),
                    listing(servers, tiny),
                    idle.startUp());
        }
        return 0;
    }

    /** Seconds until all files are listed to a client that does nothing else. */
    private static double listing(BenchServers servers, Workload workload) {
        try (var client = S3Storage.client(Settings.defaults().with(servers.settings(), "of the benchmark"))) {
            var storage = new S3Storage(client, BenchServers.BUCKET, workload.folder() + "/");
            long start = System.nanoTime();
            storage.list("").forEachRemaining(object -> {});
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
