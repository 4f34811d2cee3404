package io.cameleer.schema;

import io.cameleer.row.Cells;
import io.cameleer.row.TableLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many bytes of a page PostgreSQL needs for a row: a row does not fit if it is longer than a page, though its long texts
 * are stored elsewhere. Only tables with very many columns have such rows.
 *
 * <p>The rules are those of {@code heap_compute_data_size} and {@code heap_toast_insert_or_update}: values are aligned, a
 * null takes none, a short text has one byte before it, and in a row that is too long every text of more than 20 bytes takes
 * a pointer of 18. Of types that are not known here more is assumed than they are likely to take.
 */
public final class RowWidth {
    /** A row of a table with no more columns than this always fits. */
    public static final int SAFE_COLUMNS = 300;

    /** What a page of 8 kB has for its only row: {@code MaxHeapTupleSize}. */
    private static final int MOST = 8160;

    private static final int HEAD = 23;
    private static final int LONGEST_INLINE = 20;
    private static final int POINTER = 18;
    private static final int DOUBLE = 8;
    private static final int UNKNOWN = 24;
    /** What a row is found by, and when it was received, is never put elsewhere; nor is what merging adds. */
    private static final Set<String> FIXED = Set.of("id", "user_id", "anonymous_id", "received_at", "event");

    private static final String HELPER = "cameleer_";

    private final ColumnType[] types;
    private final boolean[] fixed;
    /** Positions in the order of the table's columns, and in that of a statement's: a table that stands in has the latter. */
    private final List<int[]> orders;

    private final int head;
    private final boolean stamped;
    /** By position: what the row's value takes; 0 without one. */
    private final int[] sizes;

    /** @param table with all columns that it is to have */
    public RowWidth(TableLayout layout, TableSchema table) {
        int size = layout.size();
        types = new ColumnType[size];
        fixed = new boolean[size];
        sizes = new int[size];
        for (int i = 0; i < size; i++) {
            types[i] = table.columns().get(layout.column(i));
            fixed[i] = FIXED.contains(layout.column(i)) || layout.column(i).startsWith(HELPER);
        }
        stamped = table.columns().containsKey(SchemaEvolution.UUID_TS);
        int attributes = Math.max(table.attributes(), table.columns().size() + 1);
        head = aligned(HEAD + (attributes + 7) / 8, DOUBLE);
        orders = List.of(inOrder(layout, table.columns()), inOrder(size));
    }

    private static int[] inOrder(int size) {
        var positions = new int[size];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    private static int[] inOrder(TableLayout layout, Map<String, ColumnType> columns) {
        var positions = new ArrayList<Integer>();
        for (var column : columns.keySet()) {
            int position = layout.find(column);
            if (position >= 0 && position < layout.size()) {
                positions.add(position);
            }
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether the row fits with all its values in their columns. */
    public boolean fits(Cells row) {
        return measure(row) <= SAFE_COLUMNS || width(sizes.length, false) <= MOST;
    }

    /**
     * The position in the layout before which the values of a row fit, if the others go to {@code _overflow}; a large number
     * if all fit.
     */
    public int fitting(Cells row) {
        if (measure(row) <= SAFE_COLUMNS || width(sizes.length, false) <= MOST) {
            return Integer.MAX_VALUE;
        }
        int fits = 0;
        int tooMany = sizes.length;
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) / 2;
            if (width(middle, true) <= MOST) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /** Whether a value stays in its column, however long its row is. */
    public boolean isFixed(int position) {
        return fixed[position];
    }

    /** How many values the row has in columns. */
    private int measure(Cells row) {
        Arrays.fill(sizes, 0);
        int count = 0;
        while (row.next()) {
            int position = row.position();
            if (position < sizes.length && types[position] != null) {
                sizes[position] = size(types[position], row);
                count++;
            }
        }
        return count;
    }

    private int width(int before, boolean overflows) {
        int widest = 0;
        for (int[] order : orders) {
            int end = head;
            for (int position : order) {
                if (sizes[position] > 0 && (position < before || fixed[position])) {
                    end = aligned(end, alignment(types[position])) + sizes[position];
                }
            }
            end = stamped ? aligned(end, DOUBLE) + DOUBLE : end;
            end = overflows ? end + POINTER : end;
            widest = Math.max(widest, aligned(end, DOUBLE));
        }
        return widest;
    }

    private static int aligned(int end, int to) {
        return (end + to - 1) / to * to;
    }

    private static int alignment(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, PADDED, NUMERIC, JSON, BOOLEAN, UUID -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL, DATE -> 4;
            case BIGINT, DOUBLE, TIME, TIMESTAMP, TIMESTAMPTZ, ARRAY, GENERATED, OTHER -> DOUBLE;
        };
    }

    private static int size(ColumnType type, Cells cell) {
        return switch (type.kind()) {
            case TEXT -> text(cell.size());
            case PADDED -> text(Math.max(cell.size(), type.precision()));
            case NUMERIC -> numeric(cell);
            // its binary form has a head
            case JSON -> cell.size() > 2 ? POINTER + 3 : UNKNOWN;
            case BOOLEAN -> 1;
            case SMALLINT -> 2;
            case INTEGER, REAL, DATE -> 4;
            case BIGINT, DOUBLE, TIME, TIMESTAMP, TIMESTAMPTZ -> DOUBLE;
            case UUID -> 16;
            case ARRAY, GENERATED, OTHER -> UNKNOWN;
        };
    }

    private static int text(int length) {
        return length <= LONGEST_INLINE ? length + 1 : POINTER;
    }

    /** Two bytes for every four digits on either side of the point, and three before them. */
    private static int numeric(Cells cell) {
        int whole = 0;
        int fraction = 0;
        boolean behindPoint = false;
        for (int at = cell.start(); at < cell.start() + cell.length(); at++) {
            byte c = cell.bytes()[at];
            if (c == 'e' || c == 'E') {
                return UNKNOWN;
            }
            if (c == '.') {
                behindPoint = true;
            } else if (behindPoint) {
                fraction++;
            } else if (c != '-') {
                whole++;
            }
        }
        int bytes = 3 + 2 * ((whole + 3) / 4 + (fraction + 3) / 4);
        return bytes <= LONGEST_INLINE + 1 ? bytes : POINTER;
    }
}
