package io.cameleer.value;

import io.cameleer.json.Escapes;

/**
 * Writes JSON values compactly: no white space between the parts, all else as the sender wrote it. Jackson, which writes
 * JSON everywhere else, would have to read the value for that, and spell its numbers and escapes in its own way.
 */
public final class JsonText {
    private JsonText() {}

    /**
     * Writes a valid JSON value, or part of one, without white space, and without U+0000 and unpaired surrogates,
     * which PostgreSQL does not support. The result takes at most twice the bytes.
     *
     * @param forJsonb a number that {@code jsonb} does not hold becomes a string
     * @return where it ends in {@code into}
     */
    public static int compact(byte[] bytes, int from, int to, boolean forJsonb, byte[] into, int start) {
        int end = start;
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            if (c == '"') {
                int close = close(bytes, at + 1);
                into[end++] = '"';
                end = Escapes.clean(bytes, at + 1, close, into, end);
                into[end++] = '"';
                at = close + 1;
            } else if (c == '-' || c >= '0' && c <= '9') {
                int next = at + 1;
                while (next < to && isNumber(bytes[next])) {
                    next++;
                }
                boolean fits = !forJsonb || Numbers.fitsNumeric(bytes, at, next);
                if (!fits) {
                    into[end++] = '"';
                }
                System.arraycopy(bytes, at, into, end, next - at);
                end += next - at;
                if (!fits) {
                    into[end++] = '"';
                }
                at = next;
            } else {
                if (c > ' ') {
                    into[end++] = c;
                }
                at++;
            }
        }
        return end;
    }

    /** Whether a valid JSON value has a string that {@link #compact} changes. */
    static boolean hasUnsupported(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '"') {
                int close = close(bytes, at + 1);
                if (Escapes.hasUnsupported(bytes, at + 1, close)) {
                    return true;
                }
                at = close;
            }
        }
        return false;
    }

    /** Writes a text as a JSON string; it takes at most six times the bytes, and two. */
    public static int quote(byte[] bytes, int from, int to, byte[] into, int start) {
        int end = start;
        into[end++] = '"';
        for (int at = from; at < to; at++) {
            byte c = bytes[at];
            if (c == '"' || c == '\\') {
                into[end++] = '\\';
                into[end++] = c;
            } else if (c >= 0 && c < ' ') {
                into[end++] = '\\';
                into[end++] = 'u';
                into[end++] = '0';
                into[end++] = '0';
                into[end++] = (byte) Character.forDigit(c >> 4, 16);
                into[end++] = (byte) Character.forDigit(c & 0xF, 16);
            } else {
                into[end++] = c;
            }
        }
        into[end++] = '"';
        return end;
    }

    private static int close(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static boolean isNumber(byte c) {
        return c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
    }
}
