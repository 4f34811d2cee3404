package io.cameleer.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal numbers as {@code numeric_recv} takes them: how many groups of four digits there are, the power of 10,000 that
 * the first of them counts, the sign, how many digits behind the point are shown, and the groups, without those at either
 * end that are zero. Of the same text {@code numeric_in} makes the same, as PostgreSQL's {@code numeric.c} says.
 */
final class BinaryNumeric {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEAD = 4 * Short.BYTES;
    private static final int NEGATIVE = 0x4000;
    private static final int MAX_SCALE = 0x3FFF;
    /** By how many digits a group lacks: what it is multiplied by. */
    private static final int[] TENS = {1, 10, 100, 1000};

    private BinaryNumeric() {}

    /**
     * Writes a number, which takes no more than half the length of its text and a few bytes.
     *
     * @param text has a JSON number from {@code start} on
     * @return where it ends
     * @throws NumberFormatException if that is no number, or none that a {@code numeric} holds
     */
    static int write(byte[] text, int start, int length, byte[] into, int at) {
        int end = start + length;
        boolean negative = length > 0 && text[start] == '-';
        int from = negative ? start + 1 : start;
        int point = -1;
        int mantissaEnd = end;
        for (int i = from; i < mantissaEnd; i++) {
            if (text[i] == '.' && point < 0) {
                point = i;
            } else if ((text[i] | 0x20) == 'e') {
                mantissaEnd = i;
            } else {
                digit(text[i]);
            }
        }
        int wholeEnd = point < 0 ? mantissaEnd : point;
        if (wholeEnd == from) {
            throw new NumberFormatException("no digits");
        }
        int exponent = mantissaEnd == end
                ? 0
                : Integer.parseInt(new String(text, mantissaEnd + 1, end - mantissaEnd - 1, ISO_8859_1));
        int fraction = point < 0 ? 0 : mantissaEnd - point - 1;
        int first = from;
        while (first < mantissaEnd && isZeroOrPoint(text[first])) {
            first++;
        }
        int last = mantissaEnd;
        while (last > first && isZeroOrPoint(text[last - 1])) {
            last--;
        }
        boolean zero = first == last;
        // of ten, that the first digit counts
        long power = (long) exponent + wholeEnd - 1 - first + (first > wholeEnd ? 1 : 0);
        long scale = Math.max(0, (long) fraction - exponent);
        long weight = zero ? 0 : power >> 2;
        if (scale > MAX_SCALE || weight > Short.MAX_VALUE) {
            throw new NumberFormatException("more digits than a numeric has");
        }
        int groupsEnd = writeGroups(text, first, last, (int) power, into, at + HEAD);
        SHORT.set(into, at, (short) ((groupsEnd - at - HEAD) / Short.BYTES));
        SHORT.set(into, at + 2, (short) weight);
        SHORT.set(into, at + 4, (short) (negative && !zero ? NEGATIVE : 0));
        SHORT.set(into, at + 6, (short) scale);
        return groupsEnd;
    }

    private static int writeGroups(byte[] text, int first, int last, int power, byte[] into, int at) {
        int end = at;
        int group = 0;
        // how many digits the group still lacks
        int lacking = (power & 3) + 1;
        for (int i = first; i < last; i++) {
            if (text[i] != '.') {
                group = group * 10 + text[i] - '0';
                if (--lacking == 0) {
                    SHORT.set(into, end, (short) group);
                    end += Short.BYTES;
                    group = 0;
                    lacking = 4;
                }
            }
        }
        if (group > 0) {
            SHORT.set(into, end, (short) (group * TENS[lacking]));
            end += Short.BYTES;
        }
        return end;
    }

    private static boolean isZeroOrPoint(byte b) {
        return b == '0' || b == '.';
    }

    /** The value of a digit. */
    static int digit(byte b) {
        int digit = b - '0';
        if (digit < 0 || digit > 9) {
            throw new NumberFormatException("no digit");
        }
        return digit;
    }
}
