package io.cameleer.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import io.cameleer.event.EventMapper;
import io.cameleer.event.MappingOptions;
import io.cameleer.read.SourceContext;
import io.cameleer.row.Cells;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The rows that events become, as RudderStack stages them for its warehouses: a line each, with its table and types. */
final class StagingLines {
    private static final JsonFactory JSON = new JsonFactory();

    private final EventMapper mapper = new EventMapper(MappingOptions.DEFAULT);
    private final SourceContext facts = new SourceContext(
            "src-1", "javascript", "", "dst-1", "POSTGRES", "2024-03-05T06:07:08.901Z", line -> "auto-" + line);

    /** Appends the lines of one event, each with a line feed. */
    void append(StringBuilder out, String event) {
        var bytes = event.getBytes(UTF_8);
        var mapped = new MappedRows("events");
        mapper.map(bytes, 0, bytes.length, 1, facts, mapped);
        for (var row : mapped.rows()) {
            out.append(line(row)).append('\n');
        }
    }

    private static String line(Row row) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("data");
            for (var cells = row.cells(); cells.next(); ) {
                json.writeFieldName(column(row, cells));
                switch (cells.type()) {
                    case INT, FLOAT, BOOLEAN, JSON -> json.writeRawValue(cells.text());
                    case STRING, DATETIME -> json.writeString(cells.text());
                }
            }
            json.writeEndObject();
            json.writeObjectFieldStart("metadata");
            json.writeStringField("table", row.layout().table());
            json.writeObjectFieldStart("columns");
            for (var cells = row.cells(); cells.next(); ) {
                json.writeStringField(
                        column(row, cells), cells.type().name().toLowerCase(Locale.ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String column(Row row, Cells cell) {
        return row.layout().column(cell.position());
    }
}
