package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import io.cameleer.load.Attempt.Refusal;
import io.cameleer.mapping.Cells;
import io.cameleer.mapping.Row;
import io.cameleer.mapping.RowWriter;
import io.cameleer.mapping.TableLayout;
import io.cameleer.mapping.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The ledger's table of rows that PostgreSQL refused, each as JSON with what PostgreSQL said. */
public final class RejectedRows {
    static final TableName TABLE = new TableName("cameleer", "rejected_rows");

    static final TableLayout LAYOUT = new TableLayout("rejected_rows", "rejected_rows");

    private static final int FILE = LAYOUT.position("file_id", "");
    private static final int LINE = LAYOUT.position("line", "");
    private static final int TABLE_NAME = LAYOUT.position("table_name", "");
    private static final int ROW = LAYOUT.position("row", "");
    private static final int COLUMNS = LAYOUT.position("columns", "");
    private static final int SQLSTATE = LAYOUT.position("sqlstate", "");
    private static final int MESSAGE = LAYOUT.position("message", "");
    private static final int DETAIL = LAYOUT.position("detail", "");

    private RejectedRows() {}

    static Row row(long fileId, TableBatch.Cursor row, TableBatch batch, Refusal refusal) {
        var json = new JsonObject();
        var types = new JsonObject();
        for (var cells = row.cells(); cells.next(); ) {
            var column = batch.layout().column(cells.position());
            json.put(column, cells);
            types.put(column, type(cells));
        }
        var columns = new RowWriter()
                .cell(FILE, ValueType.INT, bytes(Long.toString(fileId)))
                .cell(LINE, ValueType.INT, bytes(Long.toString(row.line())))
                .cell(TABLE_NAME, ValueType.STRING, bytes(batch.name().qualified()))
                .cell(ROW, ValueType.JSON, bytes(json.toString()))
                .cell(COLUMNS, ValueType.JSON, bytes(types.toString()));
        text(columns, SQLSTATE, refusal.sqlState());
        text(columns, MESSAGE, refusal.message());
        text(columns, DETAIL, refusal.detail());
        return columns.row(LAYOUT, row.line(), List.of());
    }

    /**
     * A rejected row as a line that is loaded like any other: RudderStack's own form of a row that is mapped already.
     *
     * @param row the column {@code row}, its values
     * @param columns the column {@code columns}, their types
     */
    public static String line(String table, String row, String columns) {
        return "{\"data\":%s,\"metadata\":{\"table\":%s,\"columns\":%s}}"
                .formatted(JsonObject.unescaped(row), JsonObject.quoted(table), JsonObject.unescaped(columns));
    }

    /** What a line declares so that it becomes the same cell again; a text declared as JSON would be read as such. */
    private static String type(Cells cell) {
        var type = cell.type() == ValueType.JSON && cell.text().startsWith("\"") ? ValueType.STRING : cell.type();
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static void text(RowWriter row, int position, String text) {
        if (!text.isEmpty()) {
            row.cell(position, ValueType.STRING, bytes(text));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
