package io.cameleer.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** How fast Cameleer is, on this machine. Each command measures one thing; see docs/performance.md. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {
            LoadBenchmark.class,
            MergeBenchmark.class,
            ScaleBenchmark.class,
            IdleBenchmark.class,
            StartBenchmark.class
        },
        description = "Measures how fast Cameleer is on this machine.")
public final class Benchmark {
    private Benchmark() {}

    @Command(name = "mapper", description = "Events per second and core that are read, and read and mapped.")
    int mapper() throws RunnerException {
        new Runner(new OptionsBuilder().include(MapperBenchmark.class.getSimpleName()).build()).run();
        return 0;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmark()).execute(args));
    }
}
