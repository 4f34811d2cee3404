package io.cameleer.mapping;

/**
 * Room for the bytes of rows, block after block. Bytes once given out are never written again, so that rows may point
 * into the blocks; a block lives as long as any of its rows.
 */
final class Arena {
    // small enough that a rarely used table's waiting rows do not hold much of others
    private static final int BLOCK = 64 * 1024;

    private byte[] block = new byte[BLOCK];
    private int end;

    /** Makes sure that so many bytes are free behind {@link #end} in {@link #block}. */
    void reserve(int bytes) {
        if (bytes > block.length - end) {
            block = new byte[Math.max(BLOCK, bytes)];
            end = 0;
        }
    }

    byte[] block() {
        return block;
    }

    int end() {
        return end;
    }

    /** Takes what was written up to here. */
    void taken(int newEnd) {
        end = newEnd;
    }
}
