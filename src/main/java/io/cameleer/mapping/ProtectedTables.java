package io.cameleer.mapping;

import java.util.List;
import java.util.Set;

/**
 * Tables that no sender can name as an event's own: those that events of other kinds go to, and those that RudderStack
 * and Cameleer keep for themselves. RudderStack does not protect the latter.
 */
final class ProtectedTables {
    private static final Set<String> PEOPLE = Set.of("users", "identifies");
    private static final Set<String> KINDS = Set.of("tracks", "pages", "screens", "aliases", "groups", "accounts");
    private static final List<String> INTERNAL = List.of("rudder_discards", "rudder_identity_", "rudder_staging_");

    private ProtectedTables() {}

    /**
     * Whether an event's table needs another name.
     *
     * @param keepReserved the event asks for its names as they are, which counts for some tables only
     */
    static boolean isProtected(String table, boolean keepReserved) {
        return PEOPLE.contains(table) || !keepReserved && KINDS.contains(table) || isInternal(table);
    }

    /** Whether the table belongs to the machinery of RudderStack or Cameleer, so that no row of a file may go there. */
    static boolean isInternal(String table) {
        return INTERNAL.stream().anyMatch(table::startsWith);
    }
}
