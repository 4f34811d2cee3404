package io.cameleer.merge;

import io.cameleer.copy.TableLoad;
import io.cameleer.row.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ids of a batch's rows, and which of the rows with the same id was received last. */
final class Keys {
    /** The column that makes rows the same row. */
    static final String ID = "id";

    private final BitSet withoutKey = new BitSet();
    private final Map<String, Integer> last = new HashMap<>();
    private final Map<Integer, String> ids = new HashMap<>();
    private String oldest = "";
    private boolean allReceived = true;

    private Keys() {}

    static Keys of(TableLoad load) {
        var keys = new Keys();
        var layout = load.rows().layout();
        int idPosition = layout.find(ID);
        int receivedAt = layout.find("received_at");
        var received = new HashMap<Integer, String>();
        var rows = load.rows().cursor();
        while (rows.next()) {
            String id = null;
            String at = "";
            var cells = rows.cells();
            while (cells.next()) {
                if (cells.position() == idPosition) {
                    id = load.columns().text(cells).orElse(null);
                }
                if (cells.position() == receivedAt && cells.type() == ValueType.DATETIME) {
                    at = cells.sortable();
                }
            }
            keys.received(at);
            if (id == null) {
                keys.withoutKey.set(rows.row());
            } else {
                keys.add(rows.row(), id, at, received);
            }
        }
        return keys;
    }

    /** Of two rows received at the same time the later one in the file stays. */
    private void add(int row, String id, String at, Map<Integer, String> received) {
        var before = last.get(id);
        if (before == null || received.get(before).compareTo(at) <= 0) {
            last.put(id, row);
            ids.put(row, id);
            received.put(row, at);
            if (before != null) {
                ids.remove(before);
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

    /** The numbers of the rows that have no id, and so are like no other. */
    BitSet withoutKey() {
        return withoutKey;
    }

    /** The numbers of the rows that stay, one for each id. */
    List<Integer> rows() {
        return new ArrayList<>(ids.keySet());
    }

    /** The ids of these rows, in their order. */
    String[] ids(List<Integer> rows) {
        return rows.stream().map(ids::get).toArray(String[]::new);
    }
}
