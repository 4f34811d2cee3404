package io.cameleer.row;

/** What kind of value a cell holds; the field's six types, each with the text form its cells have. */
public enum ValueType {
    /** A whole number within 64 bits, its digits. */
    INT,
    /** Any other number, as written: every digit kept, possibly with an exponent. */
    FLOAT,
    /** Text. Arrays too, as compact JSON text. */
    STRING,
    /** An instant, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}, or with six digits of the second where the last three are not zeros. */
    DATETIME,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** Any JSON value, as compact JSON text. */
    JSON;

    private static final ValueType[] VALUES = values();

    /** How long an instant is that is whole in milliseconds; its last byte is then the Z. */
    public static final int INSTANT = 24;

    /** How long any other instant is. */
    public static final int FINE_INSTANT = 27;

    /** How long the instant is that begins here. */
    public static int instantLength(byte[] bytes, int start) {
        return bytes[start + INSTANT - 1] == 'Z' ? INSTANT : FINE_INSTANT;
    }

    /** The type with this ordinal. */
    public static ValueType at(int ordinal) {
        return VALUES[ordinal];
    }
}
