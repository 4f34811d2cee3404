package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.row.TableLayouts;
import java.util.HashMap;
import java.util.Map;

/**
 * All that one mapper has learnt of paths, tables and columns. It grows with what senders make up, so once it is
 * {@link #full} it is to be thrown away whole and learnt anew.
 */
final class EventMappings {
    private static final int MAX_PATHS = 100_000;
    private static final int MAX_KEY_BYTES = 8 << 20;
    private static final int MAX_COST = 8 << 20;
    private static final int MAX_MAPPINGS = 256;

    private final MappingOptions options;
    private final Paths paths = Field.newPaths();
    private final TableLayouts layouts = new TableLayouts();
    private final EventMapping[] withoutOptions = new EventMapping[EventType.values().length * 2];
    private final Map<Key, EventMapping> withOptions = new HashMap<>();

    private record Key(EventType type, EventOptions event, boolean stringifyNested) {}

    EventMappings(MappingOptions options) {
        this.options = options;
    }

    MappingOptions options() {
        return options;
    }

    Paths paths() {
        return paths;
    }

    TableLayouts layouts() {
        return layouts;
    }

    /** Whether more is known than memory should be given to. */
    boolean full() {
        return paths.size() > MAX_PATHS
                || paths.keyBytes() > MAX_KEY_BYTES
                || layouts.cost() > MAX_COST
                || withOptions.size() > MAX_MAPPINGS;
    }

    /**
     * How events of a type become rows.
     *
     * @param stringifyNested objects deep within others become text, as for events that come from cloud sources
     */
    EventMapping of(EventType type, EventOptions event, boolean stringifyNested) {
        if (event != EventOptions.NONE) {
            return withOptions.computeIfAbsent(
                    new Key(type, event, stringifyNested), key -> new EventMapping(this, type, event, stringifyNested));
        }
        int index = type.ordinal() * 2 + (stringifyNested ? 1 : 0);
        if (withoutOptions[index] == null) {
            withoutOptions[index] = new EventMapping(this, type, event, stringifyNested);
        }
        return withoutOptions[index];
    }
}
