package io.cameleer.batch;

import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rows of one table out of one chunk of a file, in the order of their lines; or, without rows, the message that
 * closes the table's open batch.
 *
 * @param file the file's id in the ledger
 * @param layout the layout of all its rows
 * @param after the last line before these rows from which the table has had a row, so that a gap is noticed; 0 if these
 *     are the first
 * @param lastLine the last line that these rows come from, or came from that are not kept
 * @param checksum of the file's text through that line
 * @param closing whether the batch that it goes to gets no more rows
 */
public record RowSlice(
        long file,
        TableName table,
        TableLayout layout,
        List<Row> rows,
        long after,
        long lastLine,
        long checksum,
        boolean closing) {
    /** Rows of a file, of which it is not known yet what was before them. */
    public static RowSlice of(long file, TableName table, List<Row> rows, long checksum) {
        long lastLine = rows.get(rows.size() - 1).line();
        return new RowSlice(file, table, rows.get(0).layout(), rows, 0, lastLine, checksum, false);
    }

    /** No rows, but the message that closes the table's open batch. */
    static RowSlice closing(TableName table, TableLayout layout) {
        return new RowSlice(0, table, layout, List.of(), 0, 0, 0, true);
    }

    /** These rows without those of lines that the table has had, up to one. */
    public RowSlice behind(long line) {
        var rest = rows.get(0).line() > line
                ? rows
                : rows.stream().filter(row -> row.line() > line).toList();
        return new RowSlice(file, table, layout, rest, line, lastLine, checksum, closing);
    }

    /** Some of these rows. */
    public RowSlice only(Predicate<Row> which) {
        return new RowSlice(
                file, table, layout, rows.stream().filter(which).toList(), after, lastLine, checksum, closing);
    }
}
