package io.cameleer.bench;

import io.cameleer.bench.ShopEvents.Mix;
import io.cameleer.bench.ShopEvents.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether ten times as much takes ten times as long. */
@Command(name = "scale", description = "Loads ten times the events, files, event names and columns.")
final class ScaleBenchmark implements Callable<Integer> {
    @Option(names = "--rounds", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private FolderOption folder;

    /**
     * Two workloads, the second with ten times as much of something.
     *
     * @param work how many times the work the second is
     */
    private record Step(String what, Workload small, Workload large, int work) {}

    @Override
    public Integer call() throws Exception {
        var steps = List.of(
                new Step("events", usual("events", 100_000, 20), usual("events", 1_000_000, 200), 10),
                new Step("files, each of 50 events", usual("files", 50_000, 1_000), usual("files", 500_000, 10_000), 10),
                new Step("files of a single event", usual("single", 2_000, 2_000), usual("single", 20_000, 20_000), 10),
                new Step("event names", names(20), names(200), 1),
                new Step("columns", columns(25), columns(250), 1));
        System.out.println("\n| 10 × the | small: s | large: s | ÷ work | CPU s | CPU s |\n|---|--:|--:|--:|--:|--:|");
        try (var servers = new BenchServers(folder.path())) {
            for (var step : steps) {
                var small = run(servers, step.small);
                var large = run(servers, step.large);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %.1f | %.1f | %.2f | %.1f | %.1f |%n",
                        step.what,
                        small.sync(),
                        large.sync(),
                        large.sync() / small.sync() / step.work,
                        small.cpu() + small.postgresCpu(),
                        large.cpu() + large.postgresCpu());
            }
        }
        return 0;
    }

    /** The run that took the median time. */
    private CameleerRun run(BenchServers servers, Workload workload) throws Exception {
        workload.writeInto(servers.bucket());
        var runs = new ArrayList<CameleerRun>();
        for (int round = 0; round < rounds; round++) {
            servers.reset();
            runs.add(CameleerRun.of(servers, workload, Map.of(), List.of()));
        }
        runs.sort(Comparator.comparingDouble(CameleerRun::sync));
        return runs.get(rounds / 2);
    }

    private static Workload usual(String what, int events, int files) {
        return new Workload("scale-" + what, events, files, 0, Shape.USUAL);
    }

    private static Workload names(int names) {
        return new Workload("scale-names-" + names, 200_000, 40, 0, new Shape(Mix.TRACK, names, 0, true));
    }

    private static Workload columns(int further) {
        return new Workload("scale-columns-" + further, 40_000, 40, 0, new Shape(Mix.TRACK, 1, further, true));
    }
}
