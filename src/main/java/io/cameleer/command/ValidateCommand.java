package io.cameleer.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.validate.Step;
import io.cameleer.validate.Validation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
            "Ends with 0 only if every step passes."
        })
public final class ValidateCommand implements Callable<Integer> {
    private final Consumer<Settings> check;

    @Spec
    private CommandSpec command;

    @Mixin
    private SettingsOptions settings;

    @Option(names = "--json", description = "Print the steps as JSON.")
    private boolean json;

    /** @param check throws an {@link InvalidSettingException} if the settings make no sense */
    public ValidateCommand(Consumer<Settings> check) {
        this.check = check;
    }

    @Override
    public Integer call() throws Exception {
        var out = command.commandLine().getOut();
        var steps = new ArrayList<Step>();
        Consumer<Step> show = json ? steps::add : step -> print(step, out);
        boolean passed;
        try {
            passed = new Validation(settings.read(), check, show).run();
        } catch (InvalidSettingException e) {
            show.accept(new Step("settings make sense", Step.Outcome.FAIL, 0, e.getMessage()));
            passed = false;
        }
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new Result(passed, steps)));
        }
        out.flush();
        return passed ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** What {@code --json} prints. */
    private record Result(boolean passed, List<Step> steps) {}

    private static void print(Step step, PrintWriter out) {
        var color =
                switch (step.outcome()) {
                    case PASS -> "@|green PASS|@";
                    case FAIL -> "@|bold,red FAIL|@";
                    case SKIP -> "@|faint SKIP|@";
                };
        out.println(Ansi.AUTO.string(color)
                + String.format(Locale.ROOT, " %6d ms  %s", step.milliseconds(), step.name())
                + (step.detail().isBlank() ? "" : ": " + step.detail()));
        out.flush();
    }
}
