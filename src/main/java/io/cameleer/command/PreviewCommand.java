package io.cameleer.command;

import io.cameleer.event.MappingOptions;
import io.cameleer.privacy.Privacy;
import io.cameleer.read.ChunkReader;
import io.cameleer.read.SourceContext;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the rows that events would become. Ends with 0, or with 1 if a line was rejected. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        customSynopsis = "cameleer preview [-hV] [--table] [--config=FILE[,FILE...]]... [--name=value...] [FILE]",
        description = {
            "Shows the rows that events would become, touching neither storage nor database.",
            "FILE holds event lines, plain or gzipped; without it they are read from standard input.",
            "Ends with 1 if a line is no usable event."
        })
public final class PreviewCommand implements Callable<Integer> {
    private final Function<Settings, MappingOptions> options;
    private final Function<Settings, SourceContext> source;
    private final InputStream in;
    private final OutputStream out;

    @Mixin
    private SettingsOptions arguments;

    @Option(names = "--table", description = "Show the rows aligned, for a person, instead of as JSON lines.")
    private boolean table;

    /**
     * @param options how events are mapped, by the settings
     * @param source the source context of the events, by the settings
     */
    public PreviewCommand(
            Function<Settings, MappingOptions> options,
            Function<Settings, SourceContext> source,
            InputStream in,
            OutputStream out) {
        this.options = options;
        this.source = source;
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        var settings = arguments.settings();
        var file = arguments.others().stream().findFirst();
        var shown = new BufferedOutputStream(out);
        try (var lines = file.isEmpty() ? in : Files.newInputStream(Path.of(file.get()))) {
            var view = table
                    ? new TableView(new PrintWriter(new OutputStreamWriter(shown, StandardCharsets.UTF_8)))
                    : new JsonLinesView(shown);
            var preview = settings.read(all -> new Preview(
                    all.read(options), all.read(Privacy::of), all.read(source), all.read(ChunkReader.Limits::ofLines)));
            long rejected = preview.show(lines, view);
            return rejected == 0 ? 0 : 1;
        } catch (NoSuchFileException e) {
            throw new InvalidSettingException("There is no file %s.".formatted(e.getMessage()));
        } catch (IOException e) {
            throw new InvalidSettingException("The lines cannot be read further: " + e.getMessage());
        } finally {
            shown.flush();
        }
    }
}
