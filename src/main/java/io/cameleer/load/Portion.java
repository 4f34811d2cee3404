package io.cameleer.load;

import static java.util.stream.Collectors.joining;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of a prepared batch, all or some, and the table that they go into.
 *
 * @param into the table, quoted for SQL: the batch's own, or one that stands in for it
 * @param rows the numbers of the rows in the batch; empty for all of them
 */
public record Portion(PreparedBatch prepared, String into, Optional<BitSet> rows) {
    /** The statement that takes the rows by COPY, in the format of {@link #copyData()}. */
    public String copySql() {
        return "copy " + into + columns() + " from stdin" + (prepared.isBinary() ? " with (format binary)" : "");
    }

    /** Takes the rows in the format of {@link #copySql()}; empty so far. */
    CopyData copyData() {
        return prepared.isBinary() ? new CopyBinary(prepared.columns()) : new CopyText();
    }

    /** The statement that takes some rows by INSERT; its parameters are an array of texts for each column. */
    public String insertSql() {
        var columns = prepared.columns();
        return "insert into " + into + columns() + " select "
                + IntStream.range(0, columns.size())
                        .mapToObj(i ->
                                "cast(c" + i + " as " + columns.get(i).type().sql() + ")")
                        .collect(joining(", "))
                + " from unnest("
                + columns.stream().map(column -> "cast(? as text[])").collect(joining(", "))
                + ") as r ("
                + IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(joining(", "))
                + ")";
    }

    /**
     * The rows as parameters of {@link #insertSql()}, some rows at a time.
     *
     * @param loadedAt when this is, as the database says
     */
    public Iterator<List<String[]>> insertRows(String loadedAt) {
        return new InsertRows(
                prepared.convert(rows, loadedAt), prepared.columns().size());
    }

    /** So many of the rows are where they should go, by PostgreSQL's own count. */
    void taken(long count) {
        if (into.equals(prepared.batch().name().sql())) {
            prepared.taken(count);
        }
    }

    private String columns() {
        return prepared.columns().stream().map(Column::sql).collect(joining(", ", " (", ")"));
    }
}
