package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import io.cameleer.settings.Settings;
import io.cameleer.storage.s3.S3Settings;
import io.cameleer.storage.s3.S3Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/** What a sync costs that finds nothing new among many files, and how long a file of one event takes. */
@Command(
        name = "idle",
        description = "Loads some files of one event, and then looks for more among many that are known already.")
final class IdleBenchmark implements Callable<Integer> {
    private static final int SYNCS = 5;

    @Option(names = "--load", defaultValue = "2000", description = "How many are loaded (default: ${DEFAULT-VALUE}).")
    private int load;

    @Option(names = "--known", defaultValue = "100000", description = "How many are known (default: ${DEFAULT-VALUE}).")
    private int files;

    @Mixin
    private FolderOption folder;

    @Override
    public Integer call() throws Exception {
        var tiny = new Workload("tiny", load, load, 0, Shape.USUAL);
        var known = new Workload("idle", files, files, 0, Shape.USUAL);
        try (var servers = new BenchServers(folder.path());
                var client = S3Storage.client(
                        S3Settings.of(Settings.defaults().with(servers.settings(), "of the benchmark"), 1))) {
            tiny.writeInto(servers.bucket());
            known.writeInto(servers.bucket());
            servers.reset();
            var first = CameleerRun.of(servers, tiny, Map.of(), List.of());
            register(servers, client, known);
            servers.settle();
            var whole = CameleerRun.of(servers, known, Map.of(), List.of());
            var recent = CameleerRun.byTheClock(servers, known, SYNCS);
            var storage = new S3Storage(client, BenchServers.BUCKET, known.folder() + "/");
            var yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
            System.out.printf(
                    Locale.ROOT,
                    """

                    %,d files of one event: %.1f s to load them
                    %,d files that are known: %.1f s to list all and find nothing new; this S3 server takes %.2f s for each page of a thousand
                    the next syncs of a running program: %s s, of which the server takes %.1f s
                    """,
                    load,
                    first.sync(),
                    files,
                    whole.sync(),
                    seconds(() -> storage.list("").next()),
                    recent.stream().map("%.1f"::formatted).collect(Collectors.joining(", ")),
                    seconds(() -> storage.list(yesterday).forEachRemaining(object -> {})));
        }
        return 0;
    }

    /** Has the ledger know the files, each as it would be found, without the time that it takes to load them. */
    private static void register(BenchServers servers, S3Client client, Workload known)
            throws IOException, SQLException {
        try (var connection = servers.connect();
                var insert = connection.prepareStatement(
                        """
                        insert into cameleer.files (bucket, key, etag, size, last_modified, state, completed_at)
                        values (?, ?, ?, ?, cast(? as timestamptz), 'complete', now())""");
                var days = Files.list(servers.bucket().resolve(known.folder()).resolve(Workload.DAYS))) {
            connection.setAutoCommit(false);
            // all at once would take this server minutes
            for (var day : days.map(Path::getFileName).toList()) {
                var storage = new S3Storage(
                        client, BenchServers.BUCKET, "%s/%s/%s/".formatted(known.folder(), Workload.DAYS, day));
                for (var objects = storage.list(""); objects.hasNext(); ) {
                    var object = objects.next();
                    insert.setString(1, BenchServers.BUCKET);
                    insert.setString(2, object.key());
                    insert.setString(3, object.etag());
                    insert.setLong(4, object.size());
                    insert.setString(5, object.lastModified());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
