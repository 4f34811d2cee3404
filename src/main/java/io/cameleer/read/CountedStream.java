package io.cameleer.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An object's bytes, counted. */
final class CountedStream extends FilterInputStream {
    private long count;
    private boolean ended;
    private IOException failure;

    CountedStream(InputStream in) {
        super(in);
    }

    /** How many bytes were read. */
    long count() {
        return count;
    }

    /**
     * Makes sure that the end of the text was the end of the object, too.
     *
     * @throws IOException if reading failed, though what reads from here passed over that, or if the stream ended early
     */
    void requireEnd(long objectSize) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (ended && count < objectSize) {
            throw new IOException("the connection ended after " + count + " of " + objectSize + " bytes");
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        if (read < 0) {
            ended = true;
        } else {
            count += read;
        }
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        throw new IOException("An event file is read, not skipped through");
    }

    /** Positive until the end was seen: GZIPInputStream takes 0 for the end of the file between two gzip members. */
    @Override
    public int available() {
        return ended ? 0 : 1;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
