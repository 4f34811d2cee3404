package io.cameleer.mapping;

import io.cameleer.json.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers the cells of one row, in any order, and writes them down. Where two values meet in one column RudderStack's
 * winner stays, whatever the order they come in; what becomes of the other is {@link MappingOptions#onCollision}.
 */
final class RowBuilder {
    /** How far the number of a value is shifted in a slot; below it is the source, above nothing. */
    private static final int SOURCE_BITS = 3;

    private static final int SOURCE_MASK = (1 << SOURCE_BITS) - 1;
    /** What position, head and length of a cell take at most. */
    private static final int CELL_HEAD = 11;

    /** A table of PostgreSQL has at most 1,600 columns; how many are too many is a setting, this is when to stop. */
    private static final int MOST_COLUMNS = 16_000;

    private static final Source[] SOURCES = Source.values();

    private final Schemes schemes;
    private final Values values;
    /** By position: the value and where it comes from, plus one; 0 where the row has none. */
    private int[] slots = new int[256];
    /** A bit for each position that has a value. */
    private long[] filled = new long[4];

    private int count;
    private final List<Loser> losers = new ArrayList<>();
    private final List<Discard> discards = new ArrayList<>();

    private record Loser(int position, int slot) {}

    RowBuilder(Schemes schemes, Values values) {
        this.schemes = schemes;
        this.values = values;
    }

    /** How many columns the row has so far. */
    int count() {
        return count;
    }

    /** Whether the row has far more columns than any table of PostgreSQL can have. */
    boolean isOverfull() {
        return count > MOST_COLUMNS;
    }

    /** Puts a value in a column that may hold another. */
    void put(int position, int value, Source source) {
        int slot = value << SOURCE_BITS | source.ordinal();
        if (position >= slots.length) {
            grow(position);
        }
        int before = slots[position];
        if (before == 0) {
            slots[position] = slot + 1;
            filled[position >> 6] |= 1L << position;
            count++;
        } else if (precedence(before - 1, slot) < 0) {
            slots[position] = slot + 1;
            losers.add(new Loser(position, before - 1));
        } else {
            losers.add(new Loser(position, slot));
        }
    }

    /** Notes a value that has no column. */
    void discard(String column, int value, String reason) {
        discards.add(new Discard(column, values.original(value), reason));
    }

    /** The row; the builder is then empty. */
    Row build(TableLayout layout, long line, Arena arena) {
        int words = Math.min(filled.length, (layout.size() + 63) >> 6);
        int room = 0;
        for (int word = 0; word < words; word++) {
            for (long bits = filled[word]; bits != 0; bits &= bits - 1) {
                int slot = slots[(word << 6) + Long.numberOfTrailingZeros(bits)] - 1;
                room += values.length(slot >> SOURCE_BITS) + CELL_HEAD;
            }
        }
        arena.reserve(room);
        byte[] block = arena.block();
        int from = arena.end();
        int at = from;
        for (int word = 0; word < words; word++) {
            for (long bits = filled[word]; bits != 0; bits &= bits - 1) {
                int position = (word << 6) + Long.numberOfTrailingZeros(bits);
                int value = slots[position] - 1 >> SOURCE_BITS;
                int length = values.length(value);
                at = varint(position, block, at);
                block[at++] = values.head(value);
                at = varint(length, block, at);
                values.copy(value, block, at);
                at += length;
                if (values.cleaned(value)) {
                    discard(layout.column(position), value, "U+0000 or half a surrogate pair was taken out");
                }
                slots[position] = 0;
            }
            filled[word] = 0;
        }
        arena.taken(at);
        count = 0;
        return new Row(layout, line, block, from, at, takeDiscards());
    }

    /** Forgets what was put in. */
    void clear() {
        Arrays.fill(slots, 0);
        Arrays.fill(filled, 0);
        count = 0;
        losers.clear();
        discards.clear();
    }

    private List<Discard> takeDiscards() {
        if (discards.isEmpty()) {
            return List.of();
        }
        // sorted, so that the order of the event's keys does not show
        discards.sort(Comparator.comparing(Discard::column)
                .thenComparing(Discard::reason)
                .thenComparing(Discard::value));
        var taken = List.copyOf(discards);
        discards.clear();
        return taken;
    }

    /** Finds a place for the values that had to leave their columns: one of their own, or among the discards. */
    void settle(Plan plan) {
        if (losers.isEmpty()) {
            return;
        }
        losers.sort((one, other) -> precedence(one.slot, other.slot));
        for (Loser loser : losers) {
            int winner = slots[loser.position] - 1;
            Source source = SOURCES[loser.slot & SOURCE_MASK];
            int value = loser.slot >> SOURCE_BITS;
            int path = values.path(value);
            if (source == Source.CONTEXT_TRAITS) {
                continue; // it has its own column already, context_traits_…
            }
            boolean sameName = sameName(loser.slot, winner);
            if (schemes.options().onCollision() == MappingOptions.OnCollision.SUFFIX && !sameName) {
                int own = plan.ownPosition(loser.position, path);
                if (own >= slots.length || slots[own] == 0) {
                    put(own, value, source);
                    continue;
                }
            }
            if (!same(value, winner >> SOURCE_BITS)) {
                String column = plan.layout().column(loser.position);
                String other = Plan.origin(schemes.paths(), values.path(winner >> SOURCE_BITS));
                discard(
                        column,
                        value,
                        "%s and %s have the same column".formatted(Plan.origin(schemes.paths(), path), other));
            }
        }
        losers.clear();
    }

    /** Whether both have the very same names within their sources, so that one is meant to overwrite the other. */
    private boolean sameName(int one, int other) {
        Paths known = schemes.paths();
        int first = values.path(one >> SOURCE_BITS);
        int second = values.path(other >> SOURCE_BITS);
        return first != second
                && known.text(first, SOURCES[one & SOURCE_MASK].container(), "\0", Plan.MAX_PATH_TEXT)
                        .equals(known.text(second, SOURCES[other & SOURCE_MASK].container(), "\0", Plan.MAX_PATH_TEXT));
    }

    private boolean same(int one, int other) {
        return values.type(one) == values.type(other) && Arrays.equals(values.bytes(one), values.bytes(other));
    }

    /** Positive if the first value stays: by source, within one the path that is last when sorted. */
    private int precedence(int one, int other) {
        int bySource = Integer.compare(one & SOURCE_MASK, other & SOURCE_MASK);
        return bySource != 0
                ? bySource
                : schemes.paths().compare(values.path(one >> SOURCE_BITS), values.path(other >> SOURCE_BITS));
    }

    private void grow(int position) {
        int room = Math.max(slots.length * 2, position + 64 & -64);
        slots = Arrays.copyOf(slots, room);
        filled = Arrays.copyOf(filled, room >> 6);
    }

    private static int varint(int number, byte[] into, int start) {
        int at = start;
        int rest = number;
        while (rest > 0x7F) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }
}
