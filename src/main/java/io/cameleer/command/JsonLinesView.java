package io.cameleer.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One JSON object a line: {@code line}, {@code table}, {@code columns} with their types, {@code data}, and
 * {@code discards} where there are any; {@code line} and {@code excluded} for an event
 * that is not meant for PostgreSQL; or {@code line}, {@code reject} with the reason, and {@code raw}.
 */
final class JsonLinesView implements Preview.View {
    private final OutputStream out;

    JsonLinesView(OutputStream out) {
        this.out = out;
    }

    @Override
    public void row(Row row) throws IOException {
        var shown = JsonNodeFactory.instance
                .objectNode()
                .put("line", row.line())
                .put("table", row.layout().table());
        var columns = shown.putObject("columns");
        var data = shown.putObject("data");
        for (Cells cells = row.cells(); cells.next(); ) {
            var column = row.layout().column(cells.position());
            columns.put(column, cells.type().name().toLowerCase(Locale.ROOT));
            data.set(column, cells.json(false));
        }
        if (!row.discards().isEmpty()) {
            var discards = shown.putArray("discards");
            for (Discard discard : row.discards()) {
                discards.addObject()
                        .put("column", discard.column())
                        .put("value", discard.value())
                        .put("reason", discard.reason());
            }
        }
        print(shown);
    }

    @Override
    public void excluded(long line) throws IOException {
        print(JsonNodeFactory.instance.objectNode().put("line", line).put("excluded", true));
    }

    @Override
    public void reject(Reject reject) throws IOException {
        print(JsonNodeFactory.instance
                .objectNode()
                .put("line", reject.line())
                .put("reject", reject.reason())
                .put("raw", reject.raw()));
    }

    /** A line at once: the next may be long in coming. */
    private void print(ObjectNode line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
