package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A table batch together with what its table takes: the statements that load it and the values in their order. Once it
 * was loaded it knows what did not fit.
 */
public final class PreparedBatch {
    private final TableBatch batch;
    private final TableSchema discardsTable;
    private final ColumnType[] types;
    private final boolean[] written;
    private final List<String> columns = new ArrayList<>();
    private final List<String> casts = new ArrayList<>();
    private final boolean stamped;
    private Conversion conversion;

    private PreparedBatch(TableBatch batch, TableSchema table, TableSchema discardsTable) {
        this.batch = batch;
        this.discardsTable = discardsTable;
        var layout = batch.layout();
        types = new ColumnType[layout.size()];
        written = new boolean[layout.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = table.columns().get(layout.column(i));
            written[i] = types[i] != null && types[i].kind() != ColumnType.Kind.GENERATED;
            if (written[i]) {
                add(layout.column(i), types[i]);
            }
        }
        var stamp = table.columns().get(SchemaEvolution.UUID_TS);
        stamped = stamp != null && stamp.kind() != ColumnType.Kind.GENERATED;
        if (stamped) {
            add(SchemaEvolution.UUID_TS, stamp);
        }
    }

    static PreparedBatch of(TableBatch batch, TableSchema table, TableSchema discardsTable) {
        return new PreparedBatch(batch, table, discardsTable);
    }

    private void add(String column, ColumnType type) {
        columns.add(TableName.quote(column));
        casts.add("cast(? as " + type.sql() + ")");
    }

    public TableBatch batch() {
        return batch;
    }

    /** The statement that takes the rows by COPY, in text format. */
    public String copySql() {
        return "copy " + batch.name().sql() + " (" + String.join(", ", columns) + ") from stdin";
    }

    /** The statement that takes one row by INSERT; its parameters are text. */
    public String insertSql() {
        return "insert into " + batch.name().sql() + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", casts) + ")";
    }

    /**
     * The rows as parameters of {@link #insertSql()}.
     *
     * @param loadedAt when this is, as the database says
     */
    public Iterator<List<String>> insertRows(String loadedAt) {
        return new InsertRows(convert(loadedAt));
    }

    /** Walks the rows anew. */
    Conversion convert(String loadedAt) {
        conversion = new Conversion(batch, types, written, stamped ? loadedAt : "");
        return conversion;
    }

    /** Whether some values did not fit; known once the rows have been walked through. */
    public boolean hasDiscards() {
        return conversion.discards().rows() > 0;
    }

    /** The values that did not fit, to be loaded in the same transaction. */
    public PreparedBatch discards() {
        return new PreparedBatch(conversion.discards(), discardsTable, discardsTable);
    }

    /** How many values did not fit. */
    public long discarded() {
        return conversion.discards().rows();
    }

    /** How far the files of the batch are loaded with it: the parameters of {@code sql/progress.sql}, a file each. */
    public List<Map<String, Object>> progress() {
        var discarded = conversion.discardsByPart();
        var marks = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < discarded.length; i++) {
            var part = batch.parts().get(i);
            marks.add(Map.of(
                    "file", part.file().file().id(),
                    "table", batch.name().qualified(),
                    "line", part.lastLine(),
                    "rows", part.rows(),
                    "discards", discarded[i]));
        }
        return marks;
    }
}
