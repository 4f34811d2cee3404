package io.cameleer.mapping;

import java.nio.charset.StandardCharsets;

/**
 * A line that is no usable event.
 *
 * @param line its number in the file, from 1
 * @param reason why it is none, for a person
 * @param raw its text, cut to {@link #MAX_RAW} bytes; bytes that are no UTF-8 and U+0000 as U+FFFD
 */
public record Reject(long line, String reason, String raw) {
    /** How much of a rejected line is kept, in bytes; file and line number lead to the rest. */
    public static final int MAX_RAW = 256 * 1024;

    /** A reject of the line that {@code bytes} hold from {@code from} to before {@code to}. */
    public static Reject of(long line, String reason, byte[] bytes, int from, int to) {
        var raw = new String(bytes, from, Math.min(to - from, MAX_RAW), StandardCharsets.UTF_8);
        return new Reject(line, reason, raw.replace('\0', '\uFFFD'));
    }
}
