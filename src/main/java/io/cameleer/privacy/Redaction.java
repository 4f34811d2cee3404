package io.cameleer.privacy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cameleer.json.Escapes;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.naming.Names;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;

/**
 * Writes events anew without what is not to be stored. What becomes of a path is worked out once, so that an event in which
 * nothing is to be found costs one array access for each value. Not thread-safe.
 */
public final class Redaction {
    private static final byte[] UNCHANGED = {};
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** What stands for a text in which nothing private can be found. */
    static final String NOT_KEPT = "(not kept: what is private could not be found in it)";

    private final Privacy privacy;
    private final Paths paths;
    private final Mac mac;
    private final int data;
    private final int tableName;
    /** What becomes of the value at a path, by the rows that the line is of. */
    private final Fate[][] known = new Fate[Rows.values().length][0];
    /** For objects within the array at a path: their fields have none on the tape of the event. */
    private final Map<Integer, Tape> elements = new HashMap<>();

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private Rows rows = Rows.UNKNOWN;

    /** A text that is written anew: up to a position it is copied. */
    private static final class Copy {
        private final byte[] bytes;
        private final ByteArrayOutputStream text;
        private int copied;
        private boolean changed;

        Copy(byte[] bytes, int from, ByteArrayOutputStream text) {
            this.bytes = bytes;
            this.text = text;
            this.copied = from;
        }

        void replace(Tape tape, int index, byte[] with) {
            // a string begins after its quote
            int quote = tape.start(index) > 0 && bytes[tape.start(index) - 1] == '"' ? 1 : 0;
            int start = tape.start(index) - quote;
            text.write(bytes, copied, start - copied);
            text.writeBytes(with);
            copied = tape.end(index) + quote;
            changed = true;
        }

        byte[] through(int end) {
            text.write(bytes, copied, end - copied);
            return text.toByteArray();
        }
    }

    /** @param paths those of the tapes that it is given */
    public Redaction(Privacy privacy, Paths paths) {
        this.privacy = privacy;
        this.paths = paths;
        this.mac = privacy.mac();
        this.data = paths.child(Paths.ROOT, "data");
        this.tableName = paths.child(paths.child(Paths.ROOT, "metadata"), "table");
    }

    /**
     * The event on the tape without what is not to be stored.
     *
     * @param line the bytes that the tape was read from
     * @return the new text; empty if the event has nothing of the kind, and may stay as it is
     */
    public byte[] apply(Tape tape, byte[] line) {
        if (!privacy.isOn()) {
            return UNCHANGED;
        }
        text.reset();
        rows = rows(tape, line);
        var copy = new Copy(line, tape.start(0), text);
        walk(copy, tape);
        return copy.changed ? copy.through(tape.end(0)) : UNCHANGED;
    }

    private Rows rows(Tape tape, byte[] line) {
        int table = tape.find(data) < 0 ? -1 : tape.find(tableName);
        return table >= 0 && tape.kind(table) == Tape.STRING ? Rows.of(scalar(line, tape, table)) : Rows.UNKNOWN;
    }

    private void walk(Copy copy, Tape tape) {
        int index = 0;
        while (index < tape.size()) {
            var fate = tape.path(index) == Paths.NONE ? Fate.KEPT : fate(tape.path(index));
            if (fate == Fate.KEPT) {
                index++;
            } else if (!fate.within()) {
                treatAll(copy, tape, index, fate.treatment());
                index = tape.next(index);
            } else if (tape.kind(index) == Tape.OBJECT && !(fate.spread() && isSpread(tape, index))) {
                index++;
            } else {
                redact(copy, tape, index, tape.path(index), fate);
                index = tape.next(index);
            }
        }
    }

    /** Redacts a value that something else than its own treatment may hold for something within. */
    private void redact(Copy copy, Tape tape, int index, int path, Fate fate) {
        switch (tape.kind(index)) {
            case Tape.NULL -> {}
            case Tape.SUPERSEDED ->
                // it may be an array, whose elements would have to be looked at
                copy.replace(tape, index, NULL);
            case Tape.ARRAY -> {
                for (int element = index + 1; element < tape.next(index); element = tape.next(element)) {
                    redactElement(copy, tape, element, path, fate);
                }
            }
            case Tape.OBJECT -> copy.replace(tape, index, quoted(NOT_KEPT));
            default -> {
                if (fate.treatment() != Treatment.KEEP) {
                    treatAll(copy, tape, index, fate.treatment());
                } else if (tape.kind(index) == Tape.STRING) {
                    redactText(copy, tape, index, path, fate);
                } else if (tape.kind(index) == Tape.NUMBER && fate.part()) {
                    copy.replace(tape, index, quoted(NOT_KEPT));
                }
            }
        }
    }

