package io.cameleer.reject;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.row.Cells;
import io.cameleer.row.Row;
import io.cameleer.row.RowWriter;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ledger's table of rows that PostgreSQL refused, each as JSON with what PostgreSQL said. */
public final class RejectedRows {
    public static final TableName TABLE = new TableName("cameleer", "rejected_rows");

    public static final TableLayout LAYOUT = new TableLayout("rejected_rows", "rejected_rows");

    private static final int FILE = LAYOUT.position("file_id", "");
    private static final int LINE = LAYOUT.position("line", "");
    private static final int TABLE_NAME = LAYOUT.position("table_name", "");
    private static final int ROW = LAYOUT.position("row", "");
    private static final int COLUMNS = LAYOUT.position("columns", "");
    private static final int SQLSTATE = LAYOUT.position("sqlstate", "");
    private static final int MESSAGE = LAYOUT.position("message", "");
    private static final int DETAIL = LAYOUT.position("detail", "");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final char LAST_ASCII = '~';
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|.)");

    private RejectedRows() {}

    /** A row of a batch, and why it is refused, as a row of the ledger. */
    public static Row row(long fileId, TableBatch.Cursor row, TableBatch batch, Refusal refusal) {
        var values = JSON.objectNode();
        var types = JSON.objectNode();
        for (var cells = row.cells(); cells.next(); ) {
            var column = batch.layout().column(cells.position());
            values.set(column, cells.json(true));
            types.put(column, type(cells));
        }
        var columns = new RowWriter()
                .cell(FILE, ValueType.INT, bytes(Long.toString(fileId)))
                .cell(LINE, ValueType.INT, bytes(Long.toString(row.line())))
                .cell(TABLE_NAME, ValueType.STRING, bytes(batch.name().qualified()))
                .cell(ROW, ValueType.JSON, bytes(ascii(values)))
                .cell(COLUMNS, ValueType.JSON, bytes(ascii(types)));
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
        var line = JSON.objectNode();
        line.putRawValue("data", new RawValue(unescaped(row)));
        line.putObject("metadata").put("table", table).putRawValue("columns", new RawValue(unescaped(columns)));
        return line.toString();
    }

    /** With all that is not ASCII escaped: what a database of another encoding refuses can be kept in it all the same. */
    private static String ascii(ObjectNode json) {
        var ascii = new StringBuilder();
        json.toString().chars().forEach(c -> {
            if (c > LAST_ASCII) {
                ascii.append("\\u%04x".formatted(c));
            } else {
                ascii.append((char) c);
            }
        });
        return ascii.toString();
    }

    private static String unescaped(String ascii) {
        return ESCAPE.matcher(ascii).replaceAll(escape -> {
            int c = escape.group(1) == null ? 0 : Integer.parseInt(escape.group(1), 16);
            return Matcher.quoteReplacement(c > LAST_ASCII ? Character.toString(c) : escape.group());
        });
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
