package io.cameleer.event;

import io.cameleer.event.MappingOptions.OnReserved;
import io.cameleer.json.Paths;
import io.cameleer.naming.Names;
import io.cameleer.row.TableLayouts;
import io.cameleer.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the events of one type become rows, with the settings and the options that come with them. */
final class EventMapping {
    /** How deep objects within others are flattened where those deeper become text. */
    private static final int FLATTENED_DEPTH = 3;

    private static final Set<EventPart> NO_PARTS = EnumSet.noneOf(EventPart.class);
    // traits of the context have columns as such in any case
    private static final Set<EventPart> ALL_PARTS = EnumSet.complementOf(EnumSet.of(EventPart.CONTEXT_TRAITS));
    private static final Set<EventPart> ALL_BUT_CONTEXT =
            EnumSet.of(EventPart.PROPERTIES, EventPart.USER_PROPERTIES, EventPart.TRAITS);

    private final EventMappings mappings;
    private final EventType type;
    private final boolean stringifyNested;
    private final boolean skipTracksTable;
    private final boolean skipUsersTable;
    private final OnReserved onReserved;
    private final Names names;
    private final JsonPaths jsonPaths;
    private final Set<String> reserved;
    private final TableMapping main;
    private final TableMapping users;
    private final Map<String, TableMapping> tables = new HashMap<>();
    private EventName[] eventNames = new EventName[0];

    /**
     * An event's name.
     *
     * @param column the value of the column {@code event}
     * @param table where the event's own row goes, if the name has a usable character and there is such a row
     */
    record EventName(byte[] column, Optional<TableMapping> table) {}

    /** @param stringifyNested objects deep within others become text, as for events that come from cloud sources */
    EventMapping(EventMappings mappings, EventType type, EventOptions event, boolean stringifyNested) {
        MappingOptions options = mappings.options();
        this.mappings = mappings;
        this.type = type;
        this.stringifyNested = stringifyNested;
        this.skipTracksTable = options.skipTracksTable() || event.skipTracksTable();
        this.skipUsersTable = options.skipUsersTable() || event.skipUsersTable();
        this.onReserved = options.onReserved();
        this.names = new Names(
                options.underscoreDivideNumbers(), event.useBlendoCasing(), event.skipReservedKeywordsEscaping());
        var paths = new ArrayList<>(event.jsonPaths());
        paths.addAll(options.jsonPaths());
        this.jsonPaths = new JsonPaths(type, paths);
        this.reserved = type.reserved();
        this.main = type.table().isEmpty()
                ? null
                : tableMapping(type.table(), type.table(), type.rules(options.storeFullEvent()), ALL_PARTS);
        this.users = type == EventType.IDENTIFY
                ? tableMapping("users", "users", Rule.ofUsers(options.storeFullEvent()), NO_PARTS)
                : null;
    }

    EventType type() {
        return type;
    }

    /** Whether values whose columns a sender cannot set get others. */
    boolean keepsReserved() {
        return onReserved == OnReserved.KEEP;
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
        return mappings.paths();
    }

    Set<String> reserved() {
        return reserved;
    }

    /** Counts memory that is kept. */
    void addCost(int elements) {
        mappings.layouts().addCost(elements);
    }

    /** Where the row goes that every event of the type becomes; none for extract and merge. */
    TableMapping main() {
        return main;
    }

    /** Where the second row of an identify event goes. */
    TableMapping users() {
        return users;
    }

    /** What the name of an event becomes, which is the text of a value. */
    EventName event(Values values, int value) {
        // a name is looked up as if it were a field of the field "event"
        int key = values.key(paths(), Field.EVENT.path(), value);
        if (key >= eventNames.length) {
            int before = eventNames.length;
            eventNames = Arrays.copyOf(eventNames, Math.max(key + 1, before * 2));
            addCost(eventNames.length - before);
        }
        if (eventNames[key] == null) {
            eventNames[key] = newEvent(values.asText(value));
        }
        return eventNames[key];
    }

    private EventName newEvent(String text) {
        addCost(TableLayouts.COLUMN_COST);
        String column = names.event(text);
        String table = Names.trimmed(column).isEmpty() ? "" : names.table(column);
        return new EventName(
                column.getBytes(StandardCharsets.UTF_8),
                table.isEmpty() ? Optional.empty() : Optional.of(tableMapping(table, text)));
    }

    private TableMapping tableMapping(String table, String event) {
        // the context is that of the row in tracks, too
        var noted = main == null || skipTracksTable ? ALL_PARTS : ALL_BUT_CONTEXT;
        return tables.computeIfAbsent(table, name -> tableMapping(name, event, type.eventRules(), noted));
    }

    private TableMapping tableMapping(String table, String origin, List<Rule> rules, Set<EventPart> noted) {
        return new TableMapping(this, mappings.layouts().of(table, origin), rules, noted);
    }

    /** What an object at a path is. */
    int form(int path, EventPart part) {
        if (jsonPaths.match(paths(), path)) {
            return TableMapping.AS_JSON;
        }
        return stringifyNested && paths().depth(path) - part.depth() > FLATTENED_DEPTH
                ? TableMapping.AS_TEXT
                : TableMapping.FLATTENED;
    }
}
