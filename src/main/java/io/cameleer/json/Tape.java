package io.cameleer.json;

import java.util.Arrays;

/**
 * The values of one JSON text, in the order of the text, each as a few numbers: what it is, which bytes it takes, and
 * the path of field names that leads to it. The values within an object or array follow it, up to {@link #next}.
 * Reading another text overwrites the tape.
 *
 * <p>Where an object has a field twice the last one counts; the others are on the tape as {@link #SUPERSEDED}. Fields of
 * objects within arrays have no path.
 */
public final class Tape {
    public static final int OBJECT = 1;
    public static final int ARRAY = 2;
    public static final int STRING = 3;
    public static final int NUMBER = 4;
    public static final int TRUE = 5;
    public static final int FALSE = 6;
    public static final int NULL = 7;
    /** A value whose field comes again later in the same object, or a value within one. */
    public static final int SUPERSEDED = 8;

    /** How many objects and arrays may stand within each other. */
    public static final int MAX_DEPTH = 1000;

    private static final int KIND = 0x0F;
    private static final int ESCAPED = 0x10;
    private static final int DECIMAL = 0x20;
    private static final int NON_CANONICAL = 0x40;

    private final Paths paths;
    private final int root;
    private byte[] kinds = new byte[256];
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private int[] nexts = new int[256];
    private int[] pathOf = new int[256];
    private int size;

    // where each path was seen last, counted on from text to text so that nothing need be cleared between them
    private int[] lastSeen = new int[1024];
    private int firstNumber = 1;

    private final int[] open = new int[MAX_DEPTH];
    private final int[] previous = new int[MAX_DEPTH];
    private byte[] name = new byte[64];
    private int memberPath;
    /** The last byte that was white space or a backslash, -1 if none was. */
    private int lastNonCanonical;

    private int origin;
    private String error = "";

    /** @param paths where the field names of the texts go */
    public Tape(Paths paths) {
        this(paths, Paths.ROOT);
    }

    /** A tape that keeps no field names: no value has a path. */
    public Tape() {
        this(new Paths(), Paths.NONE);
    }

    /**
     * A tape for texts that are a value within another.
     *
     * @param root the path that leads to them
     */
    public Tape(Paths paths, int root) {
        this.paths = paths;
        this.root = root;
    }

    /** Reads a text; false if it is no JSON, and {@link #error} says why. */
    public boolean read(byte[] bytes, int from, int to) {
        begin(from);
        int path = root;
        int depth = 0;
        boolean inObject = false;
        int at = from;
        while (true) {
            at = skipWhitespace(bytes, at, to);
            if (inObject) {
                at = key(bytes, at, to, open[depth - 1], depth);
                if (at < 0) {
                    return false;
                }
                path = memberPath;
                at = skipWhitespace(bytes, at, to);
            }
            if (at == to) {
                return fail(size == 0 ? "there is no value" : "the text ends where a value is expected", at);
            }
            int index = add(path, at, depth == 0 ? -1 : open[depth - 1]);
            byte c = bytes[at];
            switch (c) {
                case '"' -> {
                    starts[index] = at + 1;
                    at = string(bytes, at + 1, to, index);
                }
                case '{', '[' -> {
                    kinds[index] = (byte) (c == '{' ? OBJECT : ARRAY);
                    at = skipWhitespace(bytes, at + 1, to);
                    if (at < to && bytes[at] == c + 2) {
                        close(index, ++at);
                    } else if (depth == MAX_DEPTH) {
                        return fail("more than " + MAX_DEPTH + " objects and arrays stand within each other", at);
                    } else {
                        open[depth] = index;
                        previous[depth++] = Paths.NONE;
                        inObject = c == '{';
                        path = Paths.NONE;
                        continue;
                    }
                }
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> at = number(bytes, at, to, index);
                case 't' -> at = literal(bytes, at, to, index, "true", TRUE);
                case 'f' -> at = literal(bytes, at, to, index, "false", FALSE);
                case 'n' -> at = literal(bytes, at, to, index, "null", NULL);
                default -> {
                    return fail("no value can start with " + printable(c), at);
                }
            }
            if (at < 0) {
                return false;
            }
            while (true) {
                at = skipWhitespace(bytes, at, to);
                if (depth == 0) {
                    return at == to || fail("text follows the value", at);
                }
                if (at == to) {
                    return fail(
                            "the text ends within " + (kind(open[depth - 1]) == OBJECT ? "an object" : "an array"), at);
                }
                int container = open[depth - 1];
                inObject = kinds[container] == OBJECT;
                c = bytes[at];
                if (c == ',') {
                    at++;
                    break;
                }
                if (c != (inObject ? '}' : ']')) {
                    return fail(
                            "a comma or the end of the " + (inObject ? "object" : "array") + " is expected here, not "
                                    + printable(c),
                            at);
                }
                close(container, ++at);
                depth--;
            }
        }
    }

