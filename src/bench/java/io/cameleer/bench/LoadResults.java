package io.cameleer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** What a {@link LoadBenchmark} has measured: of each figure the median of all rounds. */
final class LoadResults {
    private final Workload workload;
    private final long readyBytes;
    private final List<ReadyMadeRows.Run> limits = new ArrayList<>();
    private final Map<String, List<CameleerRun>> runs = new LinkedHashMap<>();

    LoadResults(Workload workload, long readyBytes) {
        this.workload = workload;
        this.readyBytes = readyBytes;
    }

    void limit(ReadyMadeRows.Run run) {
        limits.add(run);
    }

    void add(String way, CameleerRun run) {
        runs.computeIfAbsent(way, key -> new ArrayList<>()).add(run);
    }

    String markdown() {
        double limit = median(limits, ReadyMadeRows.Run::seconds);
        var text = new StringBuilder(format(
                "%n%,d events in %,d files, %,d MB (%,d MB of rows), %d rounds%n%n",
                workload.events(),
                workload.files(),
                workload.bytes() / 1_000_000,
                readyBytes / 1_000_000,
                limits.size()));
        text.append("| | s | ÷ limit | events/s | rows/s | MB/s | CPU s of Cameleer | CPU s of PostgreSQL | peak memory | start-up s |\n");
        text.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        text.append(format(
                "| limit: ready-made rows, two clients | %.1f | 1.00 | | | | | %.1f | | |%n",
                limit, median(limits, ReadyMadeRows.Run::postgresCpu)));
        runs.forEach((way, all) -> {
            double seconds = median(all, CameleerRun::sync);
            text.append(format(
                    "| %s | %.1f | %.2f | %,.0f | %,.0f | %.0f | %.1f | %.1f | %.0f MB | %.1f |%n",
                    way,
                    seconds,
                    seconds / limit,
                    workload.events() / seconds,
                    all.get(0).rows() / seconds,
                    workload.bytes() / 1e6 / seconds,
                    median(all, CameleerRun::cpu),
                    median(all, CameleerRun::postgresCpu),
                    median(all, CameleerRun::peakMemory) / 1e6,
                    median(all, CameleerRun::startUp)));
        });
        return text.toString();
    }

    /** Writes {@code load.json} and {@code load.svg}. */
    void write(Path folder) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        all.put("workload", workload);
        all.put("readyBytes", readyBytes);
        all.put("limit", limits);
        all.put("ways", runs);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("load.json").toFile(), all);
        var seconds = new LinkedHashMap<String, Double>();
        seconds.put("limit: ready-made rows", median(limits, ReadyMadeRows.Run::seconds));
        runs.forEach((way, measured) -> seconds.put(way, median(measured, CameleerRun::sync)));
        Files.writeString(
                folder.resolve("load.svg"),
                BarChart.svg(format("%,d events end to end: seconds", workload.events()), seconds));
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
        var sorted = all.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
