package io.cameleer.mapping;

import io.cameleer.json.Paths;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the events of one type become rows, with the settings and the options that come with them. */
final class Scheme {
    /** What a column costs of what {@link Schemes} may hold, in numbers of an array. */
    static final int COLUMN_COST = 64;

    private static final int DEEP = 3;

    private final Schemes schemes;
    private final EventType type;
    private final boolean deepIsText;
    private final boolean skipTracksTable;
    private final boolean skipUsersTable;
    private final Names names;
    private final JsonPaths jsonPaths;
    private final Set<String> reserved;
    private final Plan main;
    private final Plan users;
    private final Map<String, Plan> tables = new HashMap<>();
    private EventName[] events = new EventName[0];

    /**
     * An event's name.
     *
     * @param column the value of the column {@code event}
     * @param plan where the event's own row goes, if the name has a usable character and there is such a row
     */
    record EventName(byte[] column, Optional<Plan> plan) {}

    /** @param deepIsText objects deep within others become text, as for events that come from cloud sources */
    Scheme(Schemes schemes, EventType type, EventOptions event, boolean deepIsText) {
        MappingOptions options = schemes.options();
        this.schemes = schemes;
        this.type = type;
        this.deepIsText = deepIsText;
        this.skipTracksTable = options.skipTracksTable() || event.skipTracksTable();
        this.skipUsersTable = options.skipUsersTable() || event.skipUsersTable();
        this.names = new Names(
                options.underscoreDivideNumbers(), event.useBlendoCasing(), event.skipReservedKeywordsEscaping());
        var paths = new ArrayList<>(event.jsonPaths());
        paths.addAll(options.jsonPaths());
        this.jsonPaths = new JsonPaths(type, paths);
        this.reserved = type.reserved();
        this.main =
                type.table().isEmpty() ? null : plan(type.table(), type.table(), type.rules(options.storeFullEvent()));
        this.users = type == EventType.IDENTIFY ? plan("users", "users", Rule.OF_USERS) : null;
    }

    EventType type() {
        return type;
    }

    boolean skipTracksTable() {
        return skipTracksTable;
    }

    boolean skipUsersTable() {
        return skipUsersTable;
    }

    Names names() {
        return names;
    }

    Paths paths() {
        return schemes.paths();
    }

    Set<String> reserved() {
        return reserved;
    }

    void spend(int numbers) {
        schemes.spend(numbers);
    }

    /** Where the row goes that every event of the type becomes; none for extract and merge. */
    Plan main() {
        return main;
    }

    /** Where the second row of an identify event goes. */
    Plan users() {
        return users;
    }

    /** What the name of an event becomes, which is the text of a value. */
    EventName event(Values values, int value) {
        // a name is looked up as if it were a field of the field "event"
        int key = values.key(paths(), Field.EVENT.path(), value);
        if (key >= events.length) {
            int before = events.length;
            events = Arrays.copyOf(events, Math.max(key + 1, before * 2));
            schemes.spend(events.length - before);
        }
        if (events[key] == null) {
            events[key] = newEvent(values.asText(value));
        }
        return events[key];
    }

    private EventName newEvent(String text) {
        schemes.spend(COLUMN_COST);
        String column = names.event(text);
        String table = Names.trimmed(column).isEmpty() ? "" : names.table(column);
        return new EventName(
                column.getBytes(StandardCharsets.UTF_8),
                table.isEmpty() ? Optional.empty() : Optional.of(plan(table, text)));
    }

    private Plan plan(String table, String event) {
        return tables.computeIfAbsent(table, name -> plan(name, event, type.eventRules()));
    }

    private Plan plan(String table, String origin, List<Rule> rules) {
        return new Plan(this, schemes.layout(table, origin), rules);
    }

    /** What an object at a path is. */
    int form(int path, Source source) {
        if (jsonPaths.match(paths(), path)) {
            return Plan.JSON;
        }
        return deepIsText && paths().depth(path) - source.container() > DEEP ? Plan.TEXT : Plan.OPEN;
    }
}
