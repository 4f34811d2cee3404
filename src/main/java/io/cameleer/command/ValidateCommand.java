package io.cameleer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.naming.Printable;
import io.cameleer.settings.Settings;
import io.cameleer.validate.Step;
import io.cameleer.validate.Validation;
import io.cameleer.validate.Validation.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries out whether a sync could work. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Tries step by step whether a sync could work, and leaves nothing behind.",
            "Ends with 0 if no step fails, with 2 if the settings make no sense, otherwise with 1."
        })
public final class ValidateCommand implements Callable<Integer> {
    private final Function<Settings, Validation.Subject> subject;

    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--json", description = "Print the steps as JSON.")
    private boolean json;

    /**
     * @param subject what is tried out, by the settings; throws an {@link io.cameleer.settings.InvalidSettingException} if
     *     they make no sense
     */
    public ValidateCommand(Function<Settings, Validation.Subject> subject) {
        this.subject = subject;
    }

    @Override
    public Integer call() throws Exception {
        var out = command.commandLine().getOut();
        var steps = new ArrayList<Step>();
        Consumer<Step> show = json ? steps::add : step -> print(step, out);
        var read = settings.read();
        var outcome = new Validation(show).run(() -> subject.apply(read));
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new Result(outcome == Outcome.PASSED, steps)));
        }
        out.flush();
        return switch (outcome) {
            case PASSED -> ExitCode.OK;
            case FAILED -> ExitCode.SOFTWARE;
            case WRONG_SETTINGS -> ExitCode.USAGE;
        };
    }

    /** What {@code --json} prints. */
    private record Result(boolean passed, List<Step> steps) {}

    private static void print(Step step, PrintWriter out) {
        var color =
                switch (step.outcome()) {
                    case PASS -> "@|green PASS|@";
                    case WARN -> "@|bold,yellow WARN|@";
                    case FAIL -> "@|bold,red FAIL|@";
                    case SKIP -> "@|faint SKIP|@";
                };
        out.println(Ansi.AUTO.string(color)
                + String.format(Locale.ROOT, " %6d ms  %s", step.milliseconds(), step.name())
                + (step.detail().isBlank() ? "" : ": " + Printable.lines(step.detail(), "\n")));
        out.flush();
    }
}
