package io.cameleer.batch;

import io.cameleer.naming.Printable;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The rows of one table that are loaded in one transaction, in order, and which files they come from. Rows are kept as
 * bytes in a few large blocks, so that a batch costs the garbage collector nothing. Rows are added as long as it is open;
 * from when it is {@linkplain #isFull() full} on it is a value that nothing changes, until its memory is freed.
 */
public final class TableBatch {
    private static final int FIRST_BLOCK = 4 * 1024;
    /** What stands before a row: how long it is, and the line it comes from. */
    private static final int HEAD = Integer.BYTES + Long.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final TableName name;
    private final TableLayout layout;
    private final SpareBlocks spare;
    private final List<byte[]> blocks = new ArrayList<>();
    private final List<Integer> used = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<RowDiscard> discards = new ArrayList<>();
    private byte[] block = {};
    private int end;
    private int rows;
    private long bytes;
    private boolean full;

    /** Successive rows of one file in a batch. */
    public static final class Part {
        private final long file;
        private final long after;
        private int rows;
        private long lastLine;
        private long checksum;

        private Part(long file, long after) {
            this.file = file;
            this.after = after;
        }

        /** The file's id in the ledger. */
        public long file() {
            return file;
        }

        /** The last line before these rows from which the table has had a row; 0 if these are the first. */
        public long after() {
            return after;
        }

        public int rows() {
            return rows;
        }

        /** The last line that rows come from. */
        public long lastLine() {
            return lastLine;
        }

        /** The checksum of the file's text through that line. */
        public long checksum() {
            return checksum;
        }
    }

    /** A value that mapping found no place for, and the number of its row in the batch, from 0. */
    public record RowDiscard(int row, Discard discard) {}

    public TableBatch(TableName name, TableLayout layout) {
        this(name, layout, new SpareBlocks());
    }

    /** @param spare where its large blocks come from, and go to when it is {@link #free() freed} */
    TableBatch(TableName name, TableLayout layout, SpareBlocks spare) {
        this.name = name;
        this.layout = layout;
        this.spare = spare;
    }

    /** Adds the rows of a slice behind the others. It must have this batch's layout. */
    void add(RowSlice slice) {
        var last = lastPart();
        if (last != null && last.file == slice.file() && last.lastLine != slice.after()) {
            throw new IllegalStateException("%s: rows of file %d between lines %d and %d are missing"
                    .formatted(name, slice.file(), last.lastLine, slice.after()));
        }
        slice.rows().forEach(row -> add(slice.file(), slice.after(), row));
        if (!slice.rows().isEmpty()) {
            lastPart().lastLine = slice.lastLine();
            lastPart().checksum = slice.checksum();
        }
    }

    /**
     * Adds a row behind the others. It must have this batch's layout.
     *
     * @param file the id of the file that it comes from
     */
    public void add(long file, Row row) {
        add(file, 0, row);
    }

    private void add(long file, long after, Row row) {
        int length = row.to() - row.from();
        if (end + length + HEAD > block.length) {
            openBlock(length + HEAD);
        }
        INT.set(block, end, length);
        LONG.set(block, end + Integer.BYTES, row.line());
        System.arraycopy(row.bytes(), row.from(), block, end + HEAD, length);
        end += HEAD + length;
        for (var discard : row.discards()) {
            discards.add(new RowDiscard(rows, discard));
        }
        var part = lastPart();
        if (part == null || part.file != file) {
            part = new Part(file, after);
            parts.add(part);
        }
        part.rows++;
        part.lastLine = row.line();
        rows++;
    }

    private Part lastPart() {
        return parts.isEmpty() ? null : parts.get(parts.size() - 1);
    }

    /** No more rows are added: it is to be loaded. */
    void close() {
        full = true;
    }

    /** Whether it is to be loaded. */
    public boolean isFull() {
        return full;
    }

    /** Blocks grow with the batch, so that a thousand tables with a few rows each take little. */
    private void openBlock(int least) {
        if (end > 0) {
            blocks.add(block);
            used.add(end);
        }
        int usual = (int) Math.max(FIRST_BLOCK, Math.min(SpareBlocks.SIZE, bytes));
        block = usual == SpareBlocks.SIZE && least <= SpareBlocks.SIZE
                ? spare.take()
                : new byte[Math.max(usual, least)];
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

    /** What mapping found no place for of one row, by its number. */
    public List<Discard> discards(int row) {
        if (discards.isEmpty()) {
            return List.of();
        }
        int first = 0;
        for (int end = discards.size(); first < end; ) {
            int middle = (first + end) / 2;
            if (discards.get(middle).row() < row) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return discards.subList(first, discards.size()).stream()
                .takeWhile(discard -> discard.row() == row)
                .map(RowDiscard::discard)
                .toList();
    }

    /** Some of the rows, by their numbers from 0, as a batch of their own. */
    public TableBatch select(IntPredicate rows) {
        var some = new TableBatch(name, layout);
        for (var cursor = cursor(); cursor.next(); ) {
            if (rows.test(cursor.row)) {
                some.add(parts.get(cursor.partIndex).file, cursor.asRow(discards(cursor.row)));
            }
        }
        return some;
    }

    /** Adds all rows of another batch of the same table and layout behind the others. */
    public void addAll(TableBatch more) {
        for (var cursor = more.cursor(); cursor.next(); ) {
            add(more.parts.get(cursor.partIndex).file, cursor.asRow(List.of()));
        }
    }

    /** Lets others have the memory of its rows. */
    void free() {
        blocks.add(block);
        blocks.forEach(spare::giveBack);
        blocks.clear();
        block = null;
    }

    /**
     * Walks the rows, from the first.
     *
     * @throws IllegalStateException if its memory was freed
     */
    public Cursor cursor() {
        if (block == null) {
            throw new IllegalStateException(this + " is loaded, and its memory in use again");
        }
        return new Cursor();
    }

    @Override
    public String toString() {
        return Printable.of(name.qualified()) + " (" + rows + " rows)";
    }

    /** Walks the rows of a batch, and the parts they belong to. */
    public final class Cursor {
        private int blockIndex;
        private int position;
        private int row = -1;
        private long line;
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
            int length = (int) INT.get(from, position);
            line = (long) LONG.get(from, position + Integer.BYTES);
            position += HEAD;
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

        /** The line of its file that the row comes from. */
        public long line() {
            return line;
        }

        /** The row's cells, from the first. */
        public Cells cells() {
            return new Cells(cellBytes, cellsFrom, cellsTo);
        }

        /**
         * The row by itself; its bytes are the batch's.
         *
         * @param discards what of it is to be discarded
         */
        public Row asRow(List<Discard> discards) {
            return new Row(layout, line, cellBytes, cellsFrom, cellsTo, discards);
        }

        /** The number of the part that the row belongs to. */
        public int part() {
            return partIndex;
        }
    }
}
