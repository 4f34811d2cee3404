package io.cameleer.row;

import java.nio.charset.StandardCharsets;

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

    /** A line that is none, from its bytes. */
    public static Reject of(long line, String reason, byte[] bytes, int from, int to) {
        // a character takes at most three bytes, or four for two of Java's
        int length = Math.min(to - from, MAX_RAW * 3);
        String raw = new String(bytes, from, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        if (raw.length() > MAX_RAW) {
            raw = raw.substring(0, Character.isHighSurrogate(raw.charAt(MAX_RAW - 1)) ? MAX_RAW - 1 : MAX_RAW);
        }
        return new Reject(line, reason, raw);
    }
}
