package io.cameleer.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows as parameters of a batched INSERT, one after the other; each value is text that the statement casts. */
final class InsertRows implements RowSink, Iterator<List<String>> {
    private final Conversion rows;
    private List<String> row = new ArrayList<>();
    private boolean ready;

    InsertRows(Conversion rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        if (!ready) {
            row = new ArrayList<>();
            ready = rows.next(this);
        }
        return ready;
    }

    @Override
    public List<String> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ready = false;
        return row;
    }

    @Override
    public void nothing() {
        row.add(null);
    }

    @Override
    public void value(byte[] bytes, int start, int length, boolean plain) {
        row.add(new String(bytes, start, length, StandardCharsets.UTF_8));
    }

    @Override
    public void endRow() {
        // next() hands the row out
    }
}
