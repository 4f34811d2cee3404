package io.cameleer.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog says of one table.
 *
 * @param columns its columns by name
 * @param indexed columns that some index begins with, by which rows are found quickly
 * @param exists whether there is such a table at all
 */
public record TableSchema(Map<String, ColumnType> columns, Set<String> indexed, boolean exists) {
    static final TableSchema NONE = new TableSchema(Map.of(), Set.of(), false);

    /** The same with further columns. */
    TableSchema with(Map<String, ColumnType> more) {
        var all = new HashMap<>(columns);
        all.putAll(more);
        return new TableSchema(all, indexed, exists);
    }
}
