package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** End to end, beside what PostgreSQL can take at most: both ways of sending rows, both modes. */
@Command(name = "load", description = "Loads the same events in all ways, taking turns, beside ready-made rows by COPY.")
final class LoadBenchmark implements Callable<Integer> {
    /** Ways to load, and the settings that ask for them. */
    private static final Map<String, Map<String, String>> WAYS = new LinkedHashMap<>();

    static {
        WAYS.put("append-copy", Map.of("load.mode", "append"));
        WAYS.put("merge-copy", Map.of("load.mode", "merge"));
        WAYS.put("append-insert", Map.of("load.mode", "append", "load.method", "insert"));
    }

    @Option(names = "--events", defaultValue = "2000000", description = "How many events (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(names = "--files", defaultValue = "400", description = "In how many files (default: ${DEFAULT-VALUE}).")
    private int files;

    @Option(names = "--staged", description = "The rows that RudderStack has made of them, instead of the events.")
    private boolean staged;

    @Option(names = "--rounds", defaultValue = "3", description = "How often everything takes its turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--only", split = ",", description = "Ways to load, such as append-copy (default: all).")
    private List<String> only = List.copyOf(WAYS.keySet());

    @Option(names = "--set", description = "A further setting of Cameleer, name=value.")
    private Map<String, String> further = Map.of();

    @Option(names = "--java", description = "A further option of Cameleer's JVM.")
    private List<String> javaOptions = List.of();

    @Mixin
    private FolderOption folder;

    @Override
    public Integer call() throws Exception {
        var shape = staged ? Shape.STAGED : Shape.USUAL;
        var kind = staged ? "-staged" : "";
        var cold = new Workload("load" + kind, events, files, 0, shape);
        // other events of the same kinds, so that tables and their indexes are there, and not empty
        var warm = new Workload("warm" + kind, Math.max(events / 10, 1), Math.max(files / 10, 1), events, shape);
        try (var servers = new BenchServers(folder.path())) {
            cold.writeInto(servers.bucket());
            warm.writeInto(servers.bucket());
            servers.reset();
            CameleerRun.of(servers, cold, with("append-copy"), javaOptions);
            var ready = ReadyMadeRows.of(servers, folder.path().resolve("ready"));
            var results = new LoadResults(cold, ready.bytes());
            for (int round = 1; round <= rounds; round++) {
                results.limit(ready.load());
                for (var way : only) {
                    servers.reset();
                    CameleerRun.of(servers, warm, with(way), javaOptions);
                    servers.settle();
                    results.add(way, CameleerRun.of(servers, cold, with(way), javaOptions));
                }
                System.out.println(results.markdown());
            }
            results.write(folder.path());
        }
        return 0;
    }

    private Map<String, String> with(String way) {
        var settings = new LinkedHashMap<>(WAYS.get(way));
        settings.putAll(further);
        return settings;
    }
}
