package io.cameleer.schema;

import io.cameleer.row.TableLayout;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns that tables of a kind have whatever their events' properties are, and the one type that such a column has in
 * all tables of a namespace. Their values are typed one by one, as RudderStack does it, so that a user's id is a number in
 * one event and a text in the next; what comes first is not to decide for all.
 */
final class StandardColumns {
    private static final Set<String> TIMES = Set.of("received_at", "sent_at", "timestamp", "original_timestamp");

    private static final Set<String> TEXTS =
            Set.of("id", "anonymous_id", "user_id", "channel", "context_ip", "context_request_ip", "context_passed_ip");

    /** Those that only some tables have; elsewhere a property may have the name. */
    private static final Map<String, Set<String>> TEXTS_OF = Map.of(
            "name", Set.of("pages", "screens"),
            "group_id", Set.of("groups"),
            "previous_id", Set.of("aliases"),
            "record_id", Set.of("tracks"));

    private static final Set<String> TEXTS_OF_TRACKS = Set.of("event", "event_text");
    private static final Set<String> NO_TRACKS = Set.of("pages", "screens", "identifies", "users", "groups", "aliases");

    private StandardColumns() {}

    /** The names of all of them. */
    static Set<String> names() {
        return Stream.of(TIMES, TEXTS, TEXTS_OF.keySet(), TEXTS_OF_TRACKS)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The type of a column in tables that Cameleer makes; empty if it is none of these. */
    static Optional<ColumnType> type(TableLayout layout, int position) {
        var column = layout.column(position);
        // one that is made from a property has the property's path for its origin
        if (!layout.origin(position).equals(column)) {
            return Optional.empty();
        }
        if (TIMES.contains(column)) {
            return Optional.of(ColumnType.TIMESTAMPTZ);
        }
        boolean isText = TEXTS.contains(column)
                || TEXTS_OF.getOrDefault(column, Set.of()).contains(layout.table())
                || TEXTS_OF_TRACKS.contains(column) && !NO_TRACKS.contains(layout.table());
        return isText ? Optional.of(ColumnType.TEXT) : Optional.empty();
    }

    /** Whether it is the time of an event, so that its values mean instants, in whatever form they come. */
    static boolean isTime(TableLayout layout, int position) {
        return TIMES.contains(layout.column(position))
                && layout.origin(position).equals(layout.column(position));
    }

    /** Of which column of the namespace's tables the type is taken over: a user's id has that of {@code user_id}. */
    static String alike(TableLayout layout, int position) {
        var column = layout.column(position);
        return column.equals("id") && layout.table().equals("users") ? "user_id" : column;
    }
}
