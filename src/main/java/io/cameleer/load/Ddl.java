package io.cameleer.load;

import static io.cameleer.warehouse.Identifier.quoted;
import static java.util.stream.Collectors.joining;

import io.cameleer.aggregate.TableName;
import io.cameleer.mapping.TableLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements that make schemas, tables and columns; all can be run by several processes at once. */
final class Ddl {
    private Ddl() {}

    static List<String> createSchema(String schema, Collection<String> readers) {
        var statements = new ArrayList<String>();
        statements.add("create schema if not exists " + quoted(schema));
        readers.forEach(role -> statements.add("grant usage on schema " + quoted(schema) + " to " + quoted(role)));
        return statements;
    }

    static String createTable(TableName table, Map<String, ColumnType> columns) {
        return columns.entrySet().stream()
                .map(Ddl::definition)
                .collect(joining(",\n  ", "create table if not exists " + table.sql() + " (\n  ", "\n)"));
    }

    static String addColumns(TableName table, Map<String, ColumnType> columns) {
        return columns.entrySet().stream()
                .map(column -> "add column if not exists " + definition(column))
                .collect(joining(", ", "alter table " + table.sql() + " ", ""));
    }

    static List<String> grants(TableName table, Collection<String> readers) {
        return readers.stream()
                .map(role -> "grant select on table " + table.sql() + " to " + quoted(role))
                .toList();
    }

    /**
     * What new tables and columns are made from, in the sender's own words, and since when they are there.
     *
     * @param now as ISO 8601 in UTC
     */
    static List<String> comments(
            TableName table, TableLayout layout, boolean isNewTable, Set<String> newColumns, String now) {
        var statements = new ArrayList<String>();
        if (isNewTable) {
            statements.add("comment on table " + table.sql() + " is " + literal(firstSeen(layout.origin(), now)));
        }
        for (int i = 0; i < layout.size(); i++) {
            if (newColumns.contains(layout.column(i))) {
                statements.add(comment(table, layout.column(i), firstSeen(layout.origin(i), now)));
            }
        }
        if (newColumns.contains(SchemaEvolution.UUID_TS)) {
            statements.add(comment(table, SchemaEvolution.UUID_TS, "When the row was loaded"));
        }
        if (newColumns.contains(TableColumns.OVERFLOW)) {
            statements.add(comment(
                    table, TableColumns.OVERFLOW, "Values for which there is no room left for columns, by name"));
        }
        return statements;
    }

    private static String comment(TableName table, String column, String text) {
        return "comment on column " + table.sql() + "." + quoted(column) + " is " + literal(text);
    }

    private static String firstSeen(String origin, String now) {
        return origin + ", first seen " + now;
    }

    private static String definition(Map.Entry<String, ColumnType> column) {
        return quoted(column.getKey()) + " " + column.getValue().sql();
    }

    /** A text as a literal, whatever {@code standard_conforming_strings} is. */
    private static String literal(String text) {
        return "e'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "") + "'";
    }
}
