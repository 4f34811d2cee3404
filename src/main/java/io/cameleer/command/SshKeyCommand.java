package io.cameleer.command;

import io.cameleer.postgres.ssh.SshKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key pair for an SSH server. */
@Command(
        name = "ssh-key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a key pair for warehouse.ssh.private-key, and prints the line for authorized_keys of the SSH server.",
            "The private key goes into a file that only its owner can read."
        })
public final class SshKeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", description = "Where the private key goes; it must not be there yet.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        var key = SshKey.generate();
        try {
            key.writeTo(file);
        } catch (FileAlreadyExistsException e) {
            command.commandLine().getErr().println(file + " is there already; a key is never replaced.");
            return ExitCode.USAGE;
        }
        command.commandLine().getOut().println(key.publicLine());
        return ExitCode.OK;
    }
}
