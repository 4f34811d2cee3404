package io.cameleer.load;

import java.util.Map;

/** What the catalog says of one table: its columns by name. Empty if there is no such table. */
public record TableSchema(Map<String, ColumnType> columns, boolean exists) {
    static final TableSchema NONE = new TableSchema(Map.of(), false);
}
