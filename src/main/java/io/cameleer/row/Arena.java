package io.cameleer.row;

/**
 * Memory for the bytes of rows, block after block. Bytes once given out are never written again, so that rows may point
 * into the blocks; a block lives as long as any of its rows.
 */
public final class Arena {
    // small enough that a rarely used table's waiting rows do not hold much of others
    private static final int BLOCK = 64 * 1024;

    private byte[] block = new byte[BLOCK];
    private int end;

    /** Makes sure that so many bytes are free from {@link #end} on in {@link #block}. */
    public void reserve(int bytes) {
        if (bytes > block.length - end) {
            block = new byte[Math.max(BLOCK, bytes)];
            end = 0;
        }
    }

    /** Where bytes are written now. */
    public byte[] block() {
        return block;
    }

    /** The first free byte in {@link #block}. */
    public int end() {
        return end;
    }

    /** Gives out what was written up to here. */
    public void advance(int newEnd) {
        end = newEnd;
    }
}
