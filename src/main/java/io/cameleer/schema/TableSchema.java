package io.cameleer.schema;

import io.cameleer.batch.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog says of one table.
 *
 * @param columns its columns by name
 * @param indexed columns that some index begins with, by which rows are found quickly
 * @param kind {@code pg_class.relkind}: {@code r} for a table; blank if there is no such table
 * @param attributes how many columns it has or has had: dropped ones count against PostgreSQL's limit
 */
public record TableSchema(Map<String, ColumnType> columns, Set<String> indexed, String kind, int attributes) {
    public static final TableSchema NONE = new TableSchema(Map.of(), Set.of(), "", 0);

    /** Whether there is such a table. */
    public boolean exists() {
        return !kind.isEmpty();
    }

    /** Whether it can get columns: it is a table, and not a view or the like. */
    public boolean isTable() {
        return kind.equals("r") || isPartitioned();
    }

    /** Whether rows of it, known by its name, are found by an index when they are merged. */
    public boolean isIndexed(TableName name) {
        return indexed.contains(MergeKey.of(name).indexed());
    }

    /** Whether its rows are in partitions. */
    public boolean isPartitioned() {
        return kind.equals("p");
    }

    /** The same with further columns. */
    public TableSchema with(Map<String, ColumnType> more) {
        var all = new HashMap<>(columns);
        all.putAll(more);
        return new TableSchema(all, indexed, kind, attributes);
    }
}
