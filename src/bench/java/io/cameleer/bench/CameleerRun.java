package io.cameleer.bench;

import io.cameleer.Cameleer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One sync of a process of its own, as a user starts it.
 *
 * @param startUp seconds from the start of the process to that of the sync
 * @param sync seconds from the listing to the report, as the ledger has them
 * @param firstRows seconds from the start of the process until the first file was loaded; 0 if none was
 * @param events how many it has loaded
 * @param rows how many it has committed
 * @param cpu seconds for which processors were busy for the process
 * @param postgresCpu seconds for which they were busy for PostgreSQL meanwhile
 * @param peakMemory the most memory that the process had, in bytes
 */
record CameleerRun(
        double startUp,
        double sync,
        double firstRows,
        long events,
        long rows,
        double cpu,
        double postgresCpu,
        long peakMemory) {
    private static final String HEAP = "-Xmx512m";
    /** Those of the distribution. */
    private static final String OPTIONS = "@src/main/dist/conf/jvm.options";

    /**
     * Runs the classes of this build.
     *
     * @param more settings beyond those of the servers
     * @param javaOptions options of its JVM, which override ours
     */
    static CameleerRun of(BenchServers servers, Workload workload, Map<String, String> more, List<String> javaOptions)
            throws IOException, SQLException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                OPTIONS));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Cameleer.class.getName()));
        return run(servers, workload, more, new ProcessBuilder(command));
    }

    /** Runs a distribution that is unpacked in a folder. */
    static CameleerRun ofDistribution(Path home, BenchServers servers, Workload workload)
            throws IOException, SQLException, InterruptedException {
        var program = new ProcessBuilder(home.resolve("bin/cameleer").toString());
        program.environment().put("JAVA_OPTS", HEAP);
        return run(servers, workload, Map.of(), program);
    }

    private static CameleerRun run(
            BenchServers servers, Workload workload, Map<String, String> more, ProcessBuilder program)
            throws IOException, SQLException, InterruptedException {
        var settings = new LinkedHashMap<>(servers.settings());
        settings.put("storage.prefix", workload.folder() + "/");
        settings.putAll(more);
        program.command().add("--once");
        settings.forEach((key, value) -> program.command().add("--" + key + "=" + value));
        double cpuBefore = Cpu.secondsOfEndedChildren();
        double postgresBefore = servers.postgresCpu();
        var output = Files.createTempFile("cameleer-bench", ".log");
        long startedAt = System.currentTimeMillis();
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
                number(servers, "select extract(epoch from started_at) - %d / 1000.0 %s".formatted(startedAt, last)),
                number(servers, "select extract(epoch from ended_at - started_at) " + last),
                number(
                        servers,
                        "select coalesce(extract(epoch from min(completed_at)) - %d / 1000.0, 0) from cameleer.files where sync_id = (select max(id) from cameleer.syncs)"
                                .formatted(startedAt)),
                (long) number(servers, "select events " + last),
                (long) number(servers, "select rows_loaded " + last),
                Cpu.secondsOfEndedChildren() - cpuBefore,
                servers.postgresCpu() - postgresBefore,
                memory);
    }

    private static double number(BenchServers servers, String sql) throws SQLException {
        return Double.parseDouble(servers.ask(sql));
    }
}
