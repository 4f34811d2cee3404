package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.mapping.Cells;
import io.cameleer.mapping.Discard;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the values of a batch into the form that the columns of its table take, row by row, and collects what does not
 * fit. Every walk through a batch is a conversion of its own.
 */
final class Conversion {
    private final TableBatch batch;
    private final Optional<BitSet> selected;
    private final ColumnType[] types;
    private final boolean[] written;
    private final byte[] loadedAt;
    private final TableBatch.Cursor rows;
    private final Discarded discarded;
    private final int idPosition;
    private final int receivedAtPosition;
    private int nextMappingDiscard;

    /**
     * @param selected the numbers of the rows to walk; empty for all
     * @param types the type of each column, by its position in the batch's layout; null where the table has no such column
     * @param written which of these columns the statement names
     * @param loadedAt the value of a last column {@code uuid_ts}; empty if the table has none
     */
    Conversion(
            TableBatch batch,
            Optional<BitSet> selected,
            ColumnType[] types,
            boolean[] written,
            String loadedAt,
            Discarded discarded) {
        this.batch = batch;
        this.selected = selected;
        this.types = types;
        this.written = written;
        this.loadedAt = loadedAt.getBytes(StandardCharsets.US_ASCII);
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
        var lost = batch.discards();
        for (;
                nextMappingDiscard < lost.size() && lost.get(nextMappingDiscard).row() <= rows.row();
                nextMappingDiscard++) {
            if (lost.get(nextMappingDiscard).row() == rows.row()) {
                discard(lost.get(nextMappingDiscard).discard());
            }
        }
        return true;
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
        discarded.add(batch.parts().get(rows.part()).file(), text(idPosition), text(receivedAtPosition), discard);
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
}
