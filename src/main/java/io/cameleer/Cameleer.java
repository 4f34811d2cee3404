package io.cameleer;

import io.cameleer.command.FilesCommand;
import io.cameleer.command.GrantsCommand;
import io.cameleer.command.ImportConfigCommand;
import io.cameleer.command.PreviewCommand;
import io.cameleer.command.RejectsCommand;
import io.cameleer.command.ReloadCommand;
import io.cameleer.command.ReplayCommand;
import io.cameleer.command.RetryCommand;
import io.cameleer.command.SettingsOptions;
import io.cameleer.command.SshKeyCommand;
import io.cameleer.command.ValidateCommand;
import io.cameleer.enrich.Enrichment;
import io.cameleer.enrich.Origin;
import io.cameleer.event.MappingOptions;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.sync.Report;
import io.cameleer.sync.SyncStoppedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "cameleer",
        mixinStandardHelpOptions = true,
        versionProvider = Cameleer.Version.class,
        description = {
            "Loads customer events from object storage into PostgreSQL: whenever a sync is due, until it is stopped, or once.",
            "Each setting can be given in a settings file, in the environment (STORAGE_BUCKET for storage.bucket) or on the"
                    + " command line, which takes precedence."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All files are loaded. What of them was refused is kept in the ledger: see cameleer rejects.",
            "1:Some file is not loaded, or not wholly; or what a command was asked for is not done.",
            "2:The settings or the arguments make no sense, or a route is broken.",
            "3:Java ran out of memory. The next sync goes on.",
            "4:With --strict: all files are loaded, but lines or rows were refused, or values discarded."
        })
public class Cameleer implements Callable<Integer> {
    /** The program ended as it should. */
    public static final int OK = 0;

    /** Something is not loaded. */
    public static final int NOT_ALL_LOADED = 1;

    /** All files are loaded, but not all lines, rows and values of them; with {@code --strict}. */
    public static final int REFUSED = 4;

    /** The settings make no sense, or a route cannot be run as it is written. */
    public static final int USAGE = 2;

    /** What {@code --version} says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Cameleer.class.getPackage().getImplementationVersion();
            return new String[] {
                "Cameleer %s, with Apache Camel %s on Java %s"
                        .formatted(
                                version == null ? "from source" : version,
                                CamelContext.class.getPackage().getImplementationVersion(),
                                Runtime.version())
            };
        }
    }

    @Option(names = "--once", description = "Run one sync and end; exit code 0 only if all files are loaded.")
    private boolean once;

    @Option(
            names = "--strict",
            description = "With --once: exit code 4 if lines or rows were refused, or values discarded.")
    private boolean strict;

    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    public static void main(String[] args) {
        System.exit(run(new Cameleer(), args));
    }

    /** Runs a command. */
    protected static int run(Cameleer command, String... args) {
        return commandLine(command).execute(args);
    }

    /** A command with those below it; what is wrong with settings is said in a sentence. */
    static CommandLine commandLine(Cameleer command) {
        var line = new CommandLine(command)
                .addSubcommand(new GrantsCommand())
                .addSubcommand(new ValidateCommand(Application::subject))
                .addSubcommand(new PreviewCommand(
                        MappingOptions::of,
                        settings -> new Enrichment(Origin.of(settings))
                                .context(
                                        "preview",
                                        Instant.now()
                                                .truncatedTo(ChronoUnit.MILLIS)
                                                .toString(),
                                        1),
                        System.in,
                        System.out))
                .addSubcommand(new RejectsCommand())
                .addSubcommand(new FilesCommand())
                .addSubcommand(new RetryCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new ReplayCommand((settings, selection) -> {
                    try (var application = new Application(unscheduled(settings, "replay"), report -> {})) {
                        return application.start().replay(selection);
                    }
                }))
                .addSubcommand(new SshKeyCommand())
                .addSubcommand(new ImportConfigCommand())
                .addSubcommand(new GenerateCompletion())
                .setUnmatchedOptionsArePositionalParams(true)
                .setExecutionExceptionHandler((error, failed, result) -> {
                    if (error instanceof InvalidSettingException || error instanceof BrokenRouteException) {
                        failed.getErr().println(error.getMessage());
                        return USAGE;
                    }
                    if (error instanceof SyncStoppedException) {
                        failed.getErr().println(error.getMessage());
                        return NOT_ALL_LOADED;
                    }
                    var sql = SqlErrors.in(error);
                    if (sql.isPresent()) {
                        failed.getErr().println(SqlErrors.explain(sql.get()));
                        return NOT_ALL_LOADED;
                    }
                    throw error;
                });
        return spaced(line);
    }

    /** The same, with a blank line between the parts of each help text. */
    private static CommandLine spaced(CommandLine command) {
        command.getSubcommands().values().forEach(Cameleer::spaced);
        command.getCommandSpec()
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .commandListHeading("%nCommands:%n");
        return command;
    }

    @Override
    public Integer call() throws Exception {
        if (strict && !once) {
            throw new ParameterException(command.commandLine(), "--strict says something of --once alone.");
        }
        return run(settings.read());
    }

    /** What is done with the settings. */
    protected int run(Settings settings) throws Exception {
        try (var application = new Application(once ? unscheduled(settings, "--once") : settings, this::synced)) {
            // when the program is asked to end from outside
            Runtime.getRuntime().addShutdownHook(new Thread(application::close));
            if (!once) {
                application.run();
                return OK;
            }
            var report = application.start().sync();
            if (!report.allLoaded()) {
                return NOT_ALL_LOADED;
            }
            return strict && report.refused() > 0 ? REFUSED : OK;
        }
    }

    /** Settings by which no sync runs by itself, and nobody asks how it goes. */
    private static Settings unscheduled(Settings settings, String where) {
        return settings.with(Map.of("sync.scheduled", "false", "observe.enabled", "false"), where);
    }

    /** Whether there is to be one sync only. */
    protected boolean once() {
        return once;
    }

    /** A sync has ended. */
    protected void synced(Report report) {
        // the log has said it
    }
}
