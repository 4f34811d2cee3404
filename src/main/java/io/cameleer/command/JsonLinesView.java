package io.cameleer.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.cameleer.mapping.Cells;
import io.cameleer.mapping.Discard;
import io.cameleer.mapping.Reject;
import io.cameleer.mapping.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * One JSON object a line: {@code line}, {@code table}, {@code columns} with their types, {@code data}, and
 * {@code discards} where there are any; or {@code line}, {@code reject} with the reason, and {@code raw}.
 */
final class JsonLinesView implements Preview.View {
    private final JsonGenerator out;

    JsonLinesView(OutputStream out) throws IOException {
        this.out = new JsonFactory().createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void row(Row row) throws IOException {
        out.writeStartObject();
        out.writeNumberField("line", row.line());
        out.writeStringField("table", row.layout().table());
        out.writeObjectFieldStart("columns");
        for (Cells cells = row.cells(); cells.next(); ) {
            out.writeStringField(
                    row.layout().column(cells.position()), cells.type().name().toLowerCase(Locale.ROOT));
        }
        out.writeEndObject();
        out.writeObjectFieldStart("data");
        for (Cells cells = row.cells(); cells.next(); ) {
            out.writeFieldName(row.layout().column(cells.position()));
            switch (cells.type()) {
                case STRING, DATETIME -> out.writeString(cells.text());
                case INT, FLOAT, BOOLEAN, JSON -> out.writeRawValue(cells.text());
            }
        }
        out.writeEndObject();
        discards(row);
        out.writeEndObject();
        out.flush();
    }

    @Override
    public void reject(Reject reject) throws IOException {
        out.writeStartObject();
        out.writeNumberField("line", reject.line());
        out.writeStringField("reject", reject.reason());
        out.writeStringField("raw", reject.raw());
        out.writeEndObject();
        out.flush();
    }

    private void discards(Row row) throws IOException {
        if (row.discards().isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("discards");
        for (Discard discard : row.discards()) {
            out.writeStartObject();
            out.writeStringField("column", discard.column());
            out.writeStringField("value", discard.value());
            out.writeStringField("reason", discard.reason());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
