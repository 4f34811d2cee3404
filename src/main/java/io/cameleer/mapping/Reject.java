package io.cameleer.mapping;

/**
 * A line that is no usable event.
 *
 * @param line its number in the file, from 1
 * @param reason why it is none, for a person
 * @param raw its text, cut to {@link #MAX_RAW} characters; bytes that are no UTF-8 and U+0000 as U+FFFD
 */
public record Reject(long line, String reason, String raw) {
    /** How much of a rejected line is kept, in characters; file and line number lead to the rest. */
    public static final int MAX_RAW = 256 * 1024;
}
