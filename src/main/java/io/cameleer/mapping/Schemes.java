package io.cameleer.mapping;

import io.cameleer.json.Paths;
import java.util.HashMap;
import java.util.Map;

/**
 * All that one mapper has learnt of paths, tables and columns. It grows with what senders make up, so once it is
 * {@link #full} it is to be thrown away whole and learnt anew.
 */
final class Schemes {
    private static final int MAX_PATHS = 100_000;
    private static final int MAX_KEY_BYTES = 8 << 20;
    private static final int MAX_SPENT = 8 << 20;
    private static final int MAX_SCHEMES = 256;

    private final MappingOptions options;
    private final Paths paths = Field.newPaths();
    private final Map<String, TableLayout> layouts = new HashMap<>();
    private final Scheme[] plain = new Scheme[EventType.values().length * 2];
    private final Map<Key, Scheme> others = new HashMap<>();
    private int spent;

    private record Key(EventType type, EventOptions event, boolean deepIsText) {}

    Schemes(MappingOptions options) {
        this.options = options;
    }

    MappingOptions options() {
        return options;
    }

    Paths paths() {
        return paths;
    }

    /** Whether more is known than memory should be given to. */
    boolean full() {
        return paths.size() > MAX_PATHS
                || paths.keyBytes() > MAX_KEY_BYTES
                || spent > MAX_SPENT
                || others.size() > MAX_SCHEMES;
    }

    /** Takes note of numbers that are being kept. */
    void spend(int numbers) {
        spent += numbers;
    }

    /** The one layout of a table, whichever events go there. */
    TableLayout layout(String table, String origin) {
        return layouts.computeIfAbsent(table, name -> new TableLayout(name, origin));
    }

    /** How events of a type become rows. */
    Scheme of(EventType type, EventOptions event, boolean deepIsText) {
        if (event != EventOptions.NONE) {
            return others.computeIfAbsent(
                    new Key(type, event, deepIsText), key -> new Scheme(this, type, event, deepIsText));
        }
        int index = type.ordinal() * 2 + (deepIsText ? 1 : 0);
        if (plain[index] == null) {
            plain[index] = new Scheme(this, type, event, deepIsText);
        }
        return plain[index];
    }
}
