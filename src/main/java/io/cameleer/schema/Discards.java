package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.row.Discard;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import io.cameleer.row.RowWriter;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of values that have no place in their row: {@code rudder_discards}, with RudderStack's columns. */
public final class Discards {
    public static final String TABLE = "rudder_discards";

    /** Its columns, as they are created. */
    public static final Map<String, ColumnType> COLUMNS = columns();

    public static final TableLayout LAYOUT = layout();

    private Discards() {}

    /** The discards of a table: in the same namespace. */
    public static TableName table(TableName of) {
        return new TableName(of.schema(), TABLE);
    }

    /**
     * A discard as a row; of a very long value the beginning, {@link Reject#MAX_RAW} characters.
     *
     * @param number of the row that lacks the value among those that it is loaded with, kept as the line
     * @param rowId the id of that row; blank if it has none
     * @param receivedAt when that row was received; blank if it does not say
     */
    public static Row row(TableName table, long number, String rowId, String receivedAt, Discard discard) {
        var row = new RowWriter();
        cell(row, "column_name", ValueType.STRING, discard.column());
        cell(row, "column_value", ValueType.STRING, cut(discard.value()));
        cell(row, "reason", ValueType.STRING, discard.reason());
        cell(row, "received_at", ValueType.DATETIME, receivedAt);
        cell(row, "row_id", ValueType.STRING, rowId);
        cell(row, "table_name", ValueType.STRING, table.table());
        return row.row(LAYOUT, number, List.of());
    }

    /** Which column it was meant for. */
    public static String column(Row discard) {
        return text(discard, "column_name");
    }

    /** Why it is not there. */
    public static String reason(Row discard) {
        return text(discard, "reason");
    }

    /** The value. */
    public static String value(Row discard) {
        return text(discard, "column_value");
    }

    private static String text(Row discard, String column) {
        for (var cells = discard.cells(); cells.next(); ) {
            if (cells.position() == LAYOUT.find(column)) {
                return cells.text();
            }
        }
        return "";
    }

    private static String cut(String value) {
        if (value.length() <= Reject.MAX_RAW) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(Reject.MAX_RAW - 1)) ? Reject.MAX_RAW - 1 : Reject.MAX_RAW;
        return value.substring(0, end);
    }

    private static void cell(RowWriter row, String column, ValueType type, String text) {
        if (!text.isEmpty()) {
            row.cell(LAYOUT.position(column, column), type, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, ColumnType> columns() {
        var columns = new LinkedHashMap<String, ColumnType>();
        for (var text : List.of("column_name", "column_value", "reason")) {
            columns.put(text, ColumnType.TEXT);
        }
        columns.put("received_at", ColumnType.TIMESTAMPTZ);
        columns.put("row_id", ColumnType.TEXT);
        columns.put("table_name", ColumnType.TEXT);
        columns.put(SchemaEvolution.UUID_TS, ColumnType.TIMESTAMPTZ);
        return columns;
    }

    private static TableLayout layout() {
        var layout = new TableLayout(TABLE, TABLE);
        COLUMNS.keySet().stream()
                .filter(column -> !column.equals(SchemaEvolution.UUID_TS))
                .forEach(column -> layout.position(column, column));
        return layout;
    }
}
