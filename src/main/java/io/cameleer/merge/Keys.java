package io.cameleer.merge;

import io.cameleer.copy.TableLoad;
import io.cameleer.row.ValueType;
import io.cameleer.schema.MergeKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of a batch's rows, and which of the rows with the same key was received last. */
final class Keys {
    /** Cannot be part of a key: PostgreSQL knows no text with it. */
    private static final String SEPARATOR = "\0";

    private final BitSet withoutKey = new BitSet();
    private final Map<String, Integer> last = new HashMap<>();
    private final Map<Integer, String[]> parts = new HashMap<>();
    private String oldest = "";
    private boolean allReceived = true;

    private Keys() {}

    static Keys of(TableLoad load, MergeKey key) {
        var keys = new Keys();
        var layout = load.rows().layout();
        var positions = key.columns().stream().mapToInt(layout::find).toArray();
        int receivedAt = layout.find("received_at");
        var received = new HashMap<Integer, String>();
        var rows = load.rows().cursor();
        while (rows.next()) {
            var values = new String[positions.length];
            String at = "";
            var cells = rows.cells();
            while (cells.next()) {
                for (int i = 0; i < positions.length; i++) {
                    if (cells.position() == positions[i]) {
                        values[i] = load.columns().text(cells).orElse(null);
                    }
                }
                if (cells.position() == receivedAt && cells.type() == ValueType.DATETIME) {
                    at = cells.sortable();
                }
            }
            keys.received(at);
            if (values[0] == null) {
                keys.withoutKey.set(rows.row());
            } else {
                keys.add(rows.row(), values, at, received);
            }
        }
        return keys;
    }

    /** Of two rows received at the same time the later one in the file stays. */
    private void add(int row, String[] values, String at, Map<Integer, String> received) {
        var joined = String.join(SEPARATOR, values);
        var before = last.get(joined);
        if (before == null || received.get(before).compareTo(at) <= 0) {
            last.put(joined, row);
            parts.put(row, values);
            received.put(row, at);
            if (before != null) {
                parts.remove(before);
            }
        }
    }

    private void received(String at) {
        allReceived &= !at.isEmpty();
        oldest = oldest.isEmpty() || at.compareTo(oldest) < 0 ? at : oldest;
    }

    /** When the oldest row was received; empty if not all rows say when they were. */
    String oldest() {
        return allReceived && !oldest.isEmpty() ? oldest + "Z" : "";
    }

    /** The numbers of the rows that have no key, and so are like no other. */
    BitSet withoutKey() {
        return withoutKey;
    }

    /** The numbers of the rows that stay, one for each key. */
    List<Integer> rows() {
        return new ArrayList<>(parts.keySet());
    }

    /** One column of the keys of these rows, in their order. */
    String[] column(List<Integer> rows, int index) {
        return rows.stream().map(row -> parts.get(row)[index]).toArray(String[]::new);
    }
}
