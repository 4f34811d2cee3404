package io.cameleer.batch;

import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.util.List;

/**
 * The rows of one table out of one chunk of a file, in the order of their lines; or, without rows, the message that
 * closes the table's open batch.
 *
 * @param file the file's id in the ledger
 * @param layout the layout of all its rows
 * @param after the last line before these rows from which the table has had a row, so that a gap is noticed; 0 if these
 *     are the first
 * @param closing whether the batch that it goes to gets no more rows
 */
public record RowSlice(long file, TableName table, TableLayout layout, List<Row> rows, long after, boolean closing) {
    /** Rows of a file, of which it is not known yet what was before them. */
    public static RowSlice of(long file, TableName table, List<Row> rows) {
        return new RowSlice(file, table, rows.get(0).layout(), rows, 0, false);
    }

    /** No rows, but the message that closes the table's open batch. */
    static RowSlice closing(TableName table, TableLayout layout) {
        return new RowSlice(0, table, layout, List.of(), 0, true);
    }

    /** These rows without those of lines that the table has had, up to one. */
    public RowSlice behind(long line) {
        var rest = rows.get(0).line() > line
                ? rows
                : rows.stream().filter(row -> row.line() > line).toList();
        return new RowSlice(file, table, layout, rest, line, closing);
    }

    /** The last line that rows come from. */
    public long lastLine() {
        return rows.get(rows.size() - 1).line();
    }
}
