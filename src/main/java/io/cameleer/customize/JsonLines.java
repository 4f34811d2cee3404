package io.cameleer.customize;

import com.fasterxml.jackson.core.JsonFactory;
import io.cameleer.aggregate.TableBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The rows of a table batch as JSON, a line each, written as they are read. */
final class JsonLines extends InputStream {
    private static final JsonFactory JSON = new JsonFactory();

    private final TableBatch batch;
    private final TableBatch.Cursor cursor;
    private byte[] line = {};
    private int position;

    JsonLines(TableBatch batch) {
        this.batch = batch;
        this.cursor = batch.cursor();
    }

    @Override
    public int read() throws IOException {
        return fill() ? line[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, line.length - position);
        System.arraycopy(line, position, into, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (position == line.length && cursor.next()) {
            line = row();
            position = 0;
        }
        return position < line.length;
    }

    private byte[] row() throws IOException {
        var text = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var cells = cursor.cells(); cells.next(); ) {
                json.writeFieldName(batch.layout().column(cells.position()));
                switch (cells.type()) {
                    case INT, FLOAT, BOOLEAN, JSON -> json.writeRawValue(cells.text());
                    case STRING, DATETIME -> json.writeString(cells.text());
                }
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return text.toByteArray();
    }
}
