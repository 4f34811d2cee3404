package io.cameleer.event;

import io.cameleer.json.Escapes;
import io.cameleer.json.Tape;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Parts of an event that a sender has given not as objects but as their JSON text, {@code "properties":"{\"price\":5}"}:
 * they are read as those objects.
 */
final class JsonTexts {
    private static final List<Field> PARTS =
            List.of(Field.PROPERTIES, Field.USER_PROPERTIES, Field.TRAITS, Field.CONTEXT);

    private final Tape tape;
    private final Tape inner = new Tape();
    private final Set<Field> found = EnumSet.noneOf(Field.class);

    /** Where a part stands in the line, and its text. */
    private record Part(Field field, int start, int end, byte[] text) {}

    /** @param tape has the events */
    JsonTexts(Tape tape) {
        this.tape = tape;
    }

    /** Looks for such parts in the event on the tape; false if it has none, as nearly every event. */
    boolean find(byte[] line) {
        if (!found.isEmpty()) {
            found.clear();
        }
        for (Field field : PARTS) {
            int index = tape.find(field.path());
            if (index >= 0 && tape.kind(index) == Tape.STRING && isObject(line, index)) {
                found.add(field);
            }
        }
        return !found.isEmpty();
    }

    /** Whether a part of the event that was looked at last was such a text. */
    boolean has(Field field) {
        return !found.isEmpty() && found.contains(field);
    }

    /**
     * Reads the event onto the tape once more, with the objects in place of their texts.
     *
     * @return the bytes that the tape is of; those given if the event would be nested too deeply
     */
    byte[] read(byte[] line) {
        var parts = new ArrayList<Part>();
        for (Field field : found) {
            int index = tape.find(field.path());
            parts.add(new Part(field, tape.start(index) - 1, tape.end(index) + 1, decoded(line, index)));
        }
        parts.sort(Comparator.comparing(Part::start));
        int from = tape.start(0);
        int to = tape.end(0);
        var text = new ByteArrayOutputStream(to - from);
        int at = from;
        for (Part part : parts) {
            text.write(line, at, part.start - at);
            text.writeBytes(part.text);
            at = part.end;
        }
        text.write(line, at, to - at);
        byte[] whole = text.toByteArray();
        if (tape.read(whole, 0, whole.length)) {
            return whole;
        }
        found.clear();
        tape.read(line, from, to);
        return line;
    }

    private boolean isObject(byte[] line, int index) {
        byte[] text = decoded(line, index);
        return inner.read(text, 0, text.length) && inner.kind(0) == Tape.OBJECT;
    }

    private byte[] decoded(byte[] line, int index) {
        var decoded = new byte[tape.end(index) - tape.start(index)];
        int end = Escapes.decode(line, tape.start(index), tape.end(index), decoded, 0);
        return Arrays.copyOf(decoded, end);
    }
}
