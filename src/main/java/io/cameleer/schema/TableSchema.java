package io.cameleer.schema;

import io.cameleer.batch.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog says of one table.
 *
 * @param columns its columns by name
 * @param indexed columns that some index begins with, by which rows are found quickly
 * @param kind {@code pg_class.relkind}: {@code r} for a table; blank if there is no such table
 * @param attributes how many columns it has or has had: dropped ones count against PostgreSQL's limit
 * @param owned whether this user may alter it
 * @param secured whether row level security applies to this user
 * @param oid PostgreSQL's own number of it; 0 if there is no such table
 * @param owner whom it belongs to
 * @param isTrusted whether that is this user, the owner of its schema or of the database, or a superuser
 * @param isBlank whether it is a table without rows, of which no column asks for a value
 * @param strangers what of others, who are none of these, runs when it is written to; in PostgreSQL's words
 */
public record TableSchema(
        Map<String, ColumnType> columns,
        Set<String> indexed,
        String kind,
        int attributes,
        boolean owned,
        boolean secured,
        long oid,
        String owner,
        boolean isTrusted,
        boolean isBlank,
        List<String> strangers) {
    public static final TableSchema NONE =
            new TableSchema(Map.of(), Set.of(), "", 0, false, false, 0, "", true, false, List.of());

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
        return indexed.contains(KeyIndex.column(name));
    }

    /** Whether it is an index that has the name of the table. */
    public boolean isIndex() {
        return kind.equals("i") || kind.equals("I");
    }

    /** Whether its rows are in partitions. */
    public boolean isPartitioned() {
        return kind.equals("p");
    }

    /** The same, of which is known what of strangers runs when it is written to. */
    TableSchema running(List<String> ofStrangers) {
        return new TableSchema(
                columns, indexed, kind, attributes, owned, secured, oid, owner, isTrusted, isBlank, ofStrangers);
    }

    /** The same with further columns. */
    public TableSchema with(Map<String, ColumnType> more) {
        var all = new LinkedHashMap<>(columns);
        all.putAll(more);
        return new TableSchema(
                all, indexed, kind, attributes, owned, secured, oid, owner, isTrusted, isBlank, strangers);
    }
}
