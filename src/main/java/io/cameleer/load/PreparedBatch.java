package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.mapping.Cells;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A table batch together with what its table takes. While it is loaded it gathers what does not fit; every attempt to
 * load it begins with {@link #whole()} or {@link #begin()}, and so anew.
 */
public final class PreparedBatch {
    private final TableBatch batch;
    private final TableColumns columns;
    private final LoadMode mode;
    private Discarded discarded;
    private Outcome outcome;

    /**
     * What became of the rows of a batch.
     *
     * @param added rows that are new in the table
     * @param replaced rows that took the place of an earlier version
     * @param repeated rows that were there already, in this version or a later one
     */
    public record Outcome(long added, long replaced, long repeated) {
        /** All rows of which it is known. */
        long rows() {
            return added + replaced + repeated;
        }

        Outcome plus(Outcome more) {
            return new Outcome(added + more.added, replaced + more.replaced, repeated + more.repeated);
        }
    }

    PreparedBatch(TableBatch batch, TableColumns columns, LoadMode mode) {
        this.batch = batch;
        this.columns = columns;
        this.mode = mode;
        begin();
    }

    public TableBatch batch() {
        return batch;
    }

    /** The route that its rows take: {@code append}, {@code merge} or {@code merge-users}. */
    public String route() {
        return mode.route();
    }

    /** Forgets an earlier attempt to load it. */
    void begin() {
        discarded = new Discarded(batch.name());
        outcome = new Outcome(0, 0, 0);
    }

    /** So many rows have gone into the table, by PostgreSQL's own count. */
    void taken(long rows) {
        outcome = outcome.plus(new Outcome(rows, 0, 0));
    }

    /** All rows, on their way into the table. */
    public Portion whole() {
        begin();
        return new Portion(this, batch.name().sql(), Optional.empty());
    }

    /** Some rows, on their way into a table. */
    Portion portion(BitSet rows, String into) {
        return new Portion(this, into, Optional.of(rows));
    }

    /** Rows made of this batch's, with further columns; what does not fit is counted here. */
    PreparedBatch madeOf(TableBatch rows, Map<String, ColumnType> more) {
        var made = new PreparedBatch(rows, columns.with(rows.layout(), more), mode);
        made.discarded = discarded;
        return made;
    }

    /** All rows, on their way into another table than their own. */
    Portion wholeInto(String into) {
        return new Portion(this, into, Optional.empty());
    }

    /** Walks rows in the form that the table takes. */
    Conversion convert(Optional<BitSet> rows, String loadedAt) {
        return new Conversion(batch, rows, columns, loadedAt, discarded);
    }

    TableSchema table() {
        return columns.table();
    }

    /** Whether the columns that are written are of the types that they were taken to be of. */
    boolean agreesWith(TableSchema now) {
        return columns.agreeWith(now);
    }

    /** Whether the binary format can say all that is written. */
    boolean isBinary() {
        return columns.areBinary();
    }

    /** Some of its rows, by their numbers, to be loaded in the same way. */
    PreparedBatch select(IntPredicate rows) {
        return new PreparedBatch(batch.select(rows), columns, mode);
    }

    /** The text by which a cell's column takes it; empty if the value does not fit. */
    Optional<String> text(Cells cell) {
        return columns.text(cell);
    }

    /** The type of the column at a position of the layout; null if the table has no such column. */
    ColumnType type(int position) {
        return columns.type(position);
    }

    /** The columns that are written, in the order of the values. */
    List<Column> columns() {
        return columns.named();
    }

    void outcome(Outcome of) {
        outcome = of;
    }

    /** Whether it is known of every row what became of it; a trigger may keep some out of the table without a word. */
    boolean isAccountedFor() {
        return outcome.rows() == batch.rows();
    }

    /** What became of its rows, once it is loaded. */
    public Outcome outcome() {
        return outcome;
    }

    /** What did not fit; known once the rows have been sent. */
    Discarded discarded() {
        return discarded;
    }
}
