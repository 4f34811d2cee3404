package io.cameleer.value;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * What a JSON number becomes: a whole number within 64 bits becomes its digits, any other stays as written, and one that
 * PostgreSQL's {@code numeric} cannot hold is text.
 */
final class Numbers {
    /** What {@code numeric} holds at most, in digits before and after the decimal point. */
    private static final int MAX_WHOLE = 131_072;

    private static final int MAX_FRACTION = 16_383;
    private static final int LONG_DIGITS = 19;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** Whether digits with a sign, and nothing else, surely fit into 64 bits and are written as PostgreSQL would. */
    static boolean isShortInteger(byte[] bytes, int from, int to) {
        return to - from < LONG_DIGITS && (bytes[from] != '-' || bytes[from + 1] != '0');
    }

    /** The number as digits with a sign where it needs one, if it is whole and fits into 64 bits; empty otherwise. */
    static String whole(byte[] bytes, int from, int to) {
        if (endsInFraction(bytes, from, to)) {
            return "";
        }
        var number = Parts.of(bytes, from, to);
        if (number.digits.isEmpty()) {
            return "0";
        }
        if (number.exponent < 0 || number.digits.length() + number.exponent > LONG_DIGITS) {
            return "";
        }
        var value = new BigInteger(number.digits + "0".repeat((int) number.exponent));
        var signed = number.negative ? value.negate() : value;
        return signed.compareTo(LEAST) < 0 || signed.compareTo(MOST) > 0 ? "" : signed.toString();
    }

    /** Nearly every number that is not whole: digits after a point, the last of which is no zero. */
    private static boolean endsInFraction(byte[] bytes, int from, int to) {
        int at = to - 1;
        while (at >= from && bytes[at] >= '0' && bytes[at] <= '9') {
            at--;
        }
        return at >= from && bytes[at] == '.' && bytes[to - 1] != '0';
    }

    /** Whether {@code numeric} holds the number with all digits as written. */
    static boolean fitsNumeric(byte[] bytes, int from, int to) {
        if (to - from < MAX_FRACTION && !hasLongExponent(bytes, from, to)) {
            return true;
        }
        var number = Parts.of(bytes, from, to);
        return number.scale <= MAX_FRACTION
                && (number.digits.isEmpty() || number.digits.length() + number.exponent <= MAX_WHOLE);
    }

    /** With a text of this length a number with an exponent of up to three digits is always within {@code numeric}. */
    private static boolean hasLongExponent(byte[] bytes, int from, int to) {
        for (int at = Math.max(from, to - 4); at < to; at++) {
            if ((bytes[at] | 0x20) == 'e') {
                return false;
            }
        }
        for (int at = from; at < to; at++) {
            if ((bytes[at] | 0x20) == 'e') {
                return true;
            }
        }
        return false;
    }

    /**
     * A number taken apart: digits without zeros at either end, times ten to the exponent.
     *
     * @param scale how many digits it has after the point when written without an exponent
     */
    private record Parts(boolean negative, String digits, long exponent, long scale) {
        static Parts of(byte[] bytes, int from, int to) {
            String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
            boolean negative = text.charAt(0) == '-';
            int mantissaEnd = Math.max(text.indexOf('e'), text.indexOf('E'));
            String mantissa = text.substring(negative ? 1 : 0, mantissaEnd < 0 ? text.length() : mantissaEnd);
            long written = mantissaEnd < 0 ? 0 : exponent(text.substring(mantissaEnd + 1));
            int point = mantissa.indexOf('.');
            int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
            String digits = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
            int first = 0;
            while (first < digits.length() && digits.charAt(first) == '0') {
                first++;
            }
            int last = digits.length();
            while (last > first && digits.charAt(last - 1) == '0') {
                last--;
            }
            long exponent = written - fraction + digits.length() - last;
            return new Parts(negative, digits.substring(first, last), exponent, Math.max(0, fraction - written));
        }

        /** Beyond what the digits of any text could balance, the exact exponent does not matter. */
        private static long exponent(String text) {
            boolean negative = text.charAt(0) == '-';
            long exponent = 0;
            for (int at = Character.isDigit(text.charAt(0)) ? 0 : 1; at < text.length(); at++) {
                exponent = Math.min(exponent * 10 + text.charAt(at) - '0', 1L << 40);
            }
            return negative ? -exponent : exponent;
        }
    }
}