    /** Why the last text was no JSON, with the byte counted from 1. */
    public String error() {
        return error;
    }

    /** The paths of its field names. */
    public Paths paths() {
        return paths;
    }

    /** How many values the text has. */
    public int size() {
        return size;
    }

    /** What a value is: {@link #OBJECT} to {@link #SUPERSEDED}. */
    public int kind(int index) {
        return kinds[index] & KIND;
    }

    /** The value's first byte; of a string, the first within the quotes. */
    public int start(int index) {
        return starts[index];
    }

    /** The byte after the value; of a string, the closing quote. */
    public int end(int index) {
        return ends[index];
    }

    /** The path that leads to the value, or {@link Paths#NONE} within arrays. */
    public int path(int index) {
        return pathOf[index];
    }

    /** The value after this one and all that is within it. */
    public int next(int index) {
        return nexts[index];
    }

    /** Whether a string has escapes. */
    public boolean escaped(int index) {
        return (kinds[index] & ESCAPED) != 0;
    }

    /** Whether a number has a fraction or an exponent. */
    public boolean decimal(int index) {
        return (kinds[index] & DECIMAL) != 0;
    }

    /** Whether an object or array has white space between its parts, or escapes in its strings. */
    public boolean nonCanonical(int index) {
        return (kinds[index] & NON_CANONICAL) != 0;
    }

    /** The value at a path, or -1 if the text has none there. */
    public int find(int path) {
        if (path >= lastSeen.length) {
            return -1;
        }
        int index = lastSeen[path] - firstNumber;
        return index < 0 || kind(index) == SUPERSEDED ? -1 : index;
    }

    /** Lets a value count no more, nor anything within it, as if its field came again later. */
    public void supersede(int index) {
        Arrays.fill(kinds, index, nexts[index], (byte) SUPERSEDED);
    }

    private void begin(int from) {
        origin = from;
        lastNonCanonical = -1;
        firstNumber += size;
        size = 0;
        if (firstNumber > Integer.MAX_VALUE / 2) {
            Arrays.fill(lastSeen, 0);
            firstNumber = 1;
        }
    }

    private int add(int path, int at, int container) {
        if (size == kinds.length) {
            grow();
        }
        int index = size++;
        starts[index] = at;
        nexts[index] = index + 1;
        pathOf[index] = path;
        if (path >= 0) {
            if (path >= lastSeen.length) {
                lastSeen = Arrays.copyOf(lastSeen, Math.max(path + 1, lastSeen.length * 2));
            }
            int before = lastSeen[path] - firstNumber;
            if (before > container && before >= 0) {
                supersede(before);
            }
            lastSeen[path] = firstNumber + index;
        }
        return index;
    }

    private void close(int container, int end) {
        ends[container] = end;
        nexts[container] = size;
        if (lastNonCanonical >= starts[container]) {
            kinds[container] |= NON_CANONICAL;
        }
    }

    /** From where a field name should start to after its colon; its path is then {@link #memberPath}. */
    private int key(byte[] bytes, int from, int to, int object, int depth) {
        if (from == to || bytes[from] != '"') {
            fail(from == to ? "the text ends within an object" : "a field name is expected here", from);
            return -1;
        }
        int parent = pathOf[object];
        int at = from + 1;
        int known = 0;
        int expected = 0;
        if (parent != Paths.NONE) {
            expected = paths.expected(parent, previous[depth - 1]);
            known = expected == 0 ? 0 : paths.matched(expected, bytes, at, to);
        }
        if (known > 0) {
            memberPath = expected;
            at += known;
        } else {
            int end = name(bytes, at, to, parent, depth);
            if (end < 0) {
                return -1;
            }
            at = end + 1;
        }
        previous[depth - 1] = memberPath;
        if (at < to && bytes[at] == ':') {
            return at + 1;
        }
        at = skipWhitespace(bytes, at, to);
        if (at == to || bytes[at] != ':') {
            fail("a colon is expected here", at);
            return -1;
        }
        return at + 1;
    }

