package io.cameleer.value;

import io.cameleer.json.Escapes;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.row.Row;
import io.cameleer.row.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The cells that the values of one line become: type and text, each worked out once, however many rows it goes to. A
 * value has a number: the one on the tape if it is there, a higher one if it was derived from others.
 */
public final class Values {
    private static final byte UNKNOWN = 0x7F;
    /** In a head: PostgreSQL does not support all of the original, the text is what is left of it. */
    private static final int CLEANED = 0x40;

    private final Tape tape;
    private final Tape embedded = new Tape();
    private byte[] line = new byte[0];
    private int size;
    private byte[] heads = new byte[512];
    /** Where the text starts: in the line, or negated ({@code ~start}) in {@link #derived}. */
    private int[] starts = new int[512];

    private int[] lengths = new int[512];
    /** Of a value derived from another: that one. */
    private int[] origins = new int[512];
    /** Of a value that is not on the tape: the path it stands for. */
    private int[] paths = new int[512];

    private byte[] derived = new byte[4096];
    private int derivedEnd;

    /** @param tape where the values of each line are */
    public Values(Tape tape) {
        this.tape = tape;
    }

    /** Begins anew, for the line that the tape has just read. */
    public void begin(byte[] bytes) {
        line = bytes;
        derivedEnd = 0;
        size = tape.size();
        if (size > heads.length) {
            enlarge(size);
        }
        Arrays.fill(heads, 0, size, UNKNOWN);
    }

    /** The value on the tape, as its kind has it: JSON null is none and may not be asked for. */
    public int plain(int index) {
        if (heads[index] != UNKNOWN) {
            return index;
        }
        switch (tape.kind(index)) {
            case Tape.STRING -> string(index, index, true);
            case Tape.NUMBER -> number(index);
            case Tape.TRUE, Tape.FALSE ->
                set(index, ValueType.BOOLEAN, Row.PLAIN, tape.start(index), tape.end(index) - tape.start(index));
            default -> {
                json(index, index, ValueType.STRING);
                heads[index] |= tape.kind(index) == Tape.ARRAY ? Row.ARRAY : 0;
            }
        }
        return index;
    }

    /** The text of a value on the tape as a value of its own, of the type string whatever it looks like. */
    public int text(int index) {
        if (tape.kind(index) == Tape.STRING) {
            int value = add(index);
            string(value, index, false);
            return value;
        }
        int plain = plain(index);
        int value = add(index);
        set(value, ValueType.STRING, heads[plain] & (Row.PLAIN | CLEANED), starts[plain], lengths[plain]);
        return value;
    }

    /** The value on the tape as the type it is declared to have, if it is of that type; else as its kind has it. */
    public int declared(int index, ValueType type) {
        boolean isText = tape.kind(index) == Tape.STRING;
        if (type == ValueType.STRING && isText) {
            string(index, index, false);
        } else if (type == ValueType.JSON && isText) {
            embeddedJson(index);
        } else if (type == ValueType.JSON) {
            json(index, index, ValueType.JSON);
        } else if (type == ValueType.FLOAT && type(plain(index)) == ValueType.INT) {
            set(index, ValueType.FLOAT, Row.PLAIN, starts[index], lengths[index]);
        }
        return plain(index);
    }

    /** The JSON text of a value on the tape as a value of its own. */
    public int json(int index, ValueType type) {
        int value = add(index);
        json(value, index, type);
        return value;
    }

    /**
     * A value on the tape of which PostgreSQL cannot hold all, as a text that no other value has: what can be held of it, and
     * a short hash of the whole.
     */
    public int distinct(int index) {
        byte[] kept = bytes(text(index));
        String exact = Escapes.exact(line, tape.start(index), tape.end(index));
        byte[] suffix = ("-" + hash(exact)).getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(kept, kept.length + suffix.length);
        System.arraycopy(suffix, 0, whole, kept.length, suffix.length);
        int value = text(whole, whole.length, ValueType.STRING);
        heads[value] |= CLEANED;
        origins[value] = index;
        return value;
    }

