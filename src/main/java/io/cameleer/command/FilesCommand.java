package io.cameleer.command;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the files that are not wholly loaded. */
@Command(
        name = "files",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the files that are not wholly loaded: those that wait, are being loaded, have failed, are damaged, were"
                    + " replaced or have vanished.",
            "Of each it says why, and when it is tried again."
        })
public final class FilesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many are shown (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() throws SQLException {
        var access = LedgerAccess.of(settings.read());
        var out = command.commandLine().getOut();
        try (var warehouse = access.warehouse()) {
            new UnloadedView(out).show(access.files(warehouse), limit);
            return ExitCode.OK;
        } finally {
            out.flush();
        }
    }
}
