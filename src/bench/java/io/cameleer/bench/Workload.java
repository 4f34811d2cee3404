package io.cameleer.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cameleer.bench.ShopEvents.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Events in files, as they lie in a bucket.
 *
 * @param name what its folder in the bucket is called, with the number of its events and files
 * @param events how many events there are in all files together
 * @param files how many files there are
 * @param from the number of the first event; workloads whose numbers do not overlap have no event in common
 * @param repeatEvery each so many-th event is instead one of the very first once more, received later; 0 for none
 * @param shape what the events are like
 */
record Workload(String name, int events, int files, long from, int repeatEvery, Shape shape) {
    /** The folder, within that of the workload, that has one for each day. */
    static final String DAYS = "rudder-logs/src-1";

    private static final int BUFFER = 1 << 16;

    Workload(String name, int events, int files, long from, Shape shape) {
        this(name, events, files, from, 0, shape);
    }

    /** The folder of its files in the bucket. */
    String folder() {
        return "%s-%d-%d".formatted(name, events, files);
    }

    /** Writes the files into the folder of a bucket, unless they are there from an earlier run. */
    void writeInto(Path bucket) throws IOException {
        var folder = bucket.resolve(folder());
        if (Files.exists(folder)) {
            return;
        }
        Files.createDirectories(bucket);
        var unfinished = bucket.resolveSibling("unfinished");
        IntStream.range(0, files).parallel().forEach(file -> write(unfinished, file));
        Files.move(unfinished, folder);
    }

    /** How many bytes the events are, without compression. */
    long bytes() {
        var sample = new StringBuilder();
        var shop = new ShopEvents(shape);
        var staging = new StagingLines();
        int count = Math.min(events, 1000);
        for (int event = 0; event < count; event++) {
            append(shop, staging, sample, event);
        }
        return sample.toString().getBytes(UTF_8).length * (long) events / count;
    }

    /** Appends an event, or the rows that it becomes, each with a line feed. */
    private void append(ShopEvents shop, StagingLines staging, StringBuilder out, long event) {
        boolean isRepeated = repeatEvery > 0 && event % repeatEvery == 0;
        var line = new StringBuilder();
        shop.append(line, isRepeated ? event / repeatEvery : from + event, from + event);
        if (shape.staged()) {
            staging.append(out, line.toString());
        } else {
            out.append(line).append('\n');
        }
    }

    private void write(Path folder, int file) {
        var shop = new ShopEvents(shape);
        var staging = new StagingLines();
        long first = (long) events * file / files;
        long end = (long) events * (file + 1) / files;
        var day = "2024-03-%02d".formatted(1 + file * 28 / files);
        var path = folder.resolve(DAYS).resolve("%s/%d.src-1.%08d.json.gz".formatted(day, 1_709_251_200 + file, file));
        try {
            Files.createDirectories(path.getParent());
            try (var out = new FastGzip(path)) {
                var lines = new StringBuilder();
                for (long event = first; event < end; event++) {
                    append(shop, staging, lines, event);
                    if (lines.length() > BUFFER || event + 1 == end) {
                        out.write(lines.toString().getBytes(UTF_8));
                        lines.setLength(0);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the usual one, but it does not try hard. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(Path path) throws IOException {
            super(Files.newOutputStream(path), BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
