package io.cameleer.batch;

import io.cameleer.postgres.Identifier;

/**
 * A table and the PostgreSQL schema it is in.
 *
 * @param qualified both with a dot between, for people and for the ledger
 */
public record TableName(String schema, String table, String qualified) {
    private static final String LEDGER = "cameleer";
    private static final String USERS = "users";
    private static final String IDENTIFIES = "identifies";

    public TableName(String schema, String table) {
        this(schema, table, schema + "." + table);
    }

    /** A table by both with a dot between; a PostgreSQL schema that is loaded into has none in its name. */
    public static TableName of(String qualified) {
        int dot = qualified.indexOf('.');
        return new TableName(qualified.substring(0, dot), qualified.substring(dot + 1), qualified);
    }

    /** Whether it is a table of the ledger, and not one of events. */
    public boolean isLedger() {
        return schema.equals(LEDGER);
    }

    /** Whether it is {@code users}, which has one row for each user, made of identify events. */
    public boolean isUsers() {
        return table.equals(USERS);
    }

    /** Whether it is {@code identifies}, which has a row for each identify event. */
    public boolean isIdentifies() {
        return table.equals(IDENTIFIES);
    }

    /** The table {@code identifies} beside this one. */
    public TableName identifies() {
        return new TableName(schema, IDENTIFIES);
    }

    /** The table {@code users} beside this one. */
    public TableName users() {
        return new TableName(schema, USERS);
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
