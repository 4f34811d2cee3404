package io.cameleer.naming;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tables that no sender can name as an event's own: those that events of other kinds go to, and those that RudderStack
 * and Cameleer keep for themselves. RudderStack does not protect the latter.
 */
public final class ProtectedTables {
    private static final Set<String> USER_TABLES = Set.of("users", "identifies");
    private static final Set<String> TABLES_OF_TYPES =
            Set.of("tracks", "pages", "screens", "aliases", "groups", "accounts");
    private static final List<String> INTERNAL = List.of("rudder_discards", "rudder_identity_", "rudder_staging_");

    /** What an index may be called that Cameleer makes: PostgreSQL has one name space for tables and indexes. */
    private static final Pattern INDEX = Pattern.compile(".*(?:^|_)id(?:_[0-9a-f]{8})?_cameleer");

    private ProtectedTables() {}

    /**
     * Whether an event's table needs another name.
     *
     * @param keepReserved the event asks for its names as they are, which counts for some tables only
     */
    static boolean isProtected(String table, boolean keepReserved) {
        return USER_TABLES.contains(table)
                || !keepReserved && TABLES_OF_TYPES.contains(table)
                || isInternal(table)
                || isIndex(table);
    }

    /** Whether all events of a type go to the table, whatever senders call them. */
    public static boolean isOfType(String table) {
        return USER_TABLES.contains(table) || TABLES_OF_TYPES.contains(table);
    }

    /** Whether an index of Cameleer may have the name. */
    public static boolean isIndex(String table) {
        return INDEX.matcher(table).matches();
    }

    /** Whether the table is one that RudderStack or Cameleer keeps for itself, so that no row of a file may go there. */
    public static boolean isInternal(String table) {
        return INTERNAL.stream().anyMatch(table::startsWith);
    }
}
