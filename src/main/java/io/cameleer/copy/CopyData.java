package io.cameleer.copy;

import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/** Rows in one of COPY's formats, in one growing buffer that is sent and emptied from time to time. */
abstract sealed class CopyData implements RowSink permits CopyBinary, CopyText {
    /** Holds what was not sent yet, in its first {@link #size} bytes. */
    byte[] buffer = new byte[1 << 17];

    int size;

    /** There are no further rows. */
    abstract void end();

    /** How many bytes were not sent yet. */
    final int size() {
        return size;
    }

    /** Sends what was not sent yet. */
    final void send(CopyIn copy) throws SQLException {
        copy.writeToCopy(buffer, 0, size);
        size = 0;
    }

    /** Makes sure that so many further bytes go into the buffer. */
    final void room(int length) {
        if (size + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + length, buffer.length * 2));
        }
    }
}
