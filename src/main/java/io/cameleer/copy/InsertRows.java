package io.cameleer.copy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * Rows as parameters of a batched INSERT: of some successive rows, for each column an array of texts that the statement
 * casts. So PostgreSQL reads and plans a statement once for many rows, however many columns they have.
 */
final class InsertRows implements RowSink, Iterator<List<String[]>> {
    private static final int ROWS = 1000;
    /** However few rows these are: one statement's parameters must fit into a message of the protocol, and in memory. */
    private static final int BYTES = 4 << 20;

    private final Conversion rows;
    private final List<List<String>> columns;
    private int column;
    private int count;
    private int bytes;

    /** @param columns how many values a row has */
    InsertRows(Conversion rows, int columns) {
        this.rows = rows;
        this.columns =
                Stream.<List<String>>generate(ArrayList::new).limit(columns).toList();
    }

    @Override
    public boolean hasNext() {
        boolean more = true;
        while (more && count < ROWS && bytes < BYTES) {
            more = rows.next(this);
        }
        return count > 0;
    }

    @Override
    public List<String[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var arrays = columns.stream().map(texts -> texts.toArray(String[]::new)).toList();
        columns.forEach(List::clear);
        count = 0;
        bytes = 0;
        return arrays;
    }

    @Override
    public void nothing() {
        columns.get(column++).add(null);
    }

    @Override
    public void value(byte[] text, int start, int length, boolean plain) {
        columns.get(column++).add(new String(text, start, length, StandardCharsets.UTF_8));
        bytes += length;
    }

    @Override
    public void endRow() {
        column = 0;
        count++;
    }
}
