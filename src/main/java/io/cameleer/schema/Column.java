package io.cameleer.schema;

import io.cameleer.postgres.Identifier;

/** A column that is written: its name and its type in the table. */
public record Column(String name, ColumnType type) {
    /** Its name, quoted for SQL. */
    public String sql() {
        return Identifier.quoted(name);
    }

    /** A value of it in a form that can be compared: some types have no equality, but their text has. */
    public String comparable(String value) {
        return type.hasEquality() ? value : "cast(" + value + " as text)";
    }
}
