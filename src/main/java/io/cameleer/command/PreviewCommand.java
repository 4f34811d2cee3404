package io.cameleer.command;

import io.cameleer.mapping.Facts;
import io.cameleer.mapping.MappingOptions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the rows that events would become. Ends with 0, or with 1 if a line was rejected. */
@Command(
        name = "preview",
        description = {
            "Shows the rows that events would become, touching neither storage nor database.",
            "Ends with 1 if a line is no usable event."
        })
public final class PreviewCommand implements Callable<Integer> {
    private static final int GZIP_MAGIC = 0x1F8B;

    private final Supplier<MappingOptions> options;
    private final Supplier<Facts> facts;
    private final InputStream in;
    private final OutputStream out;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Event lines, plain or gzipped; standard input if none is given.")
    private Path file;

    @Option(names = "--table", description = "Show the rows aligned, for a person, instead of as JSON lines.")
    private boolean table;

    /**
     * @param options the settings of the mapping, asked for when the command runs
     * @param facts what is known of the events from outside
     */
    public PreviewCommand(Supplier<MappingOptions> options, Supplier<Facts> facts, InputStream in, OutputStream out) {
        this.options = options;
        this.facts = facts;
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        var shown = new BufferedOutputStream(out);
        try (InputStream lines = plain(file == null ? in : new FileInputStream(file.toFile()))) {
            var view = table
                    ? new TableView(new PrintWriter(new OutputStreamWriter(shown, StandardCharsets.UTF_8)))
                    : new JsonLinesView(shown);
            long rejected = new Preview(options.get(), facts.get()).show(lines, view);
            if (!table) {
                shown.write('\n');
            }
            return rejected == 0 ? 0 : 1;
        } finally {
            shown.flush();
        }
    }

    private static InputStream plain(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 64 * 1024) : buffered;
    }
}
