package io.cameleer.value;

import io.cameleer.json.Paths;
import io.cameleer.row.Arena;
import io.cameleer.row.Discard;
import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers the cells of one row, in any order, and writes them down. Where two values meet in one column the same one
 * stays, whatever the order they come in: the one of the higher rank, and of the same rank the one whose path is last when
 * sorted, as in RudderStack.
 */
public final class RowBuilder {
    /** How far the number of a value is shifted in a slot; below it is its rank. */
    private static final int RANK_BITS = 3;

    private static final int RANK_MASK = (1 << RANK_BITS) - 1;
    /** What position, head and length of a cell take at most. */
    private static final int CELL_HEAD = 11;

    /** A table of PostgreSQL has at most 1,600 columns; how many are too many is a setting, this is when to stop. */
    private static final int COLUMN_LIMIT = 16_000;

    private final Values values;
    private final Paths paths;
    /** By position: the value and its rank, plus one; 0 where the row has none. */
    private int[] slots = new int[256];
    /** A bit for each position that has a value. */
    private long[] filled = new long[4];

    private int count;
    private final List<Displaced> displaced = new ArrayList<>();
    private final List<Discard> discards = new ArrayList<>();

    /**
     * A value whose column another one has.
     *
     * @param position that of the column
     */
    public record Displaced(int position, int value, int rank) {}

    /** @param paths those that lead to the values */
    public RowBuilder(Values values, Paths paths) {
        this.values = values;
        this.paths = paths;
    }

    /** How many columns the row has so far. */
    public int count() {
        return count;
    }

    /** Whether the row has far more columns than any table of PostgreSQL can have. */
    public boolean hasTooManyColumns() {
        return count > COLUMN_LIMIT;
    }

    /** Whether a column has a value. */
    public boolean has(int position) {
        return position < slots.length && slots[position] != 0;
    }

    /** The value of a column that has one. */
    public int value(int position) {
        return slots[position] - 1 >> RANK_BITS;
    }

    /** The rank of a column's value. */
    public int rank(int position) {
        return slots[position] - 1 & RANK_MASK;
    }

    /**
     * Puts a value in a column that may hold another.
     *
     * @param rank from 0 to 7
     */
    public void put(int position, int value, int rank) {
        int slot = value << RANK_BITS | rank;
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
            displace(position, before - 1);
        } else {
            displace(position, slot);
        }
    }

    /** Notes a value that has no column. */
    public void discard(String column, int value, String reason) {
        discards.add(new Discard(column, values.original(value), reason));
    }

    /** Notes a value that has no column, and is only to be counted. */
    public void count(String column, int value, String reason) {
        discards.add(new Discard(column, values.original(value), reason, true));
    }

    /** Whether values lost their columns to others. */
    public boolean hasDisplaced() {
        return !displaced.isEmpty();
    }

    /** The values that lost their columns to others, which the builder then forgets, by ascending precedence. */
    public List<Displaced> takeDisplaced() {
        displaced.sort((one, other) -> precedence(slot(one), slot(other)));
        var taken = List.copyOf(displaced);
        displaced.clear();
        return taken;
    }

    /** The row; the builder is then empty. */
    public Row build(TableLayout layout, long line, Arena arena) {
        int words = Math.min(filled.length, (layout.size() + 63) >> 6);
        int room = 0;
        for (int word = 0; word < words; word++) {
            for (long bits = filled[word]; bits != 0; bits &= bits - 1) {
                int slot = slots[(word << 6) + Long.numberOfTrailingZeros(bits)] - 1;
                room += values.length(slot >> RANK_BITS) + CELL_HEAD;
            }
        }
        arena.reserve(room);
        byte[] block = arena.block();
        int from = arena.end();
        int at = from;
        for (int word = 0; word < words; word++) {
            for (long bits = filled[word]; bits != 0; bits &= bits - 1) {
                int position = (word << 6) + Long.numberOfTrailingZeros(bits);
                int value = slots[position] - 1 >> RANK_BITS;
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
        arena.advance(at);
        count = 0;
        return new Row(layout, line, block, from, at, takeDiscards());
    }

    /** Forgets what was put in. */
    public void clear() {
        Arrays.fill(slots, 0);
        Arrays.fill(filled, 0);
        count = 0;
        displaced.clear();
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

    private void displace(int position, int slot) {
        displaced.add(new Displaced(position, slot >> RANK_BITS, slot & RANK_MASK));
    }

    private static int slot(Displaced displaced) {
        return displaced.value << RANK_BITS | displaced.rank;
    }

    /** Positive if the value of the first slot stays. */
    private int precedence(int one, int other) {
        int byRank = Integer.compare(one & RANK_MASK, other & RANK_MASK);
        return byRank != 0 ? byRank : paths.compare(values.path(one >> RANK_BITS), values.path(other >> RANK_BITS));
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
