package io.cameleer.json;

import java.nio.charset.StandardCharsets;

/**
 * The text of JSON strings that have escapes. PostgreSQL supports neither U+0000 nor unpaired surrogates, so decoding
 * leaves out the former and puts U+FFFD for the latter; {@link #hasUnsupported} tells whether that changed anything.
 */
public final class Escapes {
    private static final int PLACEHOLDER = 0xFFFD;

    private Escapes() {}

    /**
     * Decodes the inside of a valid JSON string; the result is never longer than it.
     *
     * @return where the decoded text ends in {@code into}
     */
    public static int decode(byte[] bytes, int from, int to, byte[] into, int start) {
        int end = start;
        int at = from;
        while (at < to) {
            byte c = bytes[at];
            if (c != '\\') {
                into[end++] = c;
                at++;
                continue;
            }
            byte escape = bytes[at + 1];
            if (escape != 'u') {
                into[end++] = simple(escape);
                at += 2;
                continue;
            }
            int point = codePoint(bytes, at, to);
            if (point != 0) {
                end = encode(point, into, end);
            }
            at += width(point);
        }
        return end;
    }

    /** The inside of a valid JSON string as Java has it, with U+0000 and unpaired surrogates. */
    public static String exact(byte[] bytes, int from, int to) {
        var text = new StringBuilder();
        int at = from;
        while (at < to) {
            int escape = at;
            while (escape < to && bytes[escape] != '\\') {
                escape++;
            }
            text.append(new String(bytes, at, escape - at, StandardCharsets.UTF_8));
            if (escape == to) {
                break;
            }
            boolean isUnit = bytes[escape + 1] == 'u';
            text.append(isUnit ? (char) hex(bytes, escape + 2) : (char) simple(bytes[escape + 1]));
            at = escape + (isUnit ? 6 : 2);
        }
        return text.toString();
    }

    /**
     * Copies the inside of a valid JSON string with its escapes, but for those of U+0000 and of unpaired
     * surrogates; the result is never longer.
     *
     * @return where the copy ends in {@code into}
     */
    public static int clean(byte[] bytes, int from, int to, byte[] into, int start) {
        int end = start;
        int at = from;
        while (at < to) {
            int width = 1;
            if (bytes[at] == '\\') {
                width = 2;
                if (bytes[at + 1] == 'u') {
                    int point = codePoint(bytes, at, to);
                    width = width(point);
                    if (point == 0 || point == PLACEHOLDER) {
                        end = point == 0 ? end : encode(point, into, end);
                        at += width;
                        continue;
                    }
                }
            }
            for (int next = at + width; at < next; at++) {
                into[end++] = bytes[at];
            }
        }
        return end;
    }

    /** Whether the inside of a valid JSON string has U+0000 or an unpaired surrogate, which are always escaped. */
    public static boolean hasUnsupported(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
            } else if (bytes[at + 1] != 'u') {
                at += 2;
            } else {
                int point = codePoint(bytes, at, to);
                if (point == 0 || point == PLACEHOLDER && hex(bytes, at + 2) != PLACEHOLDER) {
                    return true;
                }
                at += width(point);
            }
        }
        return false;
    }

    /** The character that an {@code \}{@code u} escape stands for, or a pair of them with the surrogates of one. */
    private static int codePoint(byte[] bytes, int at, int to) {
        int unit = hex(bytes, at + 2);
        if (unit < 0xD800 || unit > 0xDFFF) {
            return unit;
        }
        if (unit < 0xDC00 && at + 12 <= to && bytes[at + 6] == '\\' && bytes[at + 7] == 'u') {
            int second = hex(bytes, at + 8);
            if (second >= 0xDC00 && second <= 0xDFFF) {
                return Character.toCodePoint((char) unit, (char) second);
            }
        }
        return PLACEHOLDER;
    }

    /** How many bytes the escape of a character takes. */
    private static int width(int codePoint) {
        return codePoint >= 0x10000 ? 12 : 6;
    }

    /** Writes a character as UTF-8 and gives the place after it. */
    private static int encode(int point, byte[] into, int at) {
        int end = at;
        if (point < 0x80) {
            into[end++] = (byte) point;
        } else if (point < 0x800) {
            into[end++] = (byte) (0xC0 | point >> 6);
            into[end++] = (byte) (0x80 | point & 0x3F);
        } else if (point < 0x10000) {
            into[end++] = (byte) (0xE0 | point >> 12);
            into[end++] = (byte) (0x80 | point >> 6 & 0x3F);
            into[end++] = (byte) (0x80 | point & 0x3F);
        } else {
            into[end++] = (byte) (0xF0 | point >> 18);
            into[end++] = (byte) (0x80 | point >> 12 & 0x3F);
            into[end++] = (byte) (0x80 | point >> 6 & 0x3F);
            into[end++] = (byte) (0x80 | point & 0x3F);
        }
        return end;
    }

    private static int hex(byte[] bytes, int at) {
        return Character.digit(bytes[at], 16) << 12
                | Character.digit(bytes[at + 1], 16) << 8
                | Character.digit(bytes[at + 2], 16) << 4
                | Character.digit(bytes[at + 3], 16);
    }

    private static byte simple(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }
}
