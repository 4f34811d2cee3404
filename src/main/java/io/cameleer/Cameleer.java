package io.cameleer;

import io.cameleer.command.GrantsCommand;
import io.cameleer.command.ImportConfigCommand;
import io.cameleer.command.PreviewCommand;
import io.cameleer.command.RejectsCommand;
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
import picocli.CommandLine.Option;

/** The command line. */
@Command(
        name = "cameleer",
        mixinStandardHelpOptions = true,
        versionProvider = Cameleer.Version.class,
        description = {
            "Loads customer events from object storage into PostgreSQL: by itself whenever a sync is due, until it is asked to"
                    + " end, or once.",
            "Each setting can stand in a properties file, in the environment (STORAGE_BUCKET for storage.bucket) or on the"
                    + " command line, which counts most."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All is loaded.",
            "1:Something is not loaded.",
            "2:The settings make no sense, or a route is broken."
        })
public class Cameleer implements Callable<Integer> {
    /** The program ended as it should. */
    public static final int OK = 0;

    /** Something is not loaded. */
    public static final int NOT_ALL_LOADED = 1;

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

    @Option(names = "--once", description = "Run one sync and end; exit code 0 only if all is loaded.")
    private boolean once;

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
                .addSubcommand(new ValidateCommand(Application::check))
                .addSubcommand(new PreviewCommand(
                        MappingOptions::of,
                        settings -> new Enrichment(Origin.of(settings))
                                .context(
                                        "preview",
                                        Instant.now()
                                                .truncatedTo(ChronoUnit.MILLIS)
                                                .toString()),
                        System.in,
                        System.out))
                .addSubcommand(new RejectsCommand())
                .addSubcommand(new RetryCommand())
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
            return application.start().sync().allLoaded() ? OK : NOT_ALL_LOADED;
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
