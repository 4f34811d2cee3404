package io.cameleer;

import org.junit.jupiter.api.Assumptions;

/** A test of what this machine has not got is left out, and that is said where nobody overlooks it. */
public final class Skip {
    private Skip() {}

    /**
     * Ends the test, or all tests of a class that is being prepared.
     *
     * @param test what is not tested
     * @param reason what is missing for it
     */
    public static <T> T because(String test, String reason) {
        System.err.printf("SKIPPED: %s, for %s%n", test, reason);
        return Assumptions.abort(reason);
    }
}
