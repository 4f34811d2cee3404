package io.cameleer.row;

import java.util.HashMap;
import java.util.Map;

/**
 * The layouts of all tables that one mapper has seen. They grow with the names that senders make up, and so does what the
 * mapper keeps for each column; the memory that it takes is counted here, so that the mapper can start anew in time.
 */
public final class TableLayouts {
    /** What a column costs, as {@link #addCost} counts. */
    public static final int COLUMN_COST = 64;

    private final Map<String, TableLayout> layouts = new HashMap<>();
    private int cost;

    /**
     * The one layout of a table, whichever lines become rows of it.
     *
     * @param origin what the table is made from if it is new, for people
     */
    public TableLayout of(String table, String origin) {
        return layouts.computeIfAbsent(table, name -> new TableLayout(name, origin));
    }

    /** Counts memory that is kept for tables and columns, in elements of an array of {@code int}. */
    public void addCost(int elements) {
        cost += elements;
    }

    /** The memory that was counted. */
    public int cost() {
        return cost;
    }
}
