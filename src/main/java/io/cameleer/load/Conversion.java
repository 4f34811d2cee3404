package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.mapping.Cells;
import io.cameleer.mapping.Discard;
import io.cameleer.mapping.TableLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Brings the values of a batch into the form that the columns of its table take, row by row, and collects what does not
 * fit. Every walk through a batch is a conversion of its own.
 */
final class Conversion {
    private final TableBatch batch;
    private final ColumnType[] types;
    private final boolean[] written;
    private final byte[] loadedAt;
    private final TableBatch.Cursor rows;
    private final TableBatch discards;
    private final long[] discardsByPart;
    private final int idPosition;
    private final int receivedAtPosition;
    private int nextMappingDiscard;

    /**
     * @param types the type of each column, by its position in the batch's layout; null where the table has no such column
     * @param written which of these columns the statement names
     * @param loadedAt the value of a last column {@code uuid_ts}; empty if the table has none
     */
    Conversion(TableBatch batch, ColumnType[] types, boolean[] written, String loadedAt) {
        this.batch = batch;
        this.types = types;
        this.written = written;
        this.loadedAt = loadedAt.getBytes(StandardCharsets.US_ASCII);
        this.rows = batch.cursor();
        this.discards = new TableBatch(Discards.table(batch.name()), Discards.LAYOUT);
        this.discardsByPart = new long[batch.parts().size()];
        this.idPosition = position(batch.layout(), "id");
        this.receivedAtPosition = position(batch.layout(), "received_at");
    }

    /** Gives the next row's values to the sink; false when there is none. */
    boolean next(RowSink sink) {
        if (!rows.next()) {
            return false;
        }
        var cells = rows.cells();
        int column = 0;
        while (cells.next()) {
            for (; column < cells.position(); column++) {
                if (written[column]) {
                    sink.nothing();
                }
            }
            write(cells, sink);
            column++;
        }
        for (; column < written.length; column++) {
            if (written[column]) {
                sink.nothing();
            }
        }
        if (loadedAt.length > 0) {
            sink.value(loadedAt, 0, loadedAt.length, true);
        }
        sink.endRow();
        while (nextMappingDiscard < batch.discards().size()
                && batch.discards().get(nextMappingDiscard).row() == rows.row()) {
            discard(batch.discards().get(nextMappingDiscard++).discard());
        }
        return true;
    }

    /** What did not fit, as a batch of its own. */
    TableBatch discards() {
        return discards;
    }

    /** How many values did not fit, for each part of the batch. */
    long[] discardsByPart() {
        return discardsByPart;
    }

    private void write(Cells cells, RowSink sink) {
        int position = cells.position();
        var type = types[position];
        var form = type == null ? ValueForm.NONE : ValueForm.of(cells, type);
        if (form == ValueForm.NONE) {
            if (written[position]) {
                sink.nothing();
            }
            discard(new Discard(batch.layout().column(position), cells.text(), reason(cells, type)));
        } else if (form == ValueForm.AS_IT_IS) {
            sink.value(cells.bytes(), cells.start(), cells.length(), cells.plain());
        } else {
            var text = form.apply(cells.text()).getBytes(StandardCharsets.UTF_8);
            sink.value(text, 0, text.length, false);
        }
    }

    private static String reason(Cells cells, ColumnType type) {
        if (type == null) {
            return "the table has no such column";
        }
        if (type.kind() == ColumnType.Kind.GENERATED) {
            return "the column is written by the server alone";
        }
        return "a value of type " + cells.type().name().toLowerCase(Locale.ROOT) + " does not fit a column of type "
                + type.sql();
    }

    private void discard(Discard discard) {
        discardsByPart[rows.part()]++;
        var part = batch.parts().get(rows.part());
        discards.add(part.file(), Discards.row(batch.name(), text(idPosition), text(receivedAtPosition), discard));
    }

    /** The text of a cell of the current row; blank if it has none. */
    private String text(int position) {
        var cells = rows.cells();
        while (cells.next()) {
            if (cells.position() == position) {
                return cells.text();
            }
        }
        return "";
    }

    private static int position(TableLayout layout, String column) {
        for (int i = 0; i < layout.size(); i++) {
            if (layout.column(i).equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
