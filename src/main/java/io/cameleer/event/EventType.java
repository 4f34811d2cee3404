package io.cameleer.event;

import io.cameleer.naming.Names;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of events, and what RudderStack does with each. */
enum EventType {
    TRACK("tracks", Rule.EVENT_TEXT, Rule.RECORD_ID, Rule.EVENT),
    IDENTIFY("identifies"),
    PAGE("pages", Rule.NAME),
    SCREEN("screens", Rule.NAME),
    GROUP("groups", Rule.GROUP_ID),
    ALIAS("aliases", Rule.PREVIOUS_ID),
    /** Its table comes from the event's name. */
    EXTRACT(""),
    /** Becomes no row in PostgreSQL. */
    MERGE("");

    private static final EventType[] ALL = values();

    private final String key = name().toLowerCase(Locale.ROOT);
    private final byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    private final String table;
    private final Set<Rule> own;

    EventType(String table, Rule... own) {
        this.table = table;
        this.own = own.length == 0 ? EnumSet.noneOf(Rule.class) : EnumSet.copyOf(Arrays.asList(own));
    }

    /** The type with this name, whatever its case. */
    static Optional<EventType> of(String name) {
        String key = Names.lowerCase(name);
        return Arrays.stream(ALL).filter(type -> type.key.equals(key)).findFirst();
    }

    /** The type whose name in lower case the bytes are, which is how nearly every event has it; else null. */
    static EventType of(byte[] bytes, int from, int to) {
        for (EventType type : ALL) {
            if (Arrays.equals(type.bytes, 0, type.bytes.length, bytes, from, to)) {
                return type;
            }
        }
        return null;
    }

    /** Its name in lower case, as in JSON paths. */
    String key() {
        return key;
    }

    /** The table that every event of the type goes to. */
    String table() {
        return table;
    }

    /** The rules of the row that every event of the type becomes. */
    List<Rule> rules(boolean withFullEvent) {
        var rules = EnumSet.copyOf(Rule.COMMON);
        rules.addAll(own);
        if (withFullEvent) {
            rules.add(Rule.FULL_EVENT);
        }
        return List.copyOf(rules);
    }

    /** The rules of the row in the event's own table. */
    List<Rule> eventRules() {
        if (this == EXTRACT) {
            return Rule.OF_EXTRACT;
        }
        var rules = EnumSet.copyOf(rules(false));
        rules.remove(Rule.RECORD_ID);
        rules.remove(Rule.ID);
        rules.add(Rule.RECORD);
        return List.copyOf(rules);
    }

    /** The columns that only a rule sets, so that a value of the sender with such a name is left out. */
    Set<String> reserved() {
        var rules = this == EXTRACT ? EnumSet.copyOf(Rule.OF_EXTRACT) : EnumSet.copyOf(Rule.COMMON);
        rules.addAll(own);
        var columns = new HashSet<String>();
        rules.forEach(rule -> columns.add(rule.column()));
        columns.add("uuid_ts");
        return columns;
    }
}
