package io.cameleer.row;

import java.util.List;

/**
 * One mapped row, as bytes: its cells one after the other, by ascending position in the layout. A column without a value
 * has no cell. Each cell is
 *
 * <pre>
 * position   unsigned varint, of TableLayout
 * head       one byte: the ordinal of its ValueType, plus {@link #PLAIN}, {@link #ARRAY} and {@link #REWRITTEN}
 * length     unsigned varint, in bytes
 * text       UTF-8, decoded (no JSON escapes); of an instant that is {@link #REWRITTEN} the text as it was written follows
 * </pre>
 *
 * @param layout what the positions mean
 * @param line the line of the file it comes from, from 1
 * @param bytes holds the cells from {@code from} to before {@code to}; never written to again
 * @param discards values of this row that have no place in it, mostly none
 */
public record Row(TableLayout layout, long line, byte[] bytes, int from, int to, List<Discard> discards) {
    /** Set in a cell's head when its text has no backslash and no control character, and so can be copied as it is. */
    public static final int PLAIN = 0x80;

    /** Set in the head of a cell of type STRING when its text is the JSON text of an array. */
    public static final int ARRAY = 0x10;

    /**
     * Set in the head of a cell of type DATETIME that the sender wrote in another form than the one of {@link ValueType}: that
     * stands behind it, since a column of texts takes what was written.
     */
    public static final int REWRITTEN = 0x20;

    /** The cells, from the first. */
    public Cells cells() {
        return new Cells(bytes, from, to);
    }
}
