package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import java.sql.SQLException;
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
        System.out.println("\n| round | | to the sync: s | to the first rows: s | to the end: s | CPU s |\n|--:|---|--:|--:|--:|--:|");
        try (var servers = new BenchServers(folder.path(), Map.of("track_commit_timestamp", "on"))) {
            first.writeInto(servers.bucket());
            second.writeInto(servers.bucket());
            for (int round = 1; round <= rounds; round++) {
                servers.reset();
                show(round, "empty database", servers, first);
                show(round, "tables are there", servers, second);
            }
        }
        return 0;
    }

    private static void show(int round, String what, BenchServers servers, Workload workload) throws Exception {
        var run = CameleerRun.of(servers, workload, Map.of(), List.of());
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.1f | %.1f | %.1f | %.1f |%n",
                round,
                what,
                run.startUp(),
                firstCommit(servers, run.startedAt()) - run.startedAt(),
                run.startUp() + run.sync(),
                run.cpu());
    }

    /** When the first rows were there for everybody to see. */
    private static double firstCommit(BenchServers servers, double after) throws SQLException {
        var commits = servers.ask(
                "select string_agg(format('select pg_xact_commit_timestamp(xmin) as at from events.%I', tablename), ' union all ')"
                        + " from pg_tables where schemaname = 'events'");
        return Double.parseDouble(servers.ask(
                "select extract(epoch from min(at)) from (%s) c where at > to_timestamp(%s)".formatted(commits, after)));
    }
}
