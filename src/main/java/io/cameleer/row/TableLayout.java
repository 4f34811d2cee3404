package io.cameleer.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of one table in the order in which one mapper first saw them. A column's position never changes, so that
 * rows can name their columns by position; the layout only grows. Two layouts may describe the same table: rows belong
 * to the layout object they were made with. Not thread-safe, as the mapper that owns it is not.
 */
public final class TableLayout {
    private final String table;
    private final String origin;
    private final List<String> columns = new ArrayList<>();
    private final List<String> origins = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();

    /**
     * @param table the table's name
     * @param origin what the table is made from, for people: the event's own name, or the table's name where it has none
     */
    public TableLayout(String table, String origin) {
        this.table = table;
        this.origin = origin;
    }

    /**
     * The position of a column, which is added at the end if it is new.
     *
     * @param origin what the column is made from, for people: the path of the property as the sender wrote it
     */
    public int position(String column, String origin) {
        var known = positions.get(column);
        if (known != null) {
            return known;
        }
        positions.put(column, columns.size());
        columns.add(column);
        origins.add(origin);
        return columns.size() - 1;
    }

    /** The position of a column; -1 if it has none. */
    public int find(String column) {
        return positions.getOrDefault(column, -1);
    }

    public String table() {
        return table;
    }

    public String origin() {
        return origin;
    }

    public int size() {
        return columns.size();
    }

    public String column(int position) {
        return columns.get(position);
    }

    public String origin(int position) {
        return origins.get(position);
    }
}
