package io.cameleer.storage.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/** An object's bytes; closing it before its end drops the connection, which else would have the rest read. */
final class ObjectStream extends FilterInputStream {
    private final Abortable connection;
    private boolean ended;

    <T extends InputStream & Abortable> ObjectStream(T object) {
        super(object);
        this.connection = object;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        ended |= one < 0;
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        ended |= read < 0;
        return read;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            connection.abort();
        }
        super.close();
    }
}
