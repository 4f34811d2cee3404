package io.cameleer.schema;

import io.cameleer.json.Escapes;
import io.cameleer.json.Tape;
import io.cameleer.row.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON arrays on their way into columns: as arrays of PostgreSQL, or as JSON. */
public final class JsonArray {
    /** What {@code numeric}, and with it {@code jsonb}, holds at most: digits before and behind the point. */
    private static final int MAX_WHOLE = 131_072;

    private static final int MAX_FRACTION = 16_383;

    private final byte[] bytes;
    private final Tape tape = new Tape();

    private JsonArray(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!tape.read(bytes, 0, bytes.length)) {
            throw new IllegalArgumentException("Not JSON: " + tape.error());
        }
    }

    /** The array as PostgreSQL writes one, {@code {"1","2",NULL}}, if every element fits; arrays within it do not. */
    public static Optional<String> literal(String text, ColumnType element) {
        return new JsonArray(text).literal(element);
    }

    /** Whether {@code jsonb} holds the array; numbers may be too large for it. */
    public static boolean isHoldable(String text) {
        boolean isShort = text.length() < MAX_FRACTION && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        return isShort || new JsonArray(text).isHoldable();
    }

    private Optional<String> literal(ColumnType element) {
        if (element.kind() == ColumnType.Kind.JSON && !isHoldable()) {
            return Optional.empty();
        }
        var literal = new StringBuilder("{");
        for (int index = 1; index < tape.size(); index = tape.next(index)) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            if (tape.kind(index) == Tape.NULL) {
                literal.append("NULL");
                continue;
            }
            var text = element(index, element);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            literal.append('"')
                    .append(text.get().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return Optional.of(literal.append('}').toString());
    }

    private Optional<String> element(int index, ColumnType element) {
        int start = tape.start(index);
        int end = tape.end(index);
        return switch (tape.kind(index)) {
            case Tape.STRING -> Fitting.text(ValueType.STRING, false, string(start, end), element);
            case Tape.NUMBER -> Fitting.text(ValueType.FLOAT, false, raw(start, end), element);
            case Tape.TRUE, Tape.FALSE -> Fitting.text(ValueType.BOOLEAN, false, raw(start, end), element);
            default ->
                element.kind() == ColumnType.Kind.JSON
                        ? Fitting.text(ValueType.JSON, true, raw(start, end), element)
                        : Optional.empty();
        };
    }

    private boolean isHoldable() {
        for (int index = 0; index < tape.size(); index++) {
            if (tape.kind(index) == Tape.NUMBER && !isHoldableNumber(raw(tape.start(index), tape.end(index)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHoldableNumber(String text) {
        try {
            var number = new BigDecimal(text);
            return number.scale() <= MAX_FRACTION && (long) number.precision() - number.scale() <= MAX_WHOLE;
        } catch (NumberFormatException e) {
            return false; // an exponent beyond 32 bits
        }
    }

    private String raw(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private String string(int start, int end) {
        byte[] decoded = new byte[end - start];
        int length = Escapes.decode(bytes, start, end, decoded, 0);
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}
