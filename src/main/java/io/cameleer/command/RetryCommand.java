package io.cameleer.command;

import io.cameleer.ledger.FailedFiles;
import io.cameleer.ledger.FailedFiles.FailedFile;
import io.cameleer.ledger.LedgerSettings;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Warehouse;
import io.cameleer.settings.Settings;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the files that could not be loaded, and has them tried again. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "cameleer retry [-hV] [--all] [--sync=ID] [--config=FILE[,FILE...]]... [--name=value...] [KEY...]",
        description = {
            "Shows the files that could not be wholly loaded, and why.",
            "With KEYs, such as 'web/2024-03-*', with --sync or with --all it has them tried again by the next sync."
        })
public final class RetryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Option(names = "--sync", paramLabel = "ID", description = "Only those that this sync was the last to try.")
    private long sync;

    @Override
    public Integer call() throws SQLException {
        Settings read = settings.settings();
        List<String> keys = settings.others();
        PrintWriter out = command.commandLine().getOut();
        try (var warehouse = new Warehouse(ConnectionSettings.of(read))) {
            var ledger = LedgerSettings.of(read);
            var files = new FailedFiles(warehouse, ledger.location(), ledger.prefix());
            if (keys.isEmpty() && sync == 0 && !all) {
                show(files.all(), out);
                return ExitCode.OK;
            }
            int meant = files.retry(keys.isEmpty() ? List.of("*") : keys, sync);
            out.println(meant == 0 ? "No such file has failed." : "The next sync tries again: " + meant + " files.");
            return meant == 0 ? ExitCode.SOFTWARE : ExitCode.OK;
        } finally {
            out.flush();
        }
    }

    private static void show(List<FailedFile> files, PrintWriter out) {
        for (var file : files) {
            out.println(file.key());
            out.println("  " + file.error());
            out.println("  failed %d times, last in sync %d; %s"
                    .formatted(
                            file.attempts(),
                            file.sync(),
                            file.givenUp() ? "given up" : "tried again after " + file.next() + " UTC"));
        }
        out.println(files.isEmpty() ? "No file has failed." : "To have them tried again at once: cameleer retry --all");
    }
}
