package io.cameleer.load;

import io.cameleer.warehouse.Identifier;

/** A column that is written: its name and its type in the table. */
record Column(String name, ColumnType type) {
    /** Its name, quoted for SQL. */
    String sql() {
        return Identifier.quoted(name);
    }

    /** A value of it in a form that can be compared: some types have no equality, but their text has. */
    String comparable(String value) {
        return type.hasEquality() ? value : "cast(" + value + " as text)";
    }
}
