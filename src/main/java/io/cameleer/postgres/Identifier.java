package io.cameleer.postgres;

/** Names of PostgreSQL's things, and texts, as they stand in SQL. */
public final class Identifier {
    private Identifier() {}

    /** The name in quotes, so that it can be nothing but a name: names come from senders and are never trusted. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text as a literal, whatever {@code standard_conforming_strings} is; for where no parameter can stand. */
    public static String literal(String text) {
        return "e'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "") + "'";
    }
}
