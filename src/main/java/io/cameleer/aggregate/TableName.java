package io.cameleer.aggregate;

import io.cameleer.warehouse.Identifier;

/**
 * A table and the PostgreSQL schema it is in.
 *
 * @param qualified both with a dot between, for people and for the ledger
 */
public record TableName(String schema, String table, String qualified) {
    public TableName(String schema, String table) {
        this(schema, table, schema + "." + table);
    }

    /** A table by both with a dot between; a PostgreSQL schema that is loaded into has none in its name. */
    public static TableName of(String qualified) {
        int dot = qualified.indexOf('.');
        return new TableName(qualified.substring(0, dot), qualified.substring(dot + 1), qualified);
    }

    /** Quoted, for SQL. */
    public String sql() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(table);
    }

    @Override
    public String toString() {
        return qualified;
    }
}
