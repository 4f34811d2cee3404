package io.cameleer.warehouse;

/** The name of something in PostgreSQL, as it stands in SQL. */
public final class Identifier {
    private Identifier() {}

    /** The name in quotes, so that it can be nothing but a name: names come from senders and are never trusted. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
