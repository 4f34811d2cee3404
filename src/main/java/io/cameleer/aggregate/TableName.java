package io.cameleer.aggregate;

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
        return quote(schema) + "." + quote(table);
    }

    /** An identifier, quoted for SQL; names come from senders and are never trusted. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return qualified;
    }
}
