package io.cameleer.customize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cameleer.batch.TableBatch;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The rows of a table batch as JSON, a line each, written as they are read. */
final class JsonLines extends InputStream {
    private final TableBatch batch;
    private final TableBatch.Cursor cursor;
    private byte[] line = {};
    private int position;

    JsonLines(TableBatch batch) {
        this.batch = batch;
        this.cursor = batch.cursor();
    }

    @Override
    public int read() {
        return fill() ? line[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
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

    private boolean fill() {
        if (position == line.length && cursor.next()) {
            line = row();
            position = 0;
        }
        return position < line.length;
    }

    private byte[] row() {
        var row = JsonNodeFactory.instance.objectNode();
        for (var cells = cursor.cells(); cells.next(); ) {
            row.set(batch.layout().column(cells.position()), cells.json(false));
        }
        return (row + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
