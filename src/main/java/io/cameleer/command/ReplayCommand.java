package io.cameleer.command;

import io.cameleer.naming.Printable;
import io.cameleer.replay.Replay;
import io.cameleer.replay.Selection;
import io.cameleer.settings.Settings;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Loads rejected rows again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Loads rejected rows again, once their cause is fixed: all of them, or those that are chosen.",
            "Each goes in at most once, whatever happens meanwhile; what is refused again is kept again.",
            "Ends with 0 only if all of them are loaded."
        })
public final class ReplayCommand implements Callable<Integer> {
    private final BiFunction<Settings, Selection, Replay> replays;

    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private SelectionOptions chosen;

    @Option(names = "--all", description = "All rejected rows.")
    private boolean all;

    /** @param replays loads what is chosen, as the settings say */
    public ReplayCommand(BiFunction<Settings, Selection, Replay> replays) {
        this.replays = replays;
    }

    @Override
    public Integer call() {
        var selection = chosen.selection();
        if (all != selection.isAll()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Say which rows: --all, or some of --sync, --file, --table and --reason; the command rejects lists them.");
        }
        var replay = replays.apply(settings.read(), selection);
        var out = command.commandLine().getOut();
        if (replay.outcomes().isEmpty()) {
            out.println("There are no such rejected rows.");
        }
        replay.outcomes().forEach((table, outcome) -> print(table, outcome, out));
        out.flush();
        return replay.isWhole() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(String table, Replay.Outcome outcome, PrintWriter out) {
        out.println(format(
                "%s: %,d rows loaded: %,d new, %,d replaced, %,d there already",
                TableView.shown(table), outcome.loaded(), outcome.added(), outcome.replaced(), outcome.repeated()));
        outcome.refusals()
                .forEach((reason, rows) ->
                        out.println(format("  %,d refused again: %s", rows, TableView.shown(reason))));
        if (!outcome.error().isEmpty()) {
            out.println("  the others stay rejected: " + Printable.of(outcome.error()));
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
