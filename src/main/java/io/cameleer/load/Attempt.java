package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.ledger.FileProgress;
import io.cameleer.load.PreparedBatch.Outcome;
import io.cameleer.mapping.Discard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One attempt to load a table batch: which of its rows are still to be sent, and what did not get in with those that
 * were.
 *
 * <p>The rows are sent all at once. If PostgreSQL refuses them, each half is sent instead, and so on, down to the rows at
 * fault: one row in a million costs the time of two million, and twenty small steps. Halves are sent in the rows' order,
 * so that the table looks as if smaller batches had been loaded one after the other.
 */
public final class Attempt {
    private final TableBatch batch;
    private final Leftovers leftovers;
    private final Deque<PreparedBatch> left = new ArrayDeque<>();
    private final Discarded discarded;
    private final TableBatch rejected = new TableBatch(RejectedRows.TABLE, RejectedRows.LAYOUT);
    private final Map<FileProgress, Long> leftOut = new HashMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private Outcome outcome = new Outcome(0, 0, 0);
    private boolean whole = true;

    /** Where goes what did not get in. */
    record Leftovers(TableColumns discards, LoadMode discardsMode, TableColumns rejectedRows) {}

    /**
     * Why a row is not in its table.
     *
     * @param sqlState PostgreSQL's code of the error; blank if it was not PostgreSQL that refused it
     * @param message what is the same for all rows that are refused for the same reason
     * @param detail what PostgreSQL says of this row; blank if it says nothing
     */
    record Refusal(String sqlState, String message, String detail) {
        /** A row is turned away by the contract on new tables and columns. */
        static Refusal byContract(String reason) {
            return new Refusal("", reason, "");
        }
    }

    Attempt(TableBatch batch, Leftovers leftovers) {
        this.batch = batch;
        this.leftovers = leftovers;
        discarded = new Discarded(batch.name());
    }

    /** Adds rows that are to be sent. */
    void send(PreparedBatch rows) {
        if (rows.batch().rows() > 0) {
            left.addLast(rows);
        }
    }

    /**
     * A row of the batch is not sent, but kept among the rejected ones. What mapping found no place for in it is a discard
     * all the same.
     *
     * @param of the batch that the row is read from: this one, or rows of it
     */
    void reject(TableBatch.Cursor row, TableBatch of, Refusal refusal) {
        var file = of.parts().get(row.part()).file();
        leftOut.merge(file, 1L, Long::sum);
        reasons.merge(refusal.message, 1L, Long::sum);
        discardMappedOut(row, of);
        rejected.add(file, RejectedRows.row(file.file().id(), row, of, refusal));
    }

    /** A row of the batch is not sent, and each of its values is a discard. */
    void discard(TableBatch.Cursor row, String reason) {
        var file = batch.parts().get(row.part()).file();
        leftOut.merge(file, 1L, Long::sum);
        discardMappedOut(row, batch);
        for (var cells = row.cells(); cells.next(); ) {
            discard(row, batch, new Discard(batch.layout().column(cells.position()), cells.text(), reason));
        }
    }

    private void discardMappedOut(TableBatch.Cursor row, TableBatch of) {
        of.discards(row.row()).forEach(discard -> discard(row, of, discard));
    }

    private void discard(TableBatch.Cursor row, TableBatch of, Discard discard) {
        var file = of.parts().get(row.part()).file();
        var id = text(row, of.layout().find("id"));
        discarded.add(file, id, text(row, of.layout().find("received_at")), discard);
    }

    private static String text(TableBatch.Cursor row, int position) {
        for (var cells = row.cells(); cells.next(); ) {
            if (cells.position() == position) {
                return cells.text();
            }
        }
        return "";
    }

    public TableBatch batch() {
        return batch;
    }

    /** Whether no row was refused so far. */
    boolean isWhole() {
        return whole;
    }

    /** Whether there are rows that were not sent yet. */
    public boolean isUnfinished() {
        return !left.isEmpty();
    }

    /** The rows that are to be sent next. */
    PreparedBatch next() {
        return left.getFirst();
    }

    /** The rows that were sent are in the table. */
    void loaded() {
        var rows = left.removeFirst();
        discarded.addAll(rows.discarded());
        outcome = outcome.plus(rows.outcome());
    }

    /** The rows that were sent are not in the table, and one of them is why: which one, its halves will tell. */
    void refused(Refusal refusal) {
        whole = false;
        var rows = left.removeFirst();
        int count = rows.batch().rows();
        if (count == 1) {
            var row = rows.batch().cursor();
            row.next();
            reject(row, rows.batch(), refusal);
        } else {
            left.addFirst(rows.select(row -> row >= count / 2));
            left.addFirst(rows.select(row -> row < count / 2));
        }
    }

    /** What else is to be loaded in the same transaction: the values and the rows that did not get in. */
    public List<PreparedBatch> leftOver() {
        return Stream.of(
                        new PreparedBatch(discarded.batch(), leftovers.discards, leftovers.discardsMode),
                        new PreparedBatch(rejected, leftovers.rejectedRows, LoadMode.APPEND))
                .filter(rows -> rows.batch().rows() > 0)
                .toList();
    }

    /** How many values of each kind are not in their columns: the parameters of {@code sql/discards.sql}. */
    public List<Map<String, Object>> discardCounts() {
        return discarded.counts();
    }

    /** How many values are not in their columns. */
    public long discarded() {
        return discarded.batch().rows();
    }

    /** How many rows are not in the table. */
    public long rejected() {
        return leftOut.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Why rows were rejected, and how many each time. */
    public Map<String, Long> rejectedBecause() {
        return reasons;
    }

    /** What became of the rows that are in the table. */
    public Outcome outcome() {
        return outcome;
    }

    /** How far the files of the batch are loaded with it: the parameters of {@code sql/progress.sql}, a file each. */
    public List<Map<String, Object>> progress() {
        var marks = new ArrayList<Map<String, Object>>();
        for (var part : batch.parts()) {
            long rejectedRows = leftOut.getOrDefault(part.file(), 0L);
            marks.add(Map.of(
                    "file", part.file().file().id(),
                    "table", batch.name().qualified(),
                    "line", part.lastLine(),
                    "rows", part.rows() - rejectedRows,
                    "rejected", rejectedRows,
                    "discards", discarded.count(part.file())));
        }
        return marks;
    }
}
