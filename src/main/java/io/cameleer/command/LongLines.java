package io.cameleer.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, one at a time, in one array; memory does not grow with a line that never ends. */
final class LongLines {
    /** What is longer is no event. */
    static final int MAX_LINE = 16 << 20;

    private final InputStream in;
    private final byte[] read = new byte[64 * 1024];
    private int next;
    private int end;
    private byte[] line = new byte[8 * 1024];
    private int length;
    private boolean cut;

    LongLines(InputStream in) {
        this.in = in;
    }

    /** Reads the next line; false if there is none. */
    boolean next() throws IOException {
        length = 0;
        cut = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int from = next;
            while (next < end && read[next] != '\n') {
                next++;
            }
            keep(from, next);
            if (next < end) {
                next++;
                return true;
            }
        }
        return any;
    }

    /** Holds the line, from 0 to {@link #length}; overwritten by the next. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    /** Whether the line was longer than {@link #MAX_LINE} and is here only in part. */
    boolean isCut() {
        return cut;
    }

    boolean isBlank() {
        for (int at = 0; at < length; at++) {
            if (line[at] < 0 || line[at] > ' ') {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        next = 0;
        end = in.read(read);
        return end > 0;
    }

    private void keep(int from, int to) {
        int kept = Math.min(to - from, MAX_LINE - length);
        cut |= kept < to - from;
        if (length + kept > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX_LINE, Math.max(line.length * 2, length + kept)));
        }
        System.arraycopy(read, from, line, length, kept);
        length += kept;
    }
}
