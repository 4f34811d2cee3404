package io.cameleer.schema;

import io.cameleer.postgres.Identifier;
import java.util.Set;

/** A column that is written: its name and its type in the table. */
public record Column(String name, ColumnType type) {
    /** Its name, quoted for SQL. */
    public String sql() {
        return Identifier.quoted(name);
    }

    /** A name for a column beside these, such as a sender can give no column: as it is, or with as many underscores in front as it takes. */
    public static String free(String name, Set<String> taken) {
        var free = name;
        while (taken.contains(free)) {
            free = "_" + free;
        }
        return free;
    }

    /** A value of it in a form that can be compared: some types have no equality, but their text has. */
    public String comparable(String value) {
        return type.hasEquality() ? value : "cast(" + value + " as text)";
    }
}
