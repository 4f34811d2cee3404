package io.cameleer.copy;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlTemplate.Holes;
import io.cameleer.schema.ColumnType;
import io.cameleer.schema.Discards;
import io.cameleer.schema.TableSchema;
import java.util.List;
import java.util.Map;

/**
 * What was discarded of rows that another version has replaced: found by its row, and by nothing else of it.
 *
 * @param discards the table of discards
 * @param isIndexed whether they are found by an index
 * @param owner the table of the rows
 * @param ids of the rows
 */
public record OutdatedDiscards(TableName discards, boolean isIndexed, TableName owner, String[] ids) implements Holes {
    /** Those of a load, if there may be any. Of users none are: their rows are never replaced whole. */
    static List<OutdatedDiscards> of(TableLoad load) {
        var ids = load.outcome().replacedIds();
        var table = load.leftovers().discards().table();
        if (ids.isEmpty() || !isText(table, "row_id") || !isText(table, "table_name")) {
            return List.of();
        }
        var discards = Discards.table(load.name());
        return List.of(
                new OutdatedDiscards(discards, table.isIndexed(discards), load.name(), ids.toArray(String[]::new)));
    }

    private static boolean isText(TableSchema table, String column) {
        var type = table.columns().get(column);
        return type != null && type.kind() == ColumnType.Kind.TEXT;
    }

    @Override
    public Map<String, Object> holes() {
        return Map.of("discards", discards.sql());
    }
}
