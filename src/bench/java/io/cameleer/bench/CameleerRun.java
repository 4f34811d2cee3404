package io.cameleer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One sync of a process of its own, as a user starts it.
 *
 * @param startedAt when the process was started, in seconds since 1970
 * @param startUp seconds from then to the start of the sync
 * @param sync seconds from the listing to the report, as the ledger has them
 * @param events how many it has loaded
 * @param rows how many it has committed
 * @param cpu seconds for which processors were busy for the process
 * @param postgresCpu seconds for which they were busy for PostgreSQL meanwhile
 * @param peakMemory the most memory that the process had, in bytes
 */
record CameleerRun(
        double startedAt,
        double startUp,
        double sync,
        long events,
        long rows,
        double cpu,
        double postgresCpu,
        long peakMemory) {
    private static final String HEAP = "-Xmx512m";
    /** The unpacked distribution of this build. */
    private static final Path HOME = Path.of(System.getProperty("bench.home"));

    static {
        try {
            // of an earlier build
            Files.deleteIfExists(HOME.resolve("lib/cameleer.jsa"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the distribution.
     *
     * @param more settings beyond those of the servers
     * @param javaOptions options of its JVM, which override ours
     */
    static CameleerRun of(BenchServers servers, Workload workload, Map<String, String> more, List<String> javaOptions)
            throws IOException, SQLException, InterruptedException {
        var program = program(servers, workload, more, javaOptions);
        program.command().add("--once");
        double cpuBefore = Cpu.secondsOfEndedChildren();
        double postgresBefore = servers.postgresCpu();
        var output = Files.createTempFile("cameleer-bench", ".log");
        double startedAt = System.currentTimeMillis() / 1000.0;
        var process = program.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long memory = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            memory = Math.max(memory, Cpu.peakMemory(process.pid()));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("Cameleer has failed:\n" + Files.readString(output));
        }
        Files.delete(output);
        var last = "from cameleer.syncs where id = (select max(id) from cameleer.syncs)";
        return new CameleerRun(
                startedAt,
                number(servers, "select extract(epoch from started_at) " + last) - startedAt,
                number(servers, "select extract(epoch from ended_at - started_at) " + last),
                (long) number(servers, "select events " + last),
                (long) number(servers, "select rows_loaded " + last),
                Cpu.secondsOfEndedChildren() - cpuBefore,
                servers.postgresCpu() - postgresBefore,
                memory);
    }

    /**
     * Runs the distribution by the clock, a sync a second, until so many have ended.
     *
     * @return seconds of each of these syncs
     */
    static List<Double> byTheClock(BenchServers servers, Workload workload, int syncs)
            throws IOException, SQLException, InterruptedException {
        var everySecond = "* * * * * ?";
        var more = Map.of("sync.cron", everySecond, "sync.tick", everySecond, "observe.enabled", "false");
        long before = (long) number(servers, "select max(id) from cameleer.syncs");
        var ended = "from cameleer.syncs where ended_at is not null and id between %d and %d"
                .formatted(before + 1, before + syncs);
        var process = program(servers, workload, more, List.of()).inheritIO().start();
        try {
            while (number(servers, "select count(*) " + ended) < syncs) {
                if (process.waitFor(1, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Cameleer has ended");
                }
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
        return Stream.of(servers.ask(
                                "select string_agg(cast(extract(epoch from ended_at - started_at) as text), ' ' order by id) "
                                        + ended)
                        .split(" "))
                .map(Double::valueOf)
                .toList();
    }

    private static ProcessBuilder program(
            BenchServers servers, Workload workload, Map<String, String> more, List<String> javaOptions) {
        var settings = new LinkedHashMap<>(servers.settings());
        settings.put("storage.prefix", workload.folder() + "/");
        settings.putAll(more);
        var program = new ProcessBuilder(HOME.resolve("bin/cameleer").toString());
        program.environment().put("JAVA_OPTS", HEAP + " " + String.join(" ", javaOptions));
        settings.forEach((key, value) -> program.command().add("--" + key + "=" + value));
        return program;
    }

    private static double number(BenchServers servers, String sql) throws SQLException {
        return Double.parseDouble(servers.ask(sql));
    }
}
