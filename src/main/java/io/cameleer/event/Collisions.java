package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.value.RowBuilder;
import io.cameleer.value.Values;

/** What becomes of a value whose column another value of the same row has: {@link MappingOptions#onCollision}. */
final class Collisions {
    private static final EventPart[] PARTS = EventPart.values();

    private final MappingOptions options;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;

    Collisions(EventMappings mappings, Values values, RowBuilder row) {
        this.options = mappings.options();
        this.paths = mappings.paths();
        this.values = values;
        this.row = row;
    }

    /** Gives the values that lost their columns one of their own, or makes them discards. */
    void resolve(TableMapping table) {
        if (!row.hasDisplaced()) {
            return;
        }
        for (var displaced : row.takeDisplaced()) {
            EventPart part = PARTS[displaced.rank()];
            if (part == EventPart.CONTEXT_TRAITS) {
                continue; // it has its own column already, context_traits_…
            }
            int value = displaced.value();
            int winner = row.value(displaced.position());
            if (options.onCollision() == MappingOptions.OnCollision.SUFFIX
                    && !haveSameName(value, part, winner, PARTS[row.rank(displaced.position())])) {
                int own = table.suffixedPosition(displaced.position(), values.path(value));
                if (!row.has(own)) {
                    row.put(own, value, part.rank());
                    continue;
                }
            }
            if (!values.areSame(value, winner)) {
                row.discard(
                        table.layout().column(displaced.position()),
                        value,
                        "%s and %s have the same column".formatted(origin(value), origin(winner)));
            }
        }
    }

    private String origin(int value) {
        return TableMapping.origin(paths, values.path(value));
    }

    /** Whether both have the very same names within their parts, so that one is meant to overwrite the other. */
    private boolean haveSameName(int one, EventPart part, int other, EventPart otherPart) {
        int path = values.path(one);
        int otherPath = values.path(other);
        return path != otherPath && inner(path, part).equals(inner(otherPath, otherPart));
    }

    private String inner(int path, EventPart part) {
        return paths.text(path, part.depth(), "\0", TableMapping.MAX_PATH_TEXT);
    }
}
