package io.cameleer.command;

import io.cameleer.settings.Settings;
import java.nio.file.Files;
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

/** How a command is told its settings: files, the environment, and {@code --name=value} on the command line. */
public final class SettingsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            split = ",",
            defaultValue = "${env:CAMELEER_CONFIG}",
            description = "Files with settings, of which a later one wins (default: those that CAMELEER_CONFIG names).")
    private List<Path> config = new ArrayList<>();

    @Parameters(
            arity = "0..*",
            paramLabel = "--name=value",
            description = "Settings, such as --storage.bucket=events; conf/application.properties lists them all.")
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
        var read = defaults();
        for (var file : config) {
            read = read.with(file);
        }
        var commandLine = new LinkedHashMap<String, String>();
        given.stream().filter(SettingsOptions::isSetting).forEach(argument -> {
            int equals = argument.indexOf('=');
            commandLine.put(argument.substring(2, equals), argument.substring(equals + 1));
        });
        return read.withEnvironment(System.getenv())
                .withCommandLine(commandLine)
                .resolved();
    }

    /** A program that was unpacked has settings and routes in its own folder, wherever it is called from. */
    private static Settings defaults() {
        var home = System.getProperty("cameleer.home");
        if (home == null) {
            return Settings.defaults();
        }
        var settings = Settings.defaults()
                .with(Map.of("routes.folder", Path.of(home, "routes").toString()), "cameleer.home");
        var file = Path.of(home, "conf", "application.properties");
        return Files.exists(file) ? settings.with(file) : settings;
    }

    private static boolean isSetting(String argument) {
        return argument.startsWith("--") && argument.indexOf('=') > 0;
    }
}