    private int name(byte[] bytes, int at, int to, int parent, int depth) {
        int end = stringEnd(bytes, at, to);
        if (end < 0) {
            return end;
        }
        boolean escaped = lastNonCanonical >= at;
        if (parent == Paths.NONE) {
            memberPath = Paths.NONE;
        } else if (escaped) {
            if (name.length < end - at) {
                name = new byte[end - at];
            }
            memberPath = paths.child(parent, name, 0, Escapes.decode(bytes, at, end, name, 0));
        } else {
            memberPath = paths.child(parent, bytes, at, end);
            paths.expect(parent, previous[depth - 1], memberPath);
        }
        return end;
    }

    private int string(byte[] bytes, int from, int to, int index) {
        int end = stringEnd(bytes, from, to);
        if (end < 0) {
            return end;
        }
        kinds[index] = (byte) (lastNonCanonical >= from ? STRING | ESCAPED : STRING);
        ends[index] = end;
        return end + 1;
    }

    /** From the first byte within quotes to the closing one; {@link #lastNonCanonical} moves if there are escapes. */
    private int stringEnd(byte[] bytes, int from, int to) {
        int at = Scanner.plain(bytes, from, to);
        while (at < to && bytes[at] != '"') {
            byte c = bytes[at];
            int end;
            if (c == '\\') {
                lastNonCanonical = at;
                end = Scanner.escape(bytes, at, to);
            } else if (c < 0) {
                end = Scanner.character(bytes, at, to);
            } else {
                fail("a control character stands in a string without an escape", at);
                return -1;
            }
            if (end < 0 && ~end < to) {
                fail(c == '\\' ? "there is no such escape" : "the bytes are no UTF-8", ~end);
                return -1;
            }
            at = end < 0 ? to : Scanner.plain(bytes, end, to);
        }
        if (at >= to) {
            fail("the text ends within a string", to);
            return -1;
        }
        return at;
    }

    private int number(byte[] bytes, int from, int to, int index) {
        int end = Scanner.integer(bytes, from, to);
        int kind = NUMBER;
        if (end >= 0 && end < to && (bytes[end] == '.' || (bytes[end] | 0x20) == 'e')) {
            kind |= DECIMAL;
            end = Scanner.decimals(bytes, end, to);
        }
        if (end < 0) {
            fail("a digit is expected here", ~end);
            return -1;
        }
        kinds[index] = (byte) kind;
        ends[index] = end;
        return end;
    }

    private int literal(byte[] bytes, int from, int to, int index, String word, int kind) {
        int end = from + word.length();
        for (int at = from; at < end; at++) {
            if (at >= to || bytes[at] != word.charAt(at - from)) {
                fail("only " + word + " can start like this", Math.min(at, to));
                return -1;
            }
        }
        kinds[index] = (byte) kind;
        ends[index] = end;
        return end;
    }

    /** Skips white space, and remembers that there was some. */
    private int skipWhitespace(byte[] bytes, int from, int to) {
        if (from < to && bytes[from] > ' ') {
            return from;
        }
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        if (at > from) {
            lastNonCanonical = at - 1;
        }
        return at;
    }

    private boolean fail(String reason, int at) {
        error = reason + ", at byte " + (at - origin + 1);
        return false;
    }

    private static String printable(byte c) {
        return c > ' ' && c < 0x7F ? "“" + (char) c + "”" : "byte 0x%02X".formatted(c);
    }

    private void grow() {
        int room = size * 2;
        kinds = Arrays.copyOf(kinds, room);
        starts = Arrays.copyOf(starts, room);
        ends = Arrays.copyOf(ends, room);
        nexts = Arrays.copyOf(nexts, room);
        pathOf = Arrays.copyOf(pathOf, room);
    }
}
