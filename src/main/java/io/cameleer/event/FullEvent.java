package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.value.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An event as JSON text: as it was received, with the ids and types of its source and destination in its context. */
final class FullEvent {
    private final Tape tape;
    private final Paths paths;
    private final byte[] line;
    private byte[] text;
    private int end;

    private FullEvent(Tape tape, Paths paths, byte[] line) {
        this.tape = tape;
        this.paths = paths;
        this.line = line;
        this.text = new byte[(tape.end(0) - tape.start(0)) * 2 + 256];
    }

    /**
     * The text.
     *
     * @param line what the tape was read from
     */
    static byte[] of(Tape tape, Paths paths, byte[] line, SourceFields source) {
        var event = new FullEvent(tape, paths, line);
        event.write(source);
        return Arrays.copyOf(event.text, event.end);
    }

    private void write(SourceFields source) {
        int context = tape.find(Field.CONTEXT.path());
        put("{");
        members(0, context);
        put(end > 1 ? ",\"context\":{" : "\"context\":{");
        int before = end;
        if (context >= 0 && tape.kind(context) == Tape.OBJECT) {
            members(context, -1);
        }
        put(end > before ? "," : "");
        for (int field = 0; field < SourceFields.FIELDS.size(); field++) {
            put(field > 0 ? "," : "");
            put(quoted(SourceFields.FIELDS.get(field).key()) + ":");
            put(quoted(new String(source.text(field), StandardCharsets.UTF_8)));
        }
        put("}}");
    }

    /** Writes the fields of an object, but for superseded ones and the one that is left out. */
    private void members(int object, int without) {
        boolean first = true;
        for (int index = object + 1; index < tape.next(object); index = tape.next(index)) {
            if (tape.kind(index) == Tape.SUPERSEDED || index == without) {
                continue;
            }
            put(first ? "" : ",");
            first = false;
            put(quoted(paths.key(tape.path(index))) + ":");
            int quotes = tape.kind(index) == Tape.STRING ? 1 : 0;
            int from = tape.start(index) - quotes;
            int to = tape.end(index) + quotes;
            reserve((to - from) * 2);
            end = JsonText.compact(line, from, to, true, text, end);
        }
    }

    private static String quoted(String plain) {
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        byte[] quoted = new byte[bytes.length * 6 + 2];
        return new String(quoted, 0, JsonText.quote(bytes, 0, bytes.length, quoted, 0), StandardCharsets.UTF_8);
    }

    private void put(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, text, end, bytes.length);
        end += bytes.length;
    }

    private void reserve(int bytes) {
        if (end + bytes > text.length) {
            text = Arrays.copyOf(text, Math.max(text.length * 2, end + bytes));
        }
    }
}
