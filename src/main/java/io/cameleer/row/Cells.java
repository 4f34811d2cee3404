package io.cameleer.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks the cells of one row, in the form that {@link Row} describes. */
public final class Cells {
    private final byte[] bytes;
    private final int end;
    private int next;
    private int position;
    private int head;
    private int start;
    private int length;

    public Cells(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.next = from;
        this.end = to;
    }

    /** Moves to the next cell; false when there is none. */
    public boolean next() {
        if (next >= end) {
            return false;
        }
        position = varint();
        head = bytes[next++];
        length = varint();
        start = next;
        next += length;
        if ((head & Row.REWRITTEN) != 0) {
            length = ValueType.instantLength(bytes, start);
        }
        return true;
    }

    /** Moves on to the cell of a column; false if the rest of the row has none. */
    public boolean find(int wanted) {
        while (next()) {
            if (position == wanted) {
                return true;
            }
        }
        return false;
    }

    /** The column's position in the layout. */
    public int position() {
        return position;
    }

    public ValueType type() {
        return ValueType.at(head & 0x0F);
    }

    /** Whether the text has no backslash and no control character. */
    public boolean plain() {
        return (head & Row.PLAIN) != 0;
    }

    /** Whether the value is an array, and the text its JSON text. */
    public boolean array() {
        return (head & Row.ARRAY) != 0;
    }

    /** Whether the value is an instant that the sender wrote in another form than its text has. */
    public boolean rewritten() {
        return (head & Row.REWRITTEN) != 0;
    }

    /** Has the text be what the sender wrote, until the next cell. */
    public void asWritten() {
        if (rewritten()) {
            start += length;
            length = next - start;
            head &= ~Row.REWRITTEN;
        }
    }

    /** The head and all that belongs to the cell's value, to be written once more by {@link RowWriter#cell(int, Content)}. */
    public Content content() {
        return new Content(head, Arrays.copyOfRange(bytes, start, next));
    }

    /**
     * A cell's value.
     *
     * @param head as {@link Row} has it
     */
    public record Content(int head, byte[] bytes) {}

    /** How many bytes the cell's value takes, with what was written where that is kept. */
    public int size() {
        return next - start;
    }

    /** The array that holds the text, from {@link #start()} on, {@link #length()} bytes long. */
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }

    public String text() {
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    /** The text of an instant without its Z: such texts have the order of the instants. */
    public String sortable() {
        return new String(bytes, start, length - 1, StandardCharsets.UTF_8);
    }

    /** The text as the sender wrote it; of an instant that may be another than {@link #text()}. */
    public String written() {
        return rewritten() ? new String(bytes, start + length, next - start - length, StandardCharsets.UTF_8) : text();
    }

    /**
     * The value as JSON that is to be written: numbers, booleans and JSON as their text has it, all else a string.
     *
     * @param asSent whether an array is one in JSON, too, and an instant is as it was written; else an array is the text
     *     that a text column takes, and an instant in the form that all have
     */
    public JsonNode json(boolean asSent) {
        return switch (type()) {
            case INT, FLOAT, BOOLEAN, JSON -> raw();
            case STRING -> asSent && array() ? raw() : TextNode.valueOf(text());
            case DATETIME -> TextNode.valueOf(asSent ? written() : text());
        };
    }

    private JsonNode raw() {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(text()));
    }

    private int varint() {
        int value = bytes[next++];
        if (value >= 0) {
            return value;
        }
        value &= 0x7F;
        for (int shift = 7; ; shift += 7) {
            int more = bytes[next++];
            value |= (more & 0x7F) << shift;
            if (more >= 0) {
                return value;
            }
        }
    }
}
