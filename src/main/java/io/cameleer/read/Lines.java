package io.cameleer.read;

import io.cameleer.message.Headers;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** The lines of objects, as the routes ask for them. */
public final class Lines {
    private final ChunkReader.Limits limits;

    public Lines(ChunkReader.Limits limits) {
        this.limits = limits;
    }

    /**
     * The lines of an object in chunks.
     *
     * @param size how many bytes it has
     * @param line the last line that is passed over
     */
    public Chunks chunks(@Body InputStream object, @Header(Headers.SIZE) long size, @Header(Headers.LINE) long line) {
        return new Chunks(new ChunkReader(object, size, line, limits));
    }

    /**
     * Chunks, of which the next is an error where the object cannot be read further. Camel's split asks whether there is
     * more before it hands on what it has, and would let that fall if the question failed.
     */
    public static final class Chunks implements Iterator<Chunk>, Closeable {
        private final ChunkReader reader;
        private boolean ended;

        private Chunks(ChunkReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            return reader.hasNext() || !ended && reader.hasFailed();
        }

        /** @throws UncheckedIOException if the object cannot be read further, or is damaged */
        @Override
        public Chunk next() {
            if (!reader.hasNext()) {
                ended = true;
                try {
                    reader.requireEnd();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return reader.next();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
