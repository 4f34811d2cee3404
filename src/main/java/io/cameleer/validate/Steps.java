package io.cameleer.validate;

import io.cameleer.postgres.SqlErrors;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.storage.StorageErrors;
import io.cameleer.validate.Step.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/** A chain of steps: what comes after one that failed is skipped. */
final class Steps {
    private final Consumer<Step> listener;
    private boolean broken;
    private boolean failed;

    /** @param listener is told of each step when it is done */
    Steps(Consumer<Step> listener) {
        this.listener = listener;
    }

    /** Something that may fail. */
    interface Work {
        /** @return what was found, for a person; may be blank */
        String run() throws Exception;
    }

    /** Tries a step, unless one before it in this chain has failed. */
    Steps then(String name, Work work) {
        return broken ? skip(name) : attempt(name, found -> Outcome.PASS, work);
    }

    /** The same for a step that, if it finds anything, finds what a person should know. */
    Steps warn(String name, Work work) {
        return broken ? skip(name) : attempt(name, found -> found.isBlank() ? Outcome.PASS : Outcome.WARN, work);
    }

    /** Tries a step in any case. */
    Steps always(String name, Work work) {
        return attempt(name, found -> Outcome.PASS, work);
    }

    private Steps skip(String name) {
        listener.accept(new Step(name, Outcome.SKIP, 0, ""));
        return this;
    }

    private Steps attempt(String name, Function<String, Outcome> outcomeOf, Work work) {
        var start = Instant.now();
        Outcome outcome;
        String detail;
        try {
            detail = work.run();
            outcome = outcomeOf.apply(detail);
        } catch (Exception e) {
            broken = true;
            failed = true;
            outcome = Outcome.FAIL;
            detail = explain(e);
        }
        listener.accept(
                new Step(name, outcome, Duration.between(start, Instant.now()).toMillis(), detail));
        return this;
    }

    /** A new chain begins, with steps that do not need those before. */
    void restart() {
        broken = false;
    }

    boolean failed() {
        return failed;
    }

    private static String explain(Exception error) {
        if (error instanceof InvalidSettingException || error instanceof FailedException) {
            return error.getMessage();
        }
        return SqlErrors.in(error).map(SqlErrors::explain).orElseGet(() -> StorageErrors.of(error)
                .message());
    }
}