    private void redactElement(Copy copy, Tape tape, int element, int path, Fate fate) {
        if (tape.kind(element) == Tape.OBJECT) {
            var object = elements.computeIfAbsent(path, of -> new Tape(paths, of));
            object.read(copy.bytes, tape.start(element), tape.end(element));
            walk(copy, object);
        } else {
            redact(copy, tape, element, path, fate);
        }
    }

    /**
     * What is private may be within a text, if that is JSON: it is redacted as what it says. Of one that only looks like
     * JSON nothing is kept, nor of a whole part of the event that is another text, as nothing can be found in them.
     */
    private void redactText(Copy copy, Tape tape, int index, int path, Fate fate) {
        var said = scalar(copy.bytes, tape, index);
        var trimmed = Names.trimmed(said);
        char first = trimmed.isEmpty() ? ' ' : trimmed.charAt(0);
        boolean looksLikeJson = first == '{' || (first == '[' || first == '"') && trimmed.indexOf('{') >= 0;
        byte[] decoded = looksLikeJson ? trimmed.getBytes(StandardCharsets.UTF_8) : UNCHANGED;
        var inner = new Tape(paths, path);
        if (looksLikeJson && inner.read(decoded, 0, decoded.length)) {
            var inside = new Copy(decoded, 0, new ByteArrayOutputStream());
            walk(inside, inner);
            if (inside.changed) {
                var redacted = new String(inside.through(decoded.length), StandardCharsets.UTF_8);
                copy.replace(tape, index, TextNode.valueOf(redacted).toString().getBytes(StandardCharsets.UTF_8));
            }
        } else if (looksLikeJson || fate.part() && !trimmed.isEmpty()) {
            copy.replace(tape, index, quoted(NOT_KEPT));
        }
    }

    /** Treats a value, or all scalars within it. */
    private void treatAll(Copy copy, Tape tape, int value, Treatment treatment) {
        int index = value;
        while (index < tape.next(value)) {
            int kind = tape.kind(index);
            if (treatment == Treatment.DROP || kind == Tape.SUPERSEDED) {
                // the kind of a superseded value is not known
                copy.replace(tape, index, NULL);
                index = tape.next(index);
                continue;
            }
            if (kind != Tape.OBJECT && kind != Tape.ARRAY && kind != Tape.NULL) {
                copy.replace(tape, index, quoted(treatment.of(scalar(copy.bytes, tape, index), mac)));
            }
            index++;
        }
    }

    /** Whether an object is a text that was spread into its characters, which the mapping puts together again. */
    private boolean isSpread(Tape tape, int object) {
        for (int index = object + 1; index < tape.next(object); index = tape.next(index)) {
            if (tape.kind(index) != Tape.SUPERSEDED
                    && (tape.kind(index) != Tape.STRING
                            || !paths.key(tape.path(index)).chars().allMatch(c -> c >= '0' && c <= '9'))) {
                return false;
            }
        }
        return tape.next(object) > object + 1;
    }

    private static String scalar(byte[] bytes, Tape tape, int index) {
        int from = tape.start(index);
        int to = tape.end(index);
        if (!tape.escaped(index)) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        var decoded = new byte[to - from];
        return new String(decoded, 0, Escapes.decode(bytes, from, to, decoded, 0), StandardCharsets.UTF_8);
    }

    private Fate fate(int path) {
        var fates = known[rows.ordinal()];
        if (path >= fates.length) {
            fates = Arrays.copyOf(fates, Math.max(paths.size(), fates.length * 2));
            known[rows.ordinal()] = fates;
        }
        if (fates[path] == null) {
            fates[path] = privacy.of(paths, path, rows);
        }
        return fates[path];
    }

    private static byte[] quoted(String plain) {
        return ('"' + plain + '"').getBytes(StandardCharsets.UTF_8);
    }
}
