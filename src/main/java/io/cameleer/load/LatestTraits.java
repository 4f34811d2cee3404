package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.ledger.FileProgress;
import io.cameleer.mapping.Cells;
import io.cameleer.mapping.Discard;
import io.cameleer.mapping.RowWriter;
import io.cameleer.mapping.TableLayout;
import io.cameleer.mapping.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes one row of all the rows that a batch has of a user: of each column the value received last. */
final class LatestTraits {
    private final PreparedBatch prepared;
    private final TableLayout layout;
    private final int id;
    private final int receivedAt;

    /** A row of the batch: when it was received, the file it comes from, its values by position, and what has no place. */
    private record Event(String receivedAt, FileProgress file, Map<Integer, Value> values, List<Discard> discards) {}

    private record Value(ValueType type, boolean array, byte[] text) {}

    LatestTraits(PreparedBatch prepared) {
        this.prepared = prepared;
        this.layout = prepared.batch().layout();
        this.id = layout.find("id");
        this.receivedAt = layout.find("received_at");
    }

    /** The rows, one for each user, with a further column {@link Users#OLDEST}; those without an id as they are. */
    TableBatch batch() {
        var users = new LinkedHashMap<String, List<Event>>();
        var batch = prepared.batch();
        var rows = batch.cursor();
        int anonymous = 0;
        int discard = 0;
        while (rows.next()) {
            var discards = new ArrayList<Discard>();
            for (var lost = batch.discards();
                    discard < lost.size() && lost.get(discard).row() == rows.row();
                    discard++) {
                discards.add(lost.get(discard).discard());
            }
            var event = event(rows.cells(), batch.parts().get(rows.part()).file(), discards);
            var user = event.values.get(id);
            // a key that no id can be
            var key = user == null ? "\0" + anonymous++ : new String(user.text, StandardCharsets.UTF_8);
            users.computeIfAbsent(key, k -> new ArrayList<>(1)).add(event);
        }
        var target = new TableLayout(layout.table(), layout.origin());
        for (int i = 0; i < layout.size(); i++) {
            target.position(layout.column(i), layout.origin(i));
        }
        int oldest = target.position(Users.OLDEST, "");
        var latest = new TableBatch(batch.name(), target);
        users.values().forEach(events -> add(events, oldest, latest));
        return latest;
    }

    private static void add(List<Event> events, int oldest, TableBatch to) {
        events.sort(Comparator.comparing(Event::receivedAt));
        var last = events.get(events.size() - 1);
        var values = new TreeMap<Integer, Value>();
        var discards = new ArrayList<Discard>();
        boolean tied = false;
        for (int i = 0; i < events.size(); i++) {
            values.putAll(events.get(i).values);
            discards.addAll(events.get(i).discards);
            tied |= i > 0 && events.get(i).receivedAt.equals(events.get(i - 1).receivedAt);
        }
        var row = new RowWriter();
        values.forEach((position, value) -> row.cell(position, value.type, value.array, value.text));
        if (!tied && !events.get(0).receivedAt.isEmpty()) {
            row.cell(oldest, ValueType.DATETIME, events.get(0).receivedAt.getBytes(StandardCharsets.US_ASCII));
        }
        to.add(last.file, row.row(to.layout(), 0, discards));
    }

    private Event event(Cells cells, FileProgress file, List<Discard> discards) {
        var values = new LinkedHashMap<Integer, Value>();
        String at = "";
        while (cells.next()) {
            if (cells.position() == receivedAt && cells.type() == ValueType.DATETIME) {
                at = cells.text();
            }
            values.put(
                    cells.position(),
                    new Value(cells.type(), cells.array(), cells.text().getBytes(StandardCharsets.UTF_8)));
        }
        return new Event(at, file, values, discards);
    }
}
