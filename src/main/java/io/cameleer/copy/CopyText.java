package io.cameleer.copy;

/** Rows in the text format of COPY, which every type has. */
final class CopyText extends CopyData {
    private boolean rowStarted;

    @Override
    public void nothing() {
        startColumn(2);
        buffer[size++] = '\\';
        buffer[size++] = 'N';
    }

    @Override
    public void value(byte[] bytes, int start, int length, boolean plain) {
        if (plain) {
            startColumn(length);
            System.arraycopy(bytes, start, buffer, size, length);
            size += length;
            return;
        }
        startColumn(2 * length);
        for (int i = start; i < start + length; i++) {
            byte b = bytes[i];
            char escaped = escaped(b);
            if (escaped == 0) {
                buffer[size++] = b;
            } else {
                buffer[size++] = '\\';
                buffer[size++] = (byte) escaped;
            }
        }
    }

    @Override
    public void endRow() {
        room(1);
        buffer[size++] = '\n';
        rowStarted = false;
    }

    @Override
    void end() {
        // the connection's protocol marks it
    }

    /** The letter behind the backslash that a byte is written as; 0 for a byte that stands for itself. */
    private static char escaped(byte b) {
        return switch (b) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }

    private void startColumn(int length) {
        room(length + 1);
        if (rowStarted) {
            buffer[size++] = '\t';
        }
        rowStarted = true;
    }
}
