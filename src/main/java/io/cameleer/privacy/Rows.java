package io.cameleer.privacy;

/** Which rows a line is of, if RudderStack has mapped it already: its table says what its columns were made of. */
enum Rows {
    /** No table is named: it is an event, or none can tell. */
    UNKNOWN(true, true),
    /** Columns are made of traits, but {@code id}, which is the user's. */
    USERS(false, true),
    /** Columns are made of traits. */
    TRAITS(false, true),
    /** Columns are made of properties. */
    PROPERTIES(true, false);

    private final boolean ofProperties;
    private final boolean ofTraits;

    Rows(boolean ofProperties, boolean ofTraits) {
        this.ofProperties = ofProperties;
        this.ofTraits = ofTraits;
    }

    boolean ofProperties() {
        return ofProperties;
    }

    boolean ofTraits() {
        return ofTraits;
    }

    static Rows of(String table) {
        return switch (table) {
            case "users" -> USERS;
            case "identifies", "groups", "aliases" -> TRAITS;
            default -> PROPERTIES;
        };
    }
}
