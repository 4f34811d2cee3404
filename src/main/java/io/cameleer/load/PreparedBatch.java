package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table batch together with what its table takes. While it is loaded it gathers what does not fit; every attempt to
 * load it begins with {@link #whole()} or {@link #begin()}, and so anew.
 */
public final class PreparedBatch {
    private final TableBatch batch;
    private final TableSchema table;
    private final TableSchema discardsTable;
    private final LoadMode mode;
    private final ColumnType[] types;
    private final boolean[] written;
    private final List<Column> columns = new ArrayList<>();
    private final boolean stamped;
    private Discarded discarded;
    private Outcome outcome;

    /**
     * What became of the rows of a batch.
     *
     * @param added rows that are new in the table
     * @param replaced rows that took the place of an earlier version
     * @param repeated rows that were there already, in this version or a later one
     */
    public record Outcome(long added, long replaced, long repeated) {}

    PreparedBatch(TableBatch batch, TableSchema table, TableSchema discardsTable, LoadMode mode) {
        this.batch = batch;
        this.table = table;
        this.discardsTable = discardsTable;
        this.mode = mode;
        var layout = batch.layout();
        types = new ColumnType[layout.size()];
        written = new boolean[layout.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = table.columns().get(layout.column(i));
            written[i] = types[i] != null && types[i].kind() != ColumnType.Kind.GENERATED;
            if (written[i]) {
                columns.add(new Column(layout.column(i), types[i]));
            }
        }
        var stamp = table.columns().get(SchemaEvolution.UUID_TS);
        stamped = stamp != null && stamp.kind() != ColumnType.Kind.GENERATED;
        if (stamped) {
            columns.add(new Column(SchemaEvolution.UUID_TS, stamp));
        }
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
        outcome = new Outcome(batch.rows(), 0, 0);
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
        var made = new PreparedBatch(rows, table.with(more), discardsTable, mode);
        made.discarded = discarded;
        return made;
    }

    /** All rows, on their way into another table than their own. */
    Portion wholeInto(String into) {
        return new Portion(this, into, Optional.empty());
    }

    /** Walks rows in the form that the table takes. */
    Conversion convert(Optional<BitSet> rows, String loadedAt) {
        return new Conversion(batch, rows, types, written, stamped ? loadedAt : "", discarded);
    }

    TableSchema table() {
        return table;
    }

    /** The type of the column at a position of the layout; null if the table has no such column. */
    ColumnType type(int position) {
        return types[position];
    }

    /** The columns that are written, in the order of the values. */
    List<Column> columns() {
        return columns;
    }

    void outcome(Outcome of) {
        outcome = of;
    }

    /** What became of its rows, once it is loaded. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether some values did not fit; known once the rows have been sent. */
    public boolean hasDiscards() {
        return discarded() > 0;
    }

    /** The values that did not fit, to be loaded in the same transaction. */
    public PreparedBatch discards() {
        return new PreparedBatch(discarded.batch(), discardsTable, discardsTable, mode.ofDiscards());
    }

    /** How many values did not fit. */
    public long discarded() {
        return discarded.batch().rows();
    }

    /** How far the files of the batch are loaded with it: the parameters of {@code sql/progress.sql}, a file each. */
    public List<Map<String, Object>> progress() {
        var marks = new ArrayList<Map<String, Object>>();
        for (var part : batch.parts()) {
            marks.add(Map.of(
                    "file", part.file().file().id(),
                    "table", batch.name().qualified(),
                    "line", part.lastLine(),
                    "rows", part.rows(),
                    "discards", discarded.count(part.file())));
        }
        return marks;
    }
}
