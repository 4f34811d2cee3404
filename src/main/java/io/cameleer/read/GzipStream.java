package io.cameleer.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Unzips an object, and knows how much of it that was: what is no gzip behind the data is else silently ignored. */
final class GzipStream extends GZIPInputStream {
    /** Checksum and length, behind the data of each member. */
    private static final int TRAILER = 8;

    private final CountedStream object;
    private long filledTo;

    /** @param in the object from its beginning, through what was looked at of it already */
    GzipStream(InputStream in, CountedStream object, int bufferSize) throws IOException {
        super(in, bufferSize);
        this.object = object;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filledTo = object.count();
    }

    /** Where the gzip data ends within the object; once the end of the text was reached. */
    long end() {
        return filledTo - inf.getRemaining() + TRAILER;
    }
}
