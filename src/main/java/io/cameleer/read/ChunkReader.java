package io.cameleer.read;

import io.cameleer.settings.Settings;
import io.cameleer.storage.DamagedObjectException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;

/**
 * Reads an object's stream as chunks of lines, gzip or plain by what it holds. Holds one chunk at a time.
 *
 * <p>What is whole is given out, even if there is a failure behind it: that ends the chunks like the end of the file, and
 * is thrown by {@link #requireEnd()}. Camel's split asks for the next chunk before it works on one, and would drop that one
 * if asking failed.
 */
public final class ChunkReader implements Iterator<Chunk>, Closeable {
    private static final int BUFFER = 64 * 1024;
    /** How many times as large as an object the text in it is, seldom more. */
    private static final int UNZIPPED = 16;

    private static final String TOO_LONG = "the line is longer than read.max-line-bytes allows";

    private final CountedStream object;
    private final long objectSize;
    private final Limits limits;
    private final byte[] buffer;
    private int position;
    private int filled;
    private InputStream text;
    private GzipStream gzip;
    private long line;
    private final long skipTo;
    private final CRC32C checksum = new CRC32C();
    private long checksumOfSkipped;
    private boolean ended;
    private IOException failure;
    private Chunk next;

    /**
     * How large things may become.
     *
     * @param chunkLines lines in a chunk
     * @param chunkBytes bytes in a chunk, about
     * @param lineBytes bytes in a line
     */
    public record Limits(int chunkLines, int chunkBytes, int lineBytes) {
        /** In megabytes: its row, with all that must be escaped in it, is to stay below the 1 GB that PostgreSQL takes at once. */
        private static final int LONGEST_LINE = 256;

        /** Usual chunks, with lines as long as the settings say. */
        public static Limits of(Settings settings) {
            return new Limits(1000, 1 << 20, longestLine(settings));
        }

        /** A line at a time. */
        public static Limits ofLines(Settings settings) {
            return new Limits(1, 1, longestLine(settings));
        }

        private static int longestLine(Settings settings) {
            return settings.size("read.max-line-bytes", LONGEST_LINE);
        }
    }

    /**
     * @param in the object's stream; closed by {@link #close()}
     * @param objectSize how many bytes the object has; 0 if that is not known
     * @param skipTo the lines up to this one are passed over
     */
    public ChunkReader(InputStream in, long objectSize, long skipTo, Limits limits) {
        this.object = new CountedStream(in);
        this.objectSize = objectSize;
        this.skipTo = skipTo;
        this.limits = limits;
        buffer = new byte[room(BUFFER)];
    }

    /** How much to have ready for what is to be read. Many small objects would else cost far more memory than they hold. */
    private int room(int usual) {
        return objectSize == 0 ? usual : (int) Math.min(usual, UNZIPPED * objectSize);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
        }
        return next != null;
    }

    /** Whether the chunks end before the object does; known once there is no next one. */
    boolean hasFailed() {
        return failure != null;
    }

    /**
     * Makes sure that the chunks ended where the object does.
     *
     * @throws DamagedObjectException if the object itself is damaged behind what was given out
     * @throws IOException if the object could not be read further
     */
    public void requireEnd() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * The checksum of the text that is passed over: CRC-32C of its lines, each with its line feed.
     *
     * @return -1 if the text ends, or cannot be read further, before it
     */
    long checksumOfSkipped() {
        hasNext();
        return line < skipTo ? -1 : checksumOfSkipped;
    }

    @Override
    public Chunk next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var chunk = next;
        next = null;
        return chunk;
    }

    @Override
    public void close() throws IOException {
        object.close();
    }

    /** The next chunk, or null at the end, or where reading fails. */
    private Chunk read() {
        var chunk = new Chunk.Builder(room(Math.min(limits.chunkBytes + BUFFER, 1 << 21)));
        try {
            while (chunk.size() < limits.chunkLines && chunk.bytesUsed() < limits.chunkBytes) {
                if (!readLine(chunk)) {
                    ended = true;
                    break;
                }
            }
        } catch (IOException e) {
            ended = true;
            failure = explained(e);
            chunk.dropOpen();
        }
        return chunk.size() == 0 ? null : chunk.build();
    }

    /** Reads one line into the chunk; false when there is none. */
    private boolean readLine(Chunk.Builder chunk) throws IOException {
        boolean any = false;
        boolean tooLong = false;
        while (true) {
            if (position == filled && !fill()) {
                if (any) {
                    checksum.update('\n');
                    endLine(chunk, tooLong);
                }
                return any;
            }
            any = true;
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (line >= skipTo) {
                int room = limits.lineBytes - chunk.open();
                int length = end - position;
                tooLong |= length > room;
                chunk.append(buffer, position, Math.min(length, Math.max(room, 0)));
            }
            boolean complete = end < filled;
            int behind = complete ? end + 1 : end;
            checksum.update(buffer, position, behind - position);
            position = behind;
            if (complete) {
                endLine(chunk, tooLong);
                return true;
            }
        }
    }

    private void endLine(Chunk.Builder chunk, boolean tooLong) {
        line++;
        if (line > skipTo) {
            chunk.endLine(line, tooLong ? TOO_LONG : "", (int) checksum.getValue());
        } else {
            checksumOfSkipped = line < skipTo ? 0 : checksum.getValue();
            chunk.passed(line, (int) checksumOfSkipped);
        }
    }

    private boolean fill() throws IOException {
        if (text == null) {
            text = open();
        }
        filled = text.read(buffer, 0, buffer.length);
        position = 0;
        if (filled < 0) {
            filled = 0;
            object.requireEnd(objectSize);
            requireNothingBehindGzip();
        }
        return filled > 0;
    }

    private void requireNothingBehindGzip() throws IOException {
        if (gzip != null && gzip.end() < objectSize) {
            throw new DamagedObjectException(
                    "the last %d bytes, behind line %d, are no gzip data".formatted(objectSize - gzip.end(), line),
                    null);
        }
    }

    private InputStream open() throws IOException {
        var start = new PushbackInputStream(object, 3);
        var first = start.readNBytes(2);
        start.unread(first);
        if (first.length == 2 && first[0] == 0x1F && first[1] == (byte) 0x8B) {
            gzip = new GzipStream(start, object, room(BUFFER));
            return withoutMark(new PushbackInputStream(gzip, 3));
        }
        return withoutMark(start);
    }

    /** A byte order mark is no part of the text. */
    private static InputStream withoutMark(PushbackInputStream marked) throws IOException {
        var first = marked.readNBytes(3);
        boolean mark =
                first.length == 3 && first[0] == (byte) 0xEF && first[1] == (byte) 0xBB && first[2] == (byte) 0xBF;
        if (!mark) {
            marked.unread(first);
        }
        return marked;
    }

    /** Whether the object is at fault, or the way to it. */
    private IOException explained(IOException e) {
        boolean wholeObjectRead = object.count() >= objectSize;
        if (e instanceof EOFException && wholeObjectRead) {
            return new DamagedObjectException(
                    "the gzip data ends too early: the file is cut off after line " + line, e);
        }
        if (e instanceof ZipException) {
            return new DamagedObjectException(
                    "the gzip data is damaged behind line " + line + ": " + e.getMessage(), e);
        }
        return e;
    }
}
