package io.cameleer.bench;

import io.cameleer.Application;
import io.cameleer.bench.ShopEvents.Mix;
import io.cameleer.bench.ShopEvents.Shape;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it costs to merge a batch into a table of many rows, beside the statements by which RudderStack does it. Cameleer's
 * time is that of the transaction, its rows being converted and sent included; the statements get the same rows
 * ready-made, and a table without an index, as RudderStack makes none.
 */
@Command(
        name = "merge",
        description = "Merges batches with one row in five known into larger and larger tables, also as RudderStack does.")
final class MergeBenchmark implements Callable<Integer> {
    private static final int REPEAT_EVERY = 5;

    @Option(names = "--rows", defaultValue = "100000", description = "Rows of a batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--table-rows",
            split = ",",
            defaultValue = "0,1000000,5000000,10000000",
            description = "Further rows of the table (default: ${DEFAULT-VALUE}).")
    private List<Long> sizes;

    @Option(names = "--rounds", defaultValue = "3", description = "Batches for each size (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--users", description = "Merge identify events and users rather than track events.")
    private boolean users;

    @Mixin
    private FolderOption folder;

    /** Where the batches of this run are: those of an earlier one are not to be loaded. */
    private final String prefix = "merge-" + System.currentTimeMillis();

    private int batches;
    private long grown;

    /** Seconds, and of those for which processors were busy for PostgreSQL. */
    private record Cost(double seconds, double postgresCpu) {}

    @Override
    public Integer call() throws Exception {
        var peer = users ? RudderStackStatements.USERS : RudderStackStatements.EVENTS;
        try (var servers = new BenchServers(folder.path())) {
            servers.reset();
            try (var cameleer = new Application(settings(servers), report -> {}).start()) {
                // what the batches repeat, and one of them so that the JVM is warm
                sync(servers, cameleer, workload(batch / REPEAT_EVERY, 0));
                sync(servers, cameleer, nextBatch());
                System.out.printf(
                        "%n| rows in %s | Cameleer s | CPU s of PostgreSQL | RudderStack's statements s | CPU s of PostgreSQL |%n",
                        peer.table());
                System.out.println("|--:|--:|--:|--:|--:|");
                for (long size : sizes) {
                    measure(servers, cameleer, peer, size);
                }
            }
        }
        return 0;
    }

    private void measure(BenchServers servers, Application cameleer, RudderStackStatements peer, long size)
            throws SQLException, IOException {
        grow(servers, peer.table(), size);
        peer.takeOver(servers);
        servers.settle();
        var ours = new Cost[rounds];
        var theirs = new Cost[rounds];
        for (int round = 0; round < rounds; round++) {
            double cpu = servers.postgresCpu();
            double seconds = sync(servers, cameleer, nextBatch());
            ours[round] = new Cost(seconds, servers.postgresCpu() - cpu);
            var rows = peer.batch(servers);
            cpu = servers.postgresCpu();
            seconds = peer.merge(servers, rows);
            theirs[round] = new Cost(seconds, servers.postgresCpu() - cpu);
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                servers.ask("select to_char(count(*), 'FM999,999,999') from events." + peer.table()),
                median(ours).seconds,
                median(ours).postgresCpu,
                median(theirs).seconds,
                median(theirs).postgresCpu);
    }

    private Workload nextBatch() {
        batches++;
        return workload(batch, (long) batch * batches);
    }

    private Workload workload(int events, long from) {
        var shape = new Shape(users ? Mix.IDENTIFY : Mix.TRACK, 1, 0, users);
        return new Workload("merge-" + from, events, 1, from, from == 0 ? 0 : REPEAT_EVERY, shape);
    }

    /** Loads a workload; gives the seconds from the beginning of the first transaction with its rows. */
    private double sync(BenchServers servers, Application cameleer, Workload workload)
            throws SQLException, IOException {
        workload.writeInto(servers.bucket().resolve(prefix));
        if (!cameleer.sync().allLoaded()) {
            throw new IllegalStateException("The batch is not loaded: see above.");
        }
        return Double.parseDouble(servers.ask(
                """
                select extract(epoch from ended_at - (select max(uuid_ts) from events.%s))
                from cameleer.syncs order by id desc limit 1"""
                        .formatted(users ? "identifies" : RudderStackStatements.EVENTS.table())));
    }

    /** Adds rows like those that are there until there are so many more than the batches have brought. */
    private void grow(BenchServers servers, String table, long size) throws SQLException {
        var columns = servers.ask(
                """
                select string_agg(case column_name when 'id' then 'id || ''-%%1$d-'' || n' else quote_ident(column_name) end, ',' order by ordinal_position)
                from information_schema.columns where table_schema = 'events' and table_name = '%s'"""
                        .formatted(table));
        long more = size - grown;
        grown = size;
        servers.execute("insert into events.%1$s select %2$s from (select * from events.%1$s where id !~ '-[0-9]+-[0-9]+$' limit %3$d) r, generate_series(1, %4$d) n"
                .formatted(table, columns.formatted(size), batch, (more + batch - 1) / batch));
    }

    private Settings settings(BenchServers servers) {
        return Settings.defaults()
                .with(servers.settings(), "bench")
                .with(
                        Map.of(
                                "storage.prefix", prefix + "/",
                                "sync.scheduled", "false",
                                "load.threads", "1",
                                "load.skip-tracks-table", "true",
                                "load.batch-rows", Integer.toString(batch),
                                "load.batch-bytes", "1GB",
                                "load.memory", "2GB"),
                        "bench");
    }

    private static Cost median(Cost[] all) {
        var sorted = all.clone();
        Arrays.sort(sorted, Comparator.comparingDouble(Cost::seconds));
        return sorted[sorted.length / 2];
    }
}
