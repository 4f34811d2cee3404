package io.cameleer.validate;

/**
 * One thing that was tried.
 *
 * @param name what it was
 * @param milliseconds how long it took
 * @param detail what was found, or why it failed and what to do
 */
public record Step(String name, Outcome outcome, long milliseconds, String detail) {
    /** How it went; what a step that failed leaves in the dark is not tried. */
    public enum Outcome {
        PASS,
        /** It works, but there is something that a person should know. */
        WARN,
        FAIL,
        SKIP
    }
}
