package io.cameleer.schema;

import io.cameleer.batch.TableName;
import java.util.List;

/**
 * By which columns rows of a table are the same row: the id. Discards, which are never merged, are found by that of their row.
 *
 * @param columns the first of them is the one that an index leads to
 */
public record MergeKey(List<String> columns) {
    private static final MergeKey ID = new MergeKey(List.of("id"));
    private static final MergeKey DISCARD = new MergeKey(List.of("row_id"));

    public static MergeKey of(TableName table) {
        return table.table().equals(Discards.TABLE) ? DISCARD : ID;
    }

    /** The column that an index on the table is to begin with. */
    public String indexed() {
        return columns.get(0);
    }
}
