package io.cameleer.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The paths of field names seen so far, each with a number: {@code properties.price} is one path, the child
 * {@code price} of the path {@code properties}. Numbers count from {@link #ROOT} without gaps, so that what is known of
 * a path can be kept in an array. Grows with every name never seen before; whoever owns it watches {@link #size} and
 * {@link #keyBytes} and starts anew.
 */
public final class Paths {
    /** The path of the whole value. */
    public static final int ROOT = 0;
    /** Stands for: no path. */
    public static final int NONE = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;

    // Differs from run to run, so that nobody can prepare names that all fall into one bucket. Nothing that is given
    // out depends on it.
    private final long seed = ThreadLocalRandom.current().nextLong();

    private int size = 1;
    private int[] parents = new int[1024];
    /** Where a path's key starts in {@link #keys}; it ends, with a quote after it, before the next one's start. */
    private int[] starts = new int[1024];

    private byte[] keys = new byte[16 * 1024];
    private int[] firsts = new int[1024];
    private int[] followers = new int[1024];
    private int[] chains = new int[1024];
    private int[] buckets = new int[2048];

    public Paths() {
        parents[ROOT] = NONE;
        keys[0] = '"';
        starts[1] = 1;
    }

    /** How many paths there are. */
    public int size() {
        return size;
    }

    /** How many bytes their keys take. */
    public int keyBytes() {
        return starts[size];
    }

    /** The path that this one is a field of, or {@link #NONE} for the root. */
    public int parent(int path) {
        return parents[path];
    }

    /** How many names lead to the path; none to the root. */
    public int depth(int path) {
        int depth = 0;
        for (int at = parents[path]; at != NONE; at = parents[at]) {
            depth++;
        }
        return depth;
    }

    /** The last name of the path. */
    public String key(int path) {
        return new String(keys, starts[path], length(path), StandardCharsets.UTF_8);
    }

    /**
     * The names that lead to the path, joined.
     *
     * @param skip how many of the first names are left out
     * @param limit about how many characters are wanted; what a hostile sender writes beyond is left out
     */
    public String text(int path, int skip, String separator, int limit) {
        int[] names = new int[depth(path)];
        for (int at = names.length, up = path; at > 0; up = parents[up]) {
            names[--at] = up;
        }
        var text = new StringBuilder();
        for (int at = skip; at < names.length && text.length() < limit; at++) {
            if (at > skip) {
                text.append(separator);
            }
            text.append(key(names[at]));
        }
        if (text.length() > limit) {
            text.setLength(Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit);
        }
        return text.toString();
    }

    /** The path of a field, new if it was not seen before. */
    public int child(int parent, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return child(parent, bytes, 0, bytes.length);
    }

    /** The path of a field whose decoded name is in the bytes, new if it was not seen before. */
    public int child(int parent, byte[] bytes, int from, int to) {
        int hash = hash(parent, bytes, from, to);
        int bucket = hash & buckets.length - 1;
        for (int path = buckets[bucket]; path != 0; path = chains[path]) {
            if (parents[path] == parent
                    && Arrays.equals(keys, starts[path], starts[path] + length(path), bytes, from, to)) {
                return path;
            }
        }
        return add(parent, bytes, from, to, hash);
    }

    /** The path of the field with this path's last name in another object, new if it was not seen before. */
    public int counterpart(int path, int parent) {
        byte[] key = Arrays.copyOfRange(keys, starts[path], starts[path] + length(path));
        return child(parent, key, 0, key.length);
    }

    /**
     * Which of two paths comes later when the fields of every object are sorted by the bytes of their names: positive
     * for the first, negative for the second.
     */
    public int compare(int first, int second) {
        int one = first;
        int other = second;
        int oneDepth = depth(one);
        int otherDepth = depth(other);
        for (int up = oneDepth; up > otherDepth; up--) {
            one = parents[one];
        }
        for (int up = otherDepth; up > oneDepth; up--) {
            other = parents[other];
        }
        if (one == other) {
            return Integer.compare(oneDepth, otherDepth);
        }
        while (parents[one] != parents[other]) {
            one = parents[one];
            other = parents[other];
        }
        return Arrays.compareUnsigned(
                keys, starts[one], starts[one] + length(one), keys, starts[other], starts[other] + length(other));
    }

    /** The field that followed the previous one last time, or came first; 0 where nothing is known. */
    int expected(int parent, int previous) {
        return previous == NONE ? firsts[parent] : followers[previous];
    }

    /** Remembers what {@link #expected} gives. Only for names that stand in the text without escapes. */
    void expect(int parent, int previous, int path) {
        if (previous == NONE) {
            firsts[parent] = path;
        } else {
            followers[previous] = path;
        }
    }

    /** How many bytes of the text are the path's key and the quote after it, if they are there; else 0. */
    int matched(int path, byte[] bytes, int at, int to) {
        int start = starts[path];
        int length = starts[path + 1] - start;
        return at + length <= to && Arrays.equals(keys, start, start + length, bytes, at, at + length) ? length : 0;
    }

    private int length(int path) {
        return starts[path + 1] - starts[path] - 1;
    }

    private int add(int parent, byte[] bytes, int from, int to, int hash) {
        if (size + 2 > parents.length) {
            grow();
        }
        int path = size++;
        int start = starts[path];
        int end = start + to - from;
        if (end + 1 > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(keys.length * 2, end + 1));
        }
        System.arraycopy(bytes, from, keys, start, to - from);
        keys[end] = '"';
        starts[path + 1] = end + 1;
        parents[path] = parent;
        link(path, hash);
        return path;
    }

    private void link(int path, int hash) {
        int bucket = hash & buckets.length - 1;
        chains[path] = buckets[bucket];
        buckets[bucket] = path;
    }

    private void grow() {
        int room = parents.length * 2;
        parents = Arrays.copyOf(parents, room);
        starts = Arrays.copyOf(starts, room);
        firsts = Arrays.copyOf(firsts, room);
        followers = Arrays.copyOf(followers, room);
        chains = new int[room];
        buckets = new int[room * 2];
        for (int path = 1; path < size; path++) {
            link(path, hash(parents[path], keys, starts[path], starts[path] + length(path)));
        }
    }

    private int hash(int parent, byte[] bytes, int from, int to) {
        long hash = seed ^ parent * MIX;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * MIX;
            hash ^= hash >>> 32;
        }
        long rest = to - from;
        for (; at < to; at++) {
            rest = rest << 8 | bytes[at] & 0xFF;
        }
        hash = (hash ^ rest) * MIX;
        return (int) (hash >>> 32);
    }
}
