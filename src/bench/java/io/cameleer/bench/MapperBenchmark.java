package io.cameleer.bench;

import io.cameleer.event.EventMapper;
import io.cameleer.event.MappingOptions;
import io.cameleer.read.SourceContext;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.row.MappedRows;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many events one core turns into rows in a second; the difference to reading alone is what mapping takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx512m", "@src/main/dist/conf/jvm.options", "-XX:+UseTransparentHugePages"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class MapperBenchmark {
    private static final int CHUNK = 1000;

    /** All events one after the other, and where each starts; the last is the end. */
    private final byte[] bytes;

    private final int[] starts = new int[CHUNK + 1];
    private final Tape tape = new Tape(new Paths());
    private final EventMapper mapper = new EventMapper(MappingOptions.DEFAULT);
    private final SourceContext source = new SourceContext(
            "src-1", "javascript", "", "dst-1", "POSTGRES", "2024-03-05T06:07:08.901Z", line -> "auto-" + line);

    public MapperBenchmark() {
        var shop = new ShopEvents(ShopEvents.Shape.USUAL);
        var lines = new ByteArrayOutputStream();
        for (int event = 0; event < CHUNK; event++) {
            var line = new StringBuilder();
            shop.append(line, event, event);
            lines.writeBytes(line.toString().getBytes(StandardCharsets.UTF_8));
            starts[event + 1] = lines.size();
        }
        bytes = lines.toByteArray();
    }

    /** Reading the events' bytes, without mapping. */
    @Benchmark
    @OperationsPerInvocation(CHUNK)
    public int read() {
        int values = 0;
        for (int line = 0; line < CHUNK; line++) {
            if (!tape.read(bytes, starts[line], starts[line + 1])) {
                throw new IllegalStateException(tape.error());
            }
            values += tape.size();
        }
        return values;
    }

    /** From bytes to rows. */
    @Benchmark
    @OperationsPerInvocation(CHUNK)
    public MappedRows readAndMap() {
        var rows = new MappedRows("events");
        for (int line = 0; line < CHUNK; line++) {
            mapper.map(bytes, starts[line], starts[line + 1], line + 1, source, rows);
        }
        if (!rows.rejects().isEmpty()) {
            throw new IllegalStateException(rows.rejects().get(0).reason());
        }
        return rows;
    }
}
