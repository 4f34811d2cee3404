package io.cameleer.merge;

import io.cameleer.batch.TableBatch;
import io.cameleer.copy.TableLoad;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.Row;
import io.cameleer.row.RowWriter;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import io.cameleer.schema.TableColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes one row of all the rows that a batch has of a user: of each column the value received last. */
final class LatestTraits {
    private final TableBatch batch;
    private final TableColumns columns;
    private final TableLayout layout;
    private final int id;
    private final int receivedAt;
    private final String oldestName;

    /** A row of the batch, when it was received, without the Z that would keep it from being sorted, and the file it comes from. */
    private record Event(String receivedAt, long file, Row row) {}

    /** @param oldestName a column for when the oldest event was received; nothing where two came at the same time */
    LatestTraits(TableLoad load, String oldestName) {
        this.oldestName = oldestName;
        this.batch = load.rows();
        this.columns = load.columns();
        this.layout = batch.layout();
        this.id = layout.find("id");
        this.receivedAt = layout.find("received_at");
    }

    /** The rows, one for each user, with that further column; those without an id as they are. */
    TableBatch batch() {
        var users = new LinkedHashMap<String, List<Event>>();
        var rows = batch.cursor();
        while (rows.next()) {
            String user = null;
            var received = "";
            for (var cells = rows.cells(); cells.next(); ) {
                if (cells.position() == id) {
                    user = columns.text(cells).orElseGet(cells::written);
                } else if (cells.position() == receivedAt && cells.type() == ValueType.DATETIME) {
                    received = cells.sortable();
                }
            }
            var event =
                    new Event(received, batch.parts().get(rows.part()).file(), rows.asRow(batch.discards(rows.row())));
            // without an id a row has a key to itself, which no id can be
            users.computeIfAbsent(user == null ? "\0" + rows.row() : user, k -> new ArrayList<>(1))
                    .add(event);
        }
        var target = new TableLayout(layout.table(), layout.origin());
        for (int i = 0; i < layout.size(); i++) {
            target.position(layout.column(i), layout.origin(i));
        }
        int oldest = target.position(oldestName, "");
        var latest = new TableBatch(batch.name(), target);
        users.values().forEach(events -> add(events, oldest, latest));
        return latest;
    }

    private static void add(List<Event> events, int oldest, TableBatch to) {
        events.sort(Comparator.comparing(Event::receivedAt));
        var last = events.get(events.size() - 1);
        var discards = new ArrayList<Discard>();
        boolean tied = false;
        for (int i = 0; i < events.size(); i++) {
            discards.addAll(events.get(i).row.discards());
            tied |= i > 0 && events.get(i).receivedAt.equals(events.get(i - 1).receivedAt);
        }
        var row = new RowWriter();
        if (events.size() == 1) {
            row.cells(last.row);
        } else {
            latest(events).forEach(row::cell);
        }
        if (!tied && !events.get(0).receivedAt.isEmpty()) {
            row.cell(oldest, ValueType.DATETIME, (events.get(0).receivedAt + "Z").getBytes(StandardCharsets.US_ASCII));
        }
        to.add(last.file, row.row(to.layout(), 0, discards));
    }

    /** By position the last value. */
    private static Map<Integer, Cells.Content> latest(List<Event> events) {
        var values = new TreeMap<Integer, Cells.Content>();
        for (var event : events) {
            for (var cells = event.row.cells(); cells.next(); ) {
                values.put(cells.position(), cells.content());
            }
        }
        return values;
    }
}
