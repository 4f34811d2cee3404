package io.cameleer.copy;

/** Takes the values of rows, column by column, in the form in which they are sent to PostgreSQL. */
interface RowSink {
    /** The next column has no value. */
    void nothing();

    /**
     * The next column's value.
     *
     * @param bytes holds its text as UTF-8
     * @param plain whether the text has no backslash and no control character
     */
    void value(byte[] bytes, int start, int length, boolean plain);

    /** The row is complete. */
    void endRow();
}
