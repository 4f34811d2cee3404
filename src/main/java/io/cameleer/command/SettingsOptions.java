package io.cameleer.command;

import io.cameleer.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * The settings in force.
     *
     * @throws io.cameleer.settings.InvalidSettingException if one of them is a setting that there is not
     */
    public Settings read() {
        var read = Settings.defaults();
        if (config != null) {
            read = read.with(config);
        }
        return read.withEnvironment(System.getenv()).with(commandLine(), "on the command line");
    }

    private Map<String, String> commandLine() {
        var settings = new LinkedHashMap<String, String>();
        for (var argument : given) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new ParameterException(command.commandLine(), "Not understood: " + argument);
            }
            settings.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return settings;
    }
}
