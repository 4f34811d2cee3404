package io.cameleer.copy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.batch.TableBatch;
import io.cameleer.reject.Discarded;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.ValueType;
import io.cameleer.schema.ColumnType;
import io.cameleer.schema.Discards;
import io.cameleer.schema.RowWidth;
import io.cameleer.schema.TableColumns;
import io.cameleer.value.Instants;
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
    /** Whether the rows are themselves what did not get in elsewhere: of these nothing is recorded again. */
    private final boolean ofLeftovers;

    private int nextMappingDiscard;
    /** The values of the current row that its columns do not hold. */
    private final StringBuilder unheld = new StringBuilder();

    /** Knows which rows are too long for a page; null where none can be. */
    private final RowWidth width;
    /** The position from which on values of the current row go to {@code _overflow}. */
    private int fitting = Integer.MAX_VALUE;

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
        this.ofLeftovers = batch.name().isLedger() || batch.name().equals(Discards.table(batch.name()));
        this.idPosition = batch.layout().find("id");
        this.receivedAtPosition = batch.layout().find("received_at");
        this.width = columns.overflows() && columns.named().size() > RowWidth.SAFE_COLUMNS
                ? new RowWidth(batch.layout(), columns.table())
                : null;
    }

    /** Gives the next row's values to the sink; false when there is none. */
    boolean next(RowSink sink) {
        do {
            if (!rows.next()) {
                return false;
            }
        } while (selected.isPresent() && !selected.get().get(rows.row()));
        discarded.row(rows.row());
        if (width != null) {
            fitting = width.fitting(rows.cells());
        }
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
        if (columns.unheld().isPresent()) {
            writeUnheld(sink);
        }
        sink.endRow();
        takeMappingDiscards();
        return true;
    }

    private void write(Cells cells, RowSink sink) {
        int position = cells.position();
        boolean isTooLong = cells.size() > columns.maxValueBytes();
        if (position >= fitting && !isTooLong && columns.written(position) && !width.isFixed(position)) {
            sink.nothing();
            overflow.set(batch.layout().column(position), cells.json(true));
            return;
        }
        if (columns.isNatural(position, cells.type()) && !isTooLong && columns.hasCharacters(cells)) {
            if (cells.rewritten() && !columns.type(position).isChronological()) {
                cells.asWritten();
            }
            sink.value(cells.bytes(), cells.start(), cells.length(), cells.plain());
            return;
        }
        var text = isTooLong || !columns.written(position) ? Optional.<String>empty() : columns.text(cells);
        if (text.isPresent()) {
            var bytes = text.get().getBytes(StandardCharsets.UTF_8);
            sink.value(bytes, 0, bytes.length, false);
            if (!ofLeftovers) {
                columns.change(cells)
                        .ifPresent(reason ->
                                discard(new Discard(batch.layout().column(position), cells.written(), reason)));
            }
            return;
        }
        if (columns.written(position)) {
            sink.nothing();
            if (columns.unheld().isPresent()) {
                unheld.append(TableColumns.mark(position));
            }
        }
        if (columns.type(position) == null && columns.overflows() && !isTooLong) {
            overflow.set(batch.layout().column(position), cells.json(true));
        } else {
            discard(new Discard(batch.layout().column(position), cells.written(), reason(cells, isTooLong)));
        }
    }

    private void writeOverflow(RowSink sink) {
        if (overflow.isEmpty()) {
            sink.nothing();
            return;
        }
        // an escape would be read again, and the character looked for
        var json = columns.encoding().escaped(overflow.toString(), "\\\\").getBytes(StandardCharsets.UTF_8);
        sink.value(json, 0, json.length, false);
        overflow.removeAll();
    }

    private void writeUnheld(RowSink sink) {
        if (unheld.isEmpty()) {
            sink.nothing();
            return;
        }
        var marks = unheld.toString().getBytes(StandardCharsets.US_ASCII);
        sink.value(marks, 0, marks.length, true);
        unheld.setLength(0);
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
        discarded.add(batch.parts().get(rows.part()).file(), id(), receivedAt(), discard);
    }

    /** The id of the current row; blank if it has none. */
    private String id() {
        var cells = rows.cells();
        return cells.find(idPosition) ? cells.written() : "";
    }

    /** When the current row was received; blank if it does not say. */
    private String receivedAt() {
        var cells = rows.cells();
        if (!cells.find(receivedAtPosition)) {
            return "";
        }
        return cells.type() == ValueType.DATETIME
                ? cells.text()
                : Instants.read(cells.text()).orElse("");
    }

    private String reason(Cells cells, boolean isTooLong) {
        var type = columns.type(cells.position());
        if (isTooLong) {
            return "the value is longer than load.max-value-bytes allows";
        }
        if (type == null) {
            return columns.unknown(batch.layout().column(cells.position()));
        }
        if (!columns.hasCharacters(cells)) {
            return columns.missingCharacters();
        }
        if (type.kind() == ColumnType.Kind.GENERATED) {
            return "the column is written by the server alone";
        }
        var value = cells.array() ? "array" : cells.type().name().toLowerCase(Locale.ROOT);
        return "a value of type " + value + " does not fit a column of type " + type.sql();
    }
}
