package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import io.cameleer.mapping.Row;
import io.cameleer.mapping.RowWriter;
import io.cameleer.mapping.TableLayout;
import io.cameleer.mapping.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The ledger's table of rows that PostgreSQL refused, each as JSON with what PostgreSQL said. */
final class RejectedRows {
    static final TableName TABLE = new TableName("cameleer", "rejected_rows");

    static final TableLayout LAYOUT = new TableLayout("rejected_rows", "rejected_rows");

    private static final int FILE = LAYOUT.position("file_id", "");
    private static final int LINE = LAYOUT.position("line", "");
    private static final int TABLE_NAME = LAYOUT.position("table_name", "");
    private static final int ROW = LAYOUT.position("row", "");
    private static final int SQLSTATE = LAYOUT.position("sqlstate", "");
    private static final int MESSAGE = LAYOUT.position("message", "");

    private RejectedRows() {}

    static Row row(long fileId, TableBatch.Cursor row, TableBatch batch, String sqlState, String message) {
        var json = new JsonObject();
        for (var cells = row.cells(); cells.next(); ) {
            json.put(batch.layout().column(cells.position()), cells);
        }
        var columns = new RowWriter()
                .cell(FILE, ValueType.INT, bytes(Long.toString(fileId)))
                .cell(LINE, ValueType.INT, bytes(Long.toString(row.line())))
                .cell(TABLE_NAME, ValueType.STRING, bytes(batch.name().qualified()))
                .cell(ROW, ValueType.JSON, bytes(json.toString()));
        if (!sqlState.isEmpty()) {
            columns.cell(SQLSTATE, ValueType.STRING, bytes(sqlState));
        }
        return columns.cell(MESSAGE, ValueType.STRING, bytes(message)).row(LAYOUT, row.line(), List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