    /** The first 48 bits of the SHA-256 of a text, each unit of which counts, half a surrogate pair, too. */
    private static String hash(String text) {
        try {
            var units = ByteBuffer.allocate(text.length() * Character.BYTES);
            units.asCharBuffer().put(text);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(units.array());
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** A value that is not on the tape, typed by what it looks like. */
    public int detected(byte[] text) {
        int value = string(text);
        instant(value, derived, ~starts[value], lengths[value], heads[value] & Row.PLAIN);
        return value;
    }

    /** A text that is not on the tape. */
    public int string(byte[] text) {
        return text(text, text.length, ValueType.STRING);
    }

    /** A value that is not on the tape, as JSON. */
    public int quoted(int value) {
        byte[] text = bytes(value);
        byte[] quoted = new byte[text.length * 6 + 2];
        return text(quoted, JsonText.quote(text, 0, text.length, quoted, 0), ValueType.JSON);
    }

    /** The bytes of the line, where the tape's values are. */
    public byte[] line() {
        return line;
    }

    /** A text that was written elsewhere, from the start of its array. */
    public int text(byte[] bytes, int length, ValueType type) {
        int value = add(-1);
        int start = room(length);
        System.arraycopy(bytes, 0, derived, start, length);
        derivedEnd += length;
        set(value, type, isPlain(derived, start, derivedEnd) ? Row.PLAIN : 0, ~start, length);
        return value;
    }

    /** What kind of value it is. */
    public ValueType type(int value) {
        return ValueType.at(heads[value] & 0x0F);
    }

    /** The head of the cell, as {@link Row} has it. */
    byte head(int value) {
        return (byte) (heads[value] & ~CLEANED);
    }

    /** How many bytes the cell takes: the text, and what was written where that is kept. */
    public int length(int value) {
        return lengths[value];
    }

    void copy(int value, byte[] into, int at) {
        int start = starts[value];
        if (start >= 0) {
            System.arraycopy(line, start, into, at, lengths[value]);
        } else {
            System.arraycopy(derived, ~start, into, at, lengths[value]);
        }
    }

    /** The text. */
    public byte[] bytes(int value) {
        byte[] cell = content(value);
        return Arrays.copyOf(cell, textLength(value));
    }

    /** Whether two values become the same cell. */
    public boolean areSame(int one, int other) {
        return one == other || head(one) == head(other) && Arrays.equals(content(one), content(other));
    }

    private byte[] content(int value) {
        byte[] bytes = new byte[lengths[value]];
        copy(value, bytes, 0);
        return bytes;
    }

    private int textLength(int value) {
        // what is rewritten is in derived
        return (heads[value] & Row.REWRITTEN) == 0 ? lengths[value] : ValueType.instantLength(derived, ~starts[value]);
    }

    /** The path of the field of this name. */
    public int key(Paths paths, int parent, int value) {
        int start = starts[value];
        return start >= 0
                ? paths.child(parent, line, start, start + textLength(value))
                : paths.child(parent, derived, ~start, ~start + textLength(value));
    }

    /** The text. */
    public String asText(int value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** Whether the cell lacks something of the original that PostgreSQL does not support. */
    public boolean cleaned(int value) {
        return (heads[value] & CLEANED) != 0;
    }

    /** The whole value as text: of a string of which PostgreSQL cannot hold all, the inside of its quotes with its escapes. */
    public String original(int value) {
        int index = onTape(value);
        if (index < 0) {
            return asText(value);
        }
        int start = tape.start(index);
        int end = tape.end(index);
        return tape.kind(index) == Tape.STRING && !Escapes.hasUnsupported(line, start, end)
                ? Escapes.exact(line, start, end)
                : new String(line, start, end - start, StandardCharsets.UTF_8);
    }

    /** The path that leads to a value, or {@link Paths#NONE}. */
    public int path(int value) {
        return value < tape.size() ? tape.path(value) : paths[value];
    }

    /** Gives a value that is not on the tape the path of a field. */
    public int at(int path, int value) {
        paths[value] = path;
        return value;
    }

    /** The number on the tape of what a value was derived from, -1 if it is not there. */
    int onTape(int value) {
        return value < tape.size() ? value : origins[value];
    }

    private void string(int value, int index, boolean detect) {
        int start = tape.start(index);
        int length = tape.end(index) - start;
        byte[] bytes = line;
        int flags = Row.PLAIN;
        if (tape.escaped(index)) {
            int into = room(length);
            int end = Escapes.decode(line, start, start + length, derived, into);
            flags = isPlain(derived, into, end) ? Row.PLAIN : 0;
            if (Escapes.hasUnsupported(line, start, start + length)) {
                flags |= CLEANED;
            }
            derivedEnd = end;
            length = end - into;
            bytes = derived;
            start = into;
        }
        // the fifth byte and the first tell nearly every other text from a date
        if (detect && length >= 10 && bytes[start + 4] == '-' && bytes[start] <= '9') {
            if (instant(value, bytes, start, length, flags)) {
                return;
            }
        }
        set(value, ValueType.STRING, flags, bytes == line ? start : ~start, length);
    }

    /** Makes the value the instant that a text says, with the text behind it where that is another; false if it says none. */
    private boolean instant(int value, byte[] text, int start, int length, int flags) {
        boolean isDerived = text != line;
        if (Datetimes.isNormal(text, start, start + length)) {
            set(value, ValueType.DATETIME, flags, isDerived ? ~start : start, length);
            return true;
        }
        int into = room(Datetimes.MAX_LENGTH + length);
        byte[] bytes = isDerived ? derived : line;
        int end = Datetimes.normalise(bytes, start, start + length, derived, into);
        if (end == Datetimes.NONE) {
            return false;
        }
        if (Arrays.equals(bytes, start, start + length, derived, into, into + end)) {
            set(value, ValueType.DATETIME, flags, isDerived ? ~start : start, length);
            return true;
        }
        System.arraycopy(bytes, start, derived, into + end, length);
        derivedEnd = into + end + length;
        set(value, ValueType.DATETIME, flags | Row.REWRITTEN, ~into, end + length);
        return true;
    }

    /** A string that is itself JSON text; a string where it is not. */
    private void embeddedJson(int index) {
        string(index, index, false);
        byte[] text = bytes(index);
        if (!embedded.read(text, 0, text.length)) {
            return;
        }
        int into = room(text.length * 2);
        derivedEnd = JsonText.compact(text, 0, text.length, true, derived, into);
        int flags = heads[index] & CLEANED | (isPlain(derived, into, derivedEnd) ? Row.PLAIN : 0);
        if (JsonText.hasUnsupported(text, 0, text.length)) {
            flags |= CLEANED;
        }
        set(index, ValueType.JSON, flags, ~into, derivedEnd - into);
    }

    private void number(int index) {
        int start = tape.start(index);
        int end = tape.end(index);
        if (!tape.decimal(index) && Numbers.isShortInteger(line, start, end)) {
            set(index, ValueType.INT, Row.PLAIN, start, end - start);
            return;
        }
        String whole = Numbers.whole(line, start, end);
        if (whole.isEmpty()) {
            var type = Numbers.fitsNumeric(line, start, end) ? ValueType.FLOAT : ValueType.STRING;
            set(index, type, Row.PLAIN, start, end - start);
            return;
        }
        int into = room(whole.length());
        for (int at = 0; at < whole.length(); at++) {
            derived[derivedEnd++] = (byte) whole.charAt(at);
        }
        set(index, ValueType.INT, Row.PLAIN, ~into, whole.length());
    }

    private void json(int value, int index, ValueType type) {
        int quotes = tape.kind(index) == Tape.STRING ? 1 : 0;
        int start = tape.start(index) - quotes;
        int end = tape.end(index) + quotes;
        if (type == ValueType.STRING && !tape.nonCanonical(index)) {
            set(value, type, Row.PLAIN, start, end - start);
            return;
        }
        int into = room((end - start) * 2);
        derivedEnd = JsonText.compact(line, start, end, type == ValueType.JSON, derived, into);
        int flags = isPlain(derived, into, derivedEnd) ? Row.PLAIN : 0;
        if (JsonText.hasUnsupported(line, start, end)) {
            flags |= CLEANED;
        }
        set(value, type, flags, ~into, derivedEnd - into);
    }

    private int add(int origin) {
        if (size == heads.length) {
            enlarge(size + 1);
        }
        origins[size] = origin;
        paths[size] = origin < 0 ? Paths.NONE : tape.path(origin);
        return size++;
    }

    private void set(int value, ValueType type, int flags, int start, int length) {
        heads[value] = (byte) (type.ordinal() | flags);
        starts[value] = start;
        lengths[value] = length;
    }

    private int room(int bytes) {
        if (derivedEnd + bytes > derived.length) {
            derived = Arrays.copyOf(derived, Math.max(derived.length * 2, derivedEnd + bytes));
        }
        return derivedEnd;
    }

    private void enlarge(int least) {
        int room = Math.max(least, heads.length * 2);
        heads = Arrays.copyOf(heads, room);
        starts = Arrays.copyOf(starts, room);
        lengths = Arrays.copyOf(lengths, room);
        origins = Arrays.copyOf(origins, room);
        paths = Arrays.copyOf(paths, room);
    }

    private static boolean isPlain(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\' || bytes[at] >= 0 && bytes[at] < ' ') {
                return false;
            }
        }
        return true;
    }
}
