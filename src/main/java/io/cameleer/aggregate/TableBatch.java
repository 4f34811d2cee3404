package io.cameleer.aggregate;

import io.cameleer.ledger.FileProgress;
import io.cameleer.mapping.Cells;
import io.cameleer.mapping.Discard;
import io.cameleer.mapping.Row;
import io.cameleer.mapping.TableLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one table that are loaded in one transaction, in order, and which files they come from. Rows are kept as
 * bytes in a few large blocks, so that a batch costs the garbage collector nothing.
 */
public final class TableBatch {
    private static final int FIRST_BLOCK = 4 * 1024;
    private static final int LARGEST_BLOCK = 256 * 1024;
    private static final int LENGTH = 4;

    private final TableName name;
    private final TableLayout layout;
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<Integer> used = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<RowDiscard> discards = new ArrayList<>();
    private byte[] block = {};
    private int end;
    private int rows;
    private long bytes;

    /** Successive rows of one file in a batch, and the last line they come from. */
    public static final class Part {
        private final FileProgress file;
        private int rows;
        private long lastLine;

        private Part(FileProgress file) {
            this.file = file;
        }

        public FileProgress file() {
            return file;
        }

        public int rows() {
            return rows;
        }

        public long lastLine() {
            return lastLine;
        }
    }

    /** A value that mapping found no place for, and the number of its row in the batch, from 0. */
    public record RowDiscard(int row, Discard discard) {}

    public TableBatch(TableName name, TableLayout layout) {
        this.name = name;
        this.layout = layout;
    }

    /** Adds a row behind the others. It must have this batch's layout. */
    public void add(FileProgress file, Row row) {
        int length = row.to() - row.from();
        if (end + length + LENGTH > block.length) {
            openBlock(length + LENGTH);
        }
        block[end++] = (byte) (length >>> 24);
        block[end++] = (byte) (length >>> 16);
        block[end++] = (byte) (length >>> 8);
        block[end++] = (byte) length;
        System.arraycopy(row.bytes(), row.from(), block, end, length);
        end += length;
        for (var discard : row.discards()) {
            discards.add(new RowDiscard(rows, discard));
        }
        var part = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (part == null || part.file != file) {
            part = new Part(file);
            parts.add(part);
        }
        part.rows++;
        part.lastLine = row.line();
        rows++;
    }

    /** Blocks grow with the batch, so that a thousand tables with a few rows each take little. */
    private void openBlock(int least) {
        if (end > 0) {
            blocks.add(block);
            used.add(end);
        }
        int usual = (int) Math.max(FIRST_BLOCK, Math.min(LARGEST_BLOCK, bytes));
        block = new byte[Math.max(usual, least)];
        bytes += block.length;
        end = 0;
    }

    public TableName name() {
        return name;
    }

    public TableLayout layout() {
        return layout;
    }

    /** How many rows are in it. */
    public int rows() {
        return rows;
    }

    /** How much memory its rows take, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** The files its rows come from, in the rows' order. */
    public List<Part> parts() {
        return parts;
    }

    /** What mapping found no place for, in the rows' order. */
    public List<RowDiscard> discards() {
        return discards;
    }

    /** Walks the rows, from the first. */
    public Cursor cursor() {
        return new Cursor();
    }

    @Override
    public String toString() {
        return name + " (" + rows + " rows)";
    }

    /** Walks the rows of a batch, and the parts they belong to. */
    public final class Cursor {
        private int blockIndex;
        private int position;
        private int row = -1;
        private int partIndex;
        private int partRowsLeft = parts.isEmpty() ? 0 : parts.get(0).rows + 1;
        private byte[] cellBytes = {};
        private int cellsFrom;
        private int cellsTo;

        private Cursor() {}

        /** Moves to the next row; false when there is none. */
        public boolean next() {
            if (row + 1 >= rows) {
                return false;
            }
            row++;
            if (--partRowsLeft == 0) {
                partRowsLeft = parts.get(++partIndex).rows;
            }
            if (blockIndex < blocks.size() && position >= used.get(blockIndex)) {
                blockIndex++;
                position = 0;
            }
            var from = blockIndex < blocks.size() ? blocks.get(blockIndex) : block;
            int length = (from[position] & 0xFF) << 24
                    | (from[position + 1] & 0xFF) << 16
                    | (from[position + 2] & 0xFF) << 8
                    | from[position + 3] & 0xFF;
            position += LENGTH;
            cellBytes = from;
            cellsFrom = position;
            position += length;
            cellsTo = position;
            return true;
        }

        /** The row's number in the batch, from 0. */
        public int row() {
            return row;
        }

        /** The row's cells, from the first. */
        public Cells cells() {
            return new Cells(cellBytes, cellsFrom, cellsTo);
        }

        /** The number of the part that the row belongs to. */
        public int part() {
            return partIndex;
        }
    }
}
