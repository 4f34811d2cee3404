package io.cameleer.read;

import io.cameleer.message.Headers;
import io.cameleer.storage.DamagedObjectException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** The lines of objects, as the routes ask for them. */
public final class Lines {
    private final ChunkReader.Limits limits;
    private final LongAdder bytesRead = new LongAdder();

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
        return new Chunks(new ChunkReader(new Metered(object), size, line, limits));
    }

    /** How many bytes of objects were read so far, as they are stored. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Counts what is read. */
    private final class Metered extends FilterInputStream {
        Metered(InputStream object) {
            super(object);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            bytesRead.add(Math.max(read, 0));
            return read;
        }
    }

    /**
     * The checksum of an object's text through a line: CRC-32C of its lines, each with its line feed. No more is read of it.
     *
     * @param size how many bytes it has
     * @return -1 if the text ends before that line, or is damaged before it
     * @throws IOException if it cannot be read so far now
     */
    public long checksum(InputStream object, long size, long line) throws IOException {
        try (var reader = new ChunkReader(object, size, line, limits)) {
            long checksum = reader.checksumOfSkipped();
            if (checksum < 0) {
                reader.requireEnd();
            }
            return checksum;
        } catch (DamagedObjectException e) {
            return -1;
        }
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
