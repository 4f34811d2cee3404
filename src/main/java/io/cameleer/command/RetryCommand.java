package io.cameleer.command;

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

/** Has files that are not wholly loaded tried again. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "cameleer retry [-hV] [--all] [--sync=ID] [--config=FILE[,FILE...]]... [--name=value...] [KEY...]",
        description = {
            "Shows the files that are not wholly loaded, and why, as the command files.",
            "With KEYs, such as 'web/2024-03-*', with --sync or with --all it has them tried again by the next sync."
        })
public final class RetryCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 50;

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
        var access = LedgerAccess.of(settings.settings());
        List<String> keys = settings.others();
        PrintWriter out = command.commandLine().getOut();
        try (var warehouse = access.warehouse()) {
            var files = access.files(warehouse);
            if (keys.isEmpty() && sync == 0 && !all) {
                new UnloadedView(out).show(files, MOST_SHOWN);
                return ExitCode.OK;
            }
            int meant = files.hasNoLedger() ? 0 : files.retry(keys.isEmpty() ? List.of("*") : keys, sync);
            out.println(
                    meant == 0
                            ? "No such file has failed, or waits to be tried again."
                            : "The next sync tries again: " + meant + " files.");
            return meant == 0 ? ExitCode.SOFTWARE : ExitCode.OK;
        } finally {
            out.flush();
        }
    }
}
