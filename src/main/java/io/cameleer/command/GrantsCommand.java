package io.cameleer.command;

import io.cameleer.postgres.Grants;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what PostgreSQL has to be told before the first sync. */
@Command(
        name = "grants",
        mixinStandardHelpOptions = true,
        description = "Prints the SQL that makes a user with just the rights that are needed, for psql.")
public final class GrantsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Override
    public Integer call() {
        command.commandLine().getOut().print(settings.read().read(Grants::of).sql());
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
