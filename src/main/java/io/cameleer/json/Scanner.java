package io.cameleer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where strings and numbers end and checks them on the way. Each method gives the place after it, or the negated
 * place of the first byte that is wrong ({@code ~place}).
 */
final class Scanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Scanner() {}

    /**
     * From the first byte within the quotes to the first that is not plain: the closing quote, a backslash, a control
     * character, a byte that is not ASCII, or the end.
     */
    static int plain(byte[] bytes, int from, int to) {
        int at = from;
        // eight bytes at a time; the lowest marked byte is exact, those above it may be marked by a borrow
        while (at + 8 <= to) {
            long word = (long) LONGS.get(bytes, at);
            long quote = word ^ '"' * ONES;
            long backslash = word ^ '\\' * ONES;
            long found =
                    ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - ' ' * ONES) | word) & HIGHS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            at += 8;
        }
        while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    /** From a backslash to the end of its escape. */
    static int escape(byte[] bytes, int at, int to) {
        if (at + 1 >= to) {
            return ~to;
        }
        switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                for (int digit = at + 2; digit < at + 6; digit++) {
                    if (digit >= to || Character.digit(bytes[digit], 16) < 0) {
                        return ~Math.min(digit, to);
                    }
                }
                return at + 6;
            }
            default -> {
                return ~(at + 1);
            }
        }
    }

    /** From the first byte of a character outside ASCII to its end: no overlong form, no surrogate, no byte missing. */
    static int character(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        int more;
        int low = 0x80;
        int high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            more = 2;
            low = lead == 0xE0 ? 0xA0 : low;
            high = lead == 0xED ? 0x9F : high;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            low = lead == 0xF0 ? 0x90 : low;
            high = lead == 0xF4 ? 0x8F : high;
        } else {
            return ~at;
        }
        for (int next = at + 1; next <= at + more; next++) {
            int follow = next < to ? bytes[next] & 0xFF : 0;
            if (follow < low || follow > high) {
                return ~Math.min(next, to);
            }
            low = 0x80;
            high = 0xBF;
        }
        return at + more + 1;
    }

    /** From the first digit, which may not be missing, to the end of the digits. */
    static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at == from ? ~from : at;
    }

    /** The integer part of a number, with its sign. */
    static int integer(byte[] bytes, int from, int to) {
        int at = bytes[from] == '-' ? from + 1 : from;
        return at < to && bytes[at] == '0' ? at + 1 : digits(bytes, at, to);
    }

    /** The fraction and the exponent of a number, where it has them. */
    static int decimals(byte[] bytes, int from, int to) {
        int at = from;
        if (at < to && bytes[at] == '.') {
            at = digits(bytes, at + 1, to);
        }
        if (at >= 0 && at < to && (bytes[at] | 0x20) == 'e') {
            at++;
            if (at < to && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            at = digits(bytes, at, to);
        }
        return at;
    }
}
