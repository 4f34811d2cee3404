package io.cameleer.command;

import io.cameleer.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How a command is told its settings: a file, the environment, and {@code --name=value} on the command line. */
public final class SettingsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--config", paramLabel = "FILE", description = "A properties file with settings.")
    private Path config;

    @Parameters(arity = "0..*", paramLabel = "--name=value", description = "Settings.")
    private List<String> given = new ArrayList<>();

    /**
     * The settings in force, for a command that takes nothing else.
     *
     * @throws io.cameleer.settings.InvalidSettingException if one of them is a setting that there is not
     */
    public Settings read() {
        if (!others().isEmpty()) {
            throw new ParameterException(command.commandLine(), "Not understood: " + others().get(0));
        }
        return settings();
    }

    /** The arguments that are no settings, for a command that takes some. */
    List<String> others() {
        return given.stream().filter(argument -> !isSetting(argument)).toList();
    }

    /** The settings in force. */
    Settings settings() {
        var read = Settings.defaults();
        if (config != null) {
            read = read.with(config);
        }
        var commandLine = new LinkedHashMap<String, String>();
        given.stream().filter(SettingsOptions::isSetting).forEach(argument -> {
            int equals = argument.indexOf('=');
            commandLine.put(argument.substring(2, equals), argument.substring(equals + 1));
        });
        return read.withEnvironment(System.getenv()).with(commandLine, "on the command line");
    }

    private static boolean isSetting(String argument) {
        return argument.startsWith("--") && argument.indexOf('=') > 0;
    }
}
