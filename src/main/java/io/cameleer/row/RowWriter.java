package io.cameleer.row;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes one row in the form that {@link Row} describes, a cell at a time, by ascending position. */
public final class RowWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a cell after the others; nothing is assumed of its text but that it is UTF-8. */
    public RowWriter cell(int position, ValueType type, byte[] text) {
        return cell(position, new Cells.Content(type.ordinal(), text));
    }

    /** Adds a cell after the others, with the value of another. */
    public RowWriter cell(int position, Cells.Content value) {
        varint(position);
        bytes.write(value.head());
        varint(value.bytes().length);
        bytes.writeBytes(value.bytes());
        return this;
    }

    /** Adds all cells of a row after the others. */
    public RowWriter cells(Row row) {
        bytes.write(row.bytes(), row.from(), row.to() - row.from());
        return this;
    }

    /** The row. */
    public Row row(TableLayout layout, long line, List<Discard> discards) {
        var all = bytes.toByteArray();
        return new Row(layout, line, all, 0, all.length, discards);
    }

    private void varint(int value) {
        int rest = value;
        while (rest > 0x7F) {
            bytes.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }
}
