package io.cameleer.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;

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
        return true;
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

    /**
     * The value as JSON that is to be written: numbers, booleans and JSON as their text has it, all else a string.
     *
     * @param withArrays whether an array is one in JSON, too; else it is the text that a text column takes
     */
    public JsonNode json(boolean withArrays) {
        return switch (type()) {
            case INT, FLOAT, BOOLEAN, JSON -> raw();
            case STRING, DATETIME -> withArrays && array() ? raw() : TextNode.valueOf(text());
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
