package io.cameleer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Warehouse;
import io.cameleer.replay.Rejections;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what did not become rows of tables. */
@Command(
        name = "rejects",
        mixinStandardHelpOptions = true,
        description = {
            "Lists rejected lines, rejected rows and discarded values by sync, file, table and reason.",
            "Of each kind it says how many there are, and shows an example."
        })
public final class RejectsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private SelectionOptions chosen;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many kinds of each are shown, the most frequent first (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print them as JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    private record Result(Rejections.Summary lines, Rejections.Summary rows, Rejections.Summary values) {}

    @Override
    public Integer call() throws Exception {
        var selection = chosen.selection();
        Result result;
        try (var warehouse = new Warehouse(settings.read().read(ConnectionSettings::of))) {
            var rejections = new Rejections(warehouse);
            if (!rejections.hasLedger()) {
                command.commandLine()
                        .getErr()
                        .println("There is no ledger in this database yet; the first sync makes it.");
                return ExitCode.SOFTWARE;
            }
            result = new Result(
                    rejections.lines(selection, limit),
                    rejections.rows(selection, limit),
                    rejections.values(selection, limit));
        }
        var out = command.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(result));
        } else {
            print("rejected lines", result.lines, out);
            print("rejected rows", result.rows, out);
            print("discarded values", result.values, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(String what, Rejections.Summary summary, PrintWriter out) {
        out.println(format("%,d %s", summary.total(), what));
        for (var kind : summary.shown()) {
            var place = kind.column().isEmpty() ? kind.table() : kind.table() + "." + kind.column();
            out.println(format(
                    "%,9d  %s%s%s",
                    kind.count(),
                    place.isEmpty() ? "" : TableView.shown(place) + ": ",
                    TableView.shown(kind.reason()),
                    kind.sqlstate().isEmpty() ? "" : " (" + kind.sqlstate() + ")"));
            out.println(format(
                    "           sync %d, %s%s: %s",
                    kind.sync(),
                    TableView.shown(kind.file()),
                    kind.firstLine() == 0 ? "" : ", line " + kind.firstLine(),
                    TableView.shown(kind.example())));
        }
        long more = summary.kinds() - summary.shown().size();
        if (more > 0) {
            out.println(format("           and %,d more kinds; --limit shows more of them", more));
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
