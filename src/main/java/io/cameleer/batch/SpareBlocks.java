package io.cameleer.batch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Large blocks of memory that no table batch needs any more, for those to come. Fresh ones would be cleared, and moved
 * about by the garbage collector as long as their batch is open; that took a sixteenth of all time.
 */
final class SpareBlocks {
    /** In bytes; all are of this size. */
    static final int SIZE = 256 * 1024;

    private final Deque<byte[]> blocks = new ArrayDeque<>();

    /** A block with whatever is left in it. */
    byte[] take() {
        var block = blocks.poll();
        return block == null ? new byte[SIZE] : block;
    }

    /** Takes a block back; one of another size is let go. */
    void giveBack(byte[] block) {
        if (block.length == SIZE) {
            blocks.push(block);
        }
    }
}
