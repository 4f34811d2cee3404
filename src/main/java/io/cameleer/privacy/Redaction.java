package io.cameleer.privacy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cameleer.json.Escapes;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

    /** What of an event should be objects. */
    private static final Set<String> PARTS = Set.of("properties", "userProperties", "traits", "context");

    private final Privacy privacy;
    private final Paths paths;
    private final Mac mac;
    private Treatment[] known = new Treatment[0];
    /** For objects within the array at a path: their fields have none on the tape of the event. */
    private final Map<Integer, Tape> elements = new HashMap<>();

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private byte[] bytes = {};
    private int copied;
    private boolean changed;

    /** @param paths those of the tapes that it is given */
    public Redaction(Privacy privacy, Paths paths) {
        this.privacy = privacy;
        this.paths = paths;
        this.mac = privacy.mac();
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
        bytes = line;
        copied = tape.start(0);
        changed = false;
        walk(tape);
        if (!changed) {
            return UNCHANGED;
        }
        text.write(bytes, copied, tape.end(0) - copied);
        return text.toByteArray();
    }

    private void walk(Tape tape) {
        int index = 0;
        while (index < tape.size()) {
            var treatment = tape.path(index) == Paths.NONE ? Treatment.KEEP : treatment(tape.path(index));
            int next = tape.next(index);
            if (treatment == Treatment.KEEP) {
                index++;
            } else if (treatment != Treatment.DESCEND) {
                treat(tape, index, treatment);
                index = next;
            } else if (tape.kind(index) == Tape.SUPERSEDED) {
                // a superseded value may be an array, whose elements would have to be looked at
                replace(tape, index, NULL);
                index = next;
            } else if (tape.kind(index) == Tape.ARRAY) {
                redactElements(tape, index, tape.path(index));
                index = next;
            } else if (tape.kind(index) == Tape.STRING) {
                redactText(tape, index);
                index = next;
            } else {
                index++;
            }
        }
    }

    private void redactElements(Tape tape, int array, int path) {
        for (int index = array + 1; index < tape.next(array); index = tape.next(index)) {
            if (tape.kind(index) == Tape.ARRAY) {
                redactElements(tape, index, path);
            } else if (tape.kind(index) == Tape.OBJECT) {
                var element = elements.computeIfAbsent(path, of -> new Tape(paths, of));
                element.read(bytes, tape.start(index), tape.end(index));
                walk(element);
            }
        }
    }

    /**
     * What is private may be within a text, if that is the JSON text of an object: it is redacted as that object. Of a whole
     * part of the event that is another text nothing is kept, as nothing can be found in it.
     */
    private void redactText(Tape tape, int index) {
        byte[] decoded = scalar(tape, index).getBytes(StandardCharsets.UTF_8);
        int path = tape.path(index);
        var inner = new Tape(paths, path);
        if (inner.read(decoded, 0, decoded.length) && inner.kind(0) == Tape.OBJECT) {
            byte[] redacted = new Redaction(privacy, paths).apply(inner, decoded);
            if (redacted.length > 0) {
                var text = TextNode.valueOf(new String(redacted, StandardCharsets.UTF_8));
                replace(tape, index, text.toString().getBytes(StandardCharsets.UTF_8));
            }
        } else if (decoded.length > 0 && paths.parent(path) == Paths.ROOT && PARTS.contains(paths.key(path))) {
            replace(tape, index, quoted(NOT_KEPT));
        }
    }

    /** Treats a value, or all scalars within it; what is at a path of its own may have a stricter rule. */
    private void treat(Tape tape, int value, Treatment given) {
        int index = value;
        while (index < tape.next(value)) {
            var treatment = tape.path(index) == Paths.NONE ? given : treatment(tape.path(index));
            int kind = tape.kind(index);
            if (treatment == Treatment.DROP || kind == Tape.SUPERSEDED) {
                // the kind of a superseded value is not known
                replace(tape, index, NULL);
                index = tape.next(index);
                continue;
            }
            if (kind != Tape.OBJECT && kind != Tape.ARRAY && kind != Tape.NULL) {
                replace(tape, index, quoted(treatment.of(scalar(tape, index), mac)));
            }
            index++;
        }
    }

    private void replace(Tape tape, int index, byte[] with) {
        // a string begins after its quote
        int quote = tape.start(index) > 0 && bytes[tape.start(index) - 1] == '"' ? 1 : 0;
        int start = tape.start(index) - quote;
        text.write(bytes, copied, start - copied);
        text.writeBytes(with);
        copied = tape.end(index) + quote;
        changed = true;
    }

    private String scalar(Tape tape, int index) {
        int from = tape.start(index);
        int to = tape.end(index);
        if (!tape.escaped(index)) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        var decoded = new byte[to - from];
        return new String(decoded, 0, Escapes.decode(bytes, from, to, decoded, 0), StandardCharsets.UTF_8);
    }

    private Treatment treatment(int path) {
        if (path >= known.length) {
            known = Arrays.copyOf(known, Math.max(paths.size(), known.length * 2));
        }
        if (known[path] == null) {
            known[path] = privacy.of(paths, path);
        }
        return known[path];
    }

    private static byte[] quoted(String plain) {
        return ('"' + plain + '"').getBytes(StandardCharsets.UTF_8);
    }
}
