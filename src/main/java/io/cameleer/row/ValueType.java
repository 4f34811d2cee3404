package io.cameleer.row;

/** What kind of value a cell holds; the field's six types, each with the text form its cells have. */
public enum ValueType {
    /** A whole number within 64 bits, its digits. */
    INT,
    /** Any other number, as written: every digit kept, possibly with an exponent. */
    FLOAT,
    /** Text. Arrays too, as compact JSON text. */
    STRING,
    /** An instant, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}. */
    DATETIME,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** Any JSON value, as compact JSON text. */
    JSON;

    private static final ValueType[] VALUES = values();

    /** The type with this ordinal. */
    public static ValueType at(int ordinal) {
        return VALUES[ordinal];
    }
}
