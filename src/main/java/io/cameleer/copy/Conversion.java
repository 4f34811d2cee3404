package io.cameleer.copy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.batch.TableBatch;
import io.cameleer.reject.Discarded;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.schema.ColumnType;
import io.cameleer.schema.TableColumns;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the values of successive rows of a batch into the form that the columns of its table take, row by row, and
 * collects what does not fit. Every walk through rows is a conversion of its own.
 */
final class Conversion {
    private final TableBatch batch;
    private final TableColumns columns;
    private final byte[] loadedAt;
    private final TableBatch.Cursor rows;
    private final Optional<BitSet> selected;
    private final Discarded discarded;
    private final int idPosition;
    private final int receivedAtPosition;
    private int nextMappingDiscard;
    private ObjectNode overflow = JsonNodeFactory.instance.objectNode();

    /**
     * @param selected the numbers of the rows to walk; empty for all
     * @param loadedAt when the rows are loaded, for the column {@code uuid_ts}
     * @param discarded takes what does not fit
     */
    Conversion(
            TableBatch batch, Optional<BitSet> selected, TableColumns columns, String loadedAt, Discarded discarded) {
        this.batch = batch;
        this.columns = columns;
        this.loadedAt = loadedAt.getBytes(StandardCharsets.US_ASCII);
        this.selected = selected;
        this.discarded = discarded;
        this.rows = batch.cursor();
        this.idPosition = batch.layout().find("id");
        this.receivedAtPosition = batch.layout().find("received_at");
    }

    /** Gives the next row's values to the sink; false when there is none. */
    boolean next(RowSink sink) {
        do {
            if (!rows.next()) {
                return false;
            }
        } while (selected.isPresent() && !selected.get().get(rows.row()));
        var cells = rows.cells();
        int column = 0;
        while (cells.next()) {
            for (; column < cells.position(); column++) {
                if (columns.written(column)) {
                    sink.nothing();
                }
            }
            write(cells, sink);
            column++;
        }
        for (; column < columns.size(); column++) {
            if (columns.written(column)) {
                sink.nothing();
            }
        }
        if (columns.stamped()) {
            sink.value(loadedAt, 0, loadedAt.length, true);
        }
        if (columns.overflows()) {
            writeOverflow(sink);
        }
        sink.endRow();
        takeMappingDiscards();
        return true;
    }

    private void write(Cells cells, RowSink sink) {
        int position = cells.position();
        boolean isTooLong = cells.length() > columns.maxValueBytes();
        if (columns.isNatural(position, cells.type()) && !isTooLong) {
            sink.value(cells.bytes(), cells.start(), cells.length(), cells.plain());
            return;
        }
        var text = isTooLong || !columns.written(position) ? Optional.<String>empty() : columns.text(cells);
        if (text.isPresent()) {
            var bytes = text.get().getBytes(StandardCharsets.UTF_8);
            sink.value(bytes, 0, bytes.length, false);
            return;
        }
        if (columns.written(position)) {
            sink.nothing();
        }
        if (columns.type(position) == null && columns.overflows() && !isTooLong) {
            overflow.set(batch.layout().column(position), cells.json(true));
        } else {
            discard(new Discard(batch.layout().column(position), cells.text(), reason(cells, isTooLong)));
        }
    }

    private void writeOverflow(RowSink sink) {
        if (overflow.isEmpty()) {
            sink.nothing();
            return;
        }
        var json = overflow.toString().getBytes(StandardCharsets.UTF_8);
        sink.value(json, 0, json.length, false);
        overflow.removeAll();
    }

    private void takeMappingDiscards() {
        var discards = batch.discards();
        for (; nextMappingDiscard < discards.size(); nextMappingDiscard++) {
            int row = discards.get(nextMappingDiscard).row();
            if (row > rows.row()) {
                return;
            }
            if (row == rows.row()) {
                discard(discards.get(nextMappingDiscard).discard());
            }
        }
    }

    private void discard(Discard discard) {
        discarded.add(batch.parts().get(rows.part()).file(), text(idPosition), text(receivedAtPosition), discard);
    }

    /** The text of a cell of the current row; blank if it has none. */
    private String text(int position) {
        for (var cells = rows.cells(); cells.next(); ) {
            if (cells.position() == position) {
                return cells.text();
            }
        }
        return "";
    }

    private String reason(Cells cells, boolean isTooLong) {
        var type = columns.type(cells.position());
        if (isTooLong) {
            return "the value is longer than load.max-value-bytes allows";
        }
        if (type == null) {
            return columns.unknown(batch.layout().column(cells.position()));
        }
        if (type.kind() == ColumnType.Kind.GENERATED) {
            return "the column is written by the server alone";
        }
        var value = cells.array() ? "array" : cells.type().name().toLowerCase(Locale.ROOT);
        return "a value of type " + value + " does not fit a column of type " + type.sql();
    }
}
