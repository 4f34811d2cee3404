package io.cameleer.copy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cameleer.schema.Column;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in the binary format of COPY, of which PostgreSQL takes the same rows in two thirds of the time. The format is in
 * PostgreSQL's documentation of COPY, the form of a value in the function by which its type receives it, such as {@code
 * int8recv}. No value says of what type it is, so the columns must be known to be of these types.
 */
final class CopyBinary extends CopyData {
    /** The signature, then no flags and no extension. */
    private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);

    private static final VarHandle SHORT = handle(short[].class);
    private static final VarHandle INT = handle(int[].class);
    private static final VarHandle LONG = handle(long[].class);
    private static final byte[] TRUE = "true".getBytes(ISO_8859_1);
    private static final byte[] FALSE = "false".getBytes(ISO_8859_1);
    private static final byte JSONB_VERSION = 1;
    /** How many bytes more than its text a value takes at most, with its length and the number of columns before it. */
    private static final int OVERHEAD = 32;
    /** Fewer digits, or a sign and fewer, surely fit into 64 bits. */
    private static final int LONG_DIGITS = 19;

    private final BinaryType[] types;
    private int column;

    /** @param columns those of the rows; all have a {@link BinaryType} */
    CopyBinary(List<Column> columns) {
        types = columns.stream()
                .map(each -> BinaryType.of(each.type()).orElseThrow())
                .toArray(BinaryType[]::new);
        System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
        size = HEADER.length;
    }

    private static VarHandle handle(Class<?> ofNumbers) {
        return MethodHandles.byteArrayViewVarHandle(ofNumbers, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void nothing() {
        startColumn(0);
        putInt(-1);
    }

    /** @throws IllegalArgumentException if the text is no value of the column's type */
    @Override
    public void value(byte[] text, int start, int length, boolean plain) {
        var type = types[column];
        startColumn(length);
        int lengthAt = size;
        size += Integer.BYTES;
        switch (type) {
            case TEXT, JSON -> putBytes(text, start, length);
            case JSONB -> {
                buffer[size++] = JSONB_VERSION;
                putBytes(text, start, length);
            }
            case INT8 -> putLong(integer(text, start, length));
            case INT4 -> putInt(within(Integer.MIN_VALUE, Integer.MAX_VALUE, integer(text, start, length)));
            case INT2 -> putShort(within(Short.MIN_VALUE, Short.MAX_VALUE, integer(text, start, length)));
            case BOOL -> buffer[size++] = (byte) (isTrue(text, start, length) ? 1 : 0);
            case TIMESTAMPTZ -> putLong(Microseconds.of(text, start, length));
            case NUMERIC -> size = BinaryNumeric.write(text, start, length, buffer, size);
            case FLOAT8 -> putLong(Double.doubleToLongBits(Double.parseDouble(ascii(text, start, length))));
            case FLOAT4 -> putInt(Float.floatToIntBits(Float.parseFloat(ascii(text, start, length))));
        }
        INT.set(buffer, lengthAt, size - lengthAt - Integer.BYTES);
    }

    @Override
    public void endRow() {
        column = 0;
    }

    @Override
    void end() {
        room(Short.BYTES);
        putShort(-1);
    }

    private void startColumn(int textLength) {
        room(textLength + OVERHEAD);
        if (column++ == 0) {
            putShort(types.length);
        }
    }

    private static long integer(byte[] text, int start, int length) {
        if (length >= LONG_DIGITS) {
            return Long.parseLong(ascii(text, start, length));
        }
        int end = start + length;
        boolean negative = length > 0 && text[start] == '-';
        long value = 0;
        int at = negative ? start + 1 : start;
        if (at == end) {
            throw new NumberFormatException("no digits");
        }
        for (; at < end; at++) {
            value = value * 10 + BinaryNumeric.digit(text[at]);
        }
        return negative ? -value : value;
    }

    private static int within(int least, int most, long value) {
        if (value < least || value > most) {
            throw new NumberFormatException(value + " is out of range");
        }
        return (int) value;
    }

    private static boolean isTrue(byte[] text, int start, int length) {
        boolean isTrue = Arrays.equals(text, start, start + length, TRUE, 0, TRUE.length);
        if (!isTrue && !Arrays.equals(text, start, start + length, FALSE, 0, FALSE.length)) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return isTrue;
    }

    private static String ascii(byte[] text, int start, int length) {
        return new String(text, start, length, ISO_8859_1);
    }

    private void putBytes(byte[] bytes, int start, int length) {
        System.arraycopy(bytes, start, buffer, size, length);
        size += length;
    }

    private void putShort(int value) {
        SHORT.set(buffer, size, (short) value);
        size += Short.BYTES;
    }

    private void putInt(int value) {
        INT.set(buffer, size, value);
        size += Integer.BYTES;
    }

    private void putLong(long value) {
        LONG.set(buffer, size, value);
        size += Long.BYTES;
    }
}
