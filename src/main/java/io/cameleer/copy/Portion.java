package io.cameleer.copy;

import io.cameleer.batch.TableBatch;
import io.cameleer.postgres.SqlTemplate;
import io.cameleer.reject.Discarded;
import io.cameleer.schema.Column;
import io.cameleer.schema.TableColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a batch, all or some, and the table that they go into.
 *
 * @param columns where the rows' values go
 * @param into the table, quoted for SQL: the batch's own, or one that stands in for it
 * @param rows the numbers of the rows in the batch; empty for all of them
 * @param loadedAt when they are loaded, as the database says
 * @param discarded takes what does not fit, while the rows are read
 */
public record Portion(
        TableBatch batch,
        TableColumns columns,
        String into,
        Optional<BitSet> rows,
        String loadedAt,
        Discarded discarded) {
    private static final SqlTemplate COPY = SqlTemplate.of("copy-rows.sql");
    private static final RowSink NOWHERE = new RowSink() {
        @Override
        public void nothing() {}

        @Override
        public void value(byte[] bytes, int start, int length, boolean plain) {}

        @Override
        public void endRow() {}
    };

    /** The same for a table that also takes which values of a row are discards. */
    public Portion marking() {
        return new Portion(batch, columns.marking(), into, rows, loadedAt, discarded);
    }

    /** Whether COPY can send them: it cannot where row level security applies to the user. */
    boolean isCopyable() {
        return !columns.table().secured() || !into.equals(batch.name().sql());
    }

    /** The statement that takes the rows by COPY, in the format of {@link #copyData()}. */
    String copySql() {
        return COPY.filled(holes());
    }

    /** Takes the rows in the format of {@link #copySql()}; empty so far. */
    CopyData copyData() {
        return isBinary() ? new CopyBinary(columns.named()) : new CopyText();
    }

    /** What of the rows does not fit, if none of them is sent: it counts, but no value of it is kept. */
    public Discarded unsent() {
        var conversion = converted();
        boolean isRow;
        do {
            isRow = conversion.next(NOWHERE);
        } while (isRow);
        return discarded.keeping(row -> false);
    }

    /** Walks the rows in the form that the table takes. */
    Conversion converted() {
        return new Conversion(batch, rows, columns, loadedAt, discarded);
    }

    /** The rows as parameters of {@code sql/insert-rows.sql}: some rows at a time, an array of texts for each column. */
    Iterator<List<String[]>> parameters() {
        return new InsertRows(converted(), columns.named().size());
    }

    /** What goes into the holes of {@code sql/copy-rows.sql} and {@code sql/insert-rows.sql}. */
    public Map<String, Object> holes() {
        var named = new ArrayList<Map<String, String>>();
        for (Column column : columns.named()) {
            named.add(Map.of("column", column.sql(), "type", column.type().sql(), "parameter", "c" + named.size()));
        }
        return Map.of("into", into, "columns", named, "binary", isBinary() ? List.of(Map.of()) : List.of());
    }

    /**
     * Whether all columns that are written have a binary form, and the table can be kept from being changed: binary values
     * do not say of what type they are, and might be taken for others.
     */
    private boolean isBinary() {
        return columns.table().isTable()
                && columns.named().stream()
                        .allMatch(column -> BinaryType.of(column.type()).isPresent());
    }
}
