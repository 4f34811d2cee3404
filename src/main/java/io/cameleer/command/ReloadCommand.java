package io.cameleer.command;

import io.cameleer.batch.LoadMode;
import io.cameleer.copy.LoadOptions;
import io.cameleer.ledger.KnownFiles.Loaded;
import io.cameleer.settings.Settings;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has files loaded once more. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        customSynopsis = "cameleer reload [-hV] [--dry-run] [--config=FILE[,FILE...]]... [--name=value...] KEY...",
        description = {
            "Has the next sync load files from their start, though they are loaded, or were replaced by other content.",
            "KEYs may have * for any characters, such as 'web/2024-03-*'. With load.mode = append rows that are in the tables"
                    + " already come a second time."
        })
public final class ReloadCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 50;

    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--dry-run", description = "Only show which files are meant.")
    private boolean dryRun;

    @Override
    public Integer call() throws SQLException {
        Settings read = settings.settings();
        List<String> keys = settings.others();
        if (keys.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Say which files: KEY..., with * for any characters.");
        }
        var access = LedgerAccess.of(read);
        PrintWriter out = command.commandLine().getOut();
        try (var warehouse = access.warehouse()) {
            var files = access.files(warehouse);
            var meant = files.hasNoLedger() ? List.<Loaded>of() : files.loaded(keys);
            if (meant.isEmpty()) {
                out.println("There is no such file of which something is loaded.");
                return ExitCode.SOFTWARE;
            }
            if (dryRun) {
                show(meant, read.read(LoadOptions::of).mode() == LoadMode.APPEND, out);
            } else {
                out.println("The next sync loads from their start: " + files.reload(meant) + " files.");
            }
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private static void show(List<Loaded> files, boolean append, PrintWriter out) {
        files.stream()
                .limit(MOST_SHOWN)
                .forEach(file -> out.println(String.format(
                        Locale.ROOT, "%s (%s, %,d lines)", TableView.shown(file.key()), file.state(), file.lines())));
        if (files.size() > MOST_SHOWN) {
            out.println("and " + (files.size() - MOST_SHOWN) + " more");
        }
        out.println("The next sync would load from their start: " + files.size() + " files."
                + (append ? " With load.mode = append what is in the tables already would be there twice." : ""));
    }
}
