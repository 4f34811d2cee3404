package io.cameleer.read;

import java.util.Arrays;

/**
 * Checksums of a file's text, as it was read: through each line of a chunk the CRC-32C of that line and all before it, each
 * with its line feed, also the last of a file that has none. What becomes of the lines later does not change them.
 */
public final class Checksums {
    private final long[] lines;
    private final int[] sums;
    private final int last;

    /**
     * @param lines the numbers of the lines, rising
     * @param sums through each of them
     * @param last through the last line that was read for the chunk, blank ones included
     */
    Checksums(long[] lines, int[] sums, int last) {
        this.lines = lines;
        this.sums = sums;
        this.last = last;
    }

    /** The checksum through a line of the chunk. */
    public long through(long line) {
        return Integer.toUnsignedLong(sums[Arrays.binarySearch(lines, line)]);
    }

    /** The checksum through the last line that was read for the chunk, blank ones included. */
    public long last() {
        return Integer.toUnsignedLong(last);
    }
}
