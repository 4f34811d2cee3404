package io.cameleer.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Some successive lines of a file, as bytes without their line ends. Blank lines are left out, but count where lines are
 * numbered. Of a line that is too long only the beginning is here.
 */
public final class Chunk {
    private final byte[] bytes;
    private final int[] starts;
    private final int[] ends;
    private final long[] numbers;
    private final String[] refusals;
    private final String[] namespaces;
    private final int dropped;
    private final long lastLine;
    private final Checksums checksums;
    private final SourceContext context;

    private Chunk(Builder builder) {
        bytes = builder.bytes;
        starts = Arrays.copyOf(builder.starts, builder.size);
        ends = Arrays.copyOf(builder.ends, builder.size);
        numbers = Arrays.copyOf(builder.numbers, builder.size);
        refusals = Arrays.copyOf(builder.refusals, builder.size);
        namespaces = builder.namespaces;
        dropped = builder.dropped;
        lastLine = builder.lastLine;
        checksums = builder.checksums == null
                ? new Checksums(numbers, Arrays.copyOf(builder.checksumsOfLines, builder.size), builder.lastChecksum)
                : builder.checksums;
        context = builder.context;
    }

    private Chunk(Chunk lines, SourceContext context) {
        bytes = lines.bytes;
        starts = lines.starts;
        ends = lines.ends;
        numbers = lines.numbers;
        refusals = lines.refusals;
        namespaces = lines.namespaces;
        dropped = lines.dropped;
        lastLine = lines.lastLine;
        checksums = lines.checksums;
        this.context = context;
    }

    /** The same lines, with what is known of them from outside their text. */
    public Chunk with(SourceContext known) {
        return new Chunk(this, known);
    }

    /** What is known of the lines from outside their text. */
    public SourceContext context() {
        return context;
    }

    /** How many lines are in it. */
    public int size() {
        return starts.length;
    }

    /** The array that holds the lines. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the line begins in {@link #bytes()}. */
    public int start(int index) {
        return starts[index];
    }

    /** Where the line ends in {@link #bytes()}, exclusive. */
    public int end(int index) {
        return ends[index];
    }

    /** The line's number in the file, from 1. */
    public long line(int index) {
        return numbers[index];
    }

    /** Why the line can be no usable event, whatever is in it; blank where that is not known yet. */
    public String refusal(int index) {
        return refusals[index];
    }

    /** The namespace that the user's own steps have chosen for the line's rows; blank where they have chosen none. */
    public String namespace(int index) {
        return index < namespaces.length && namespaces[index] != null ? namespaces[index] : "";
    }

    /** How many more lines it had, which the user's own steps have dropped. */
    public int dropped() {
        return dropped;
    }

    /** The number of the last line that was read for this chunk, blank ones included. */
    public long lastLine() {
        return lastLine;
    }

    /** The checksums of the file's text through each of its lines, as they were read. */
    public Checksums checksums() {
        return checksums;
    }

    /** The line as text, for people. */
    public String text(int index) {
        return new String(bytes, starts[index], ends[index] - starts[index], StandardCharsets.UTF_8);
    }

    /** Collects the lines of one chunk. */
    public static final class Builder {
        private byte[] bytes;
        private int used;
        private int[] starts = new int[256];
        private int[] ends = new int[256];
        private long[] numbers = new long[256];
        private String[] refusals = new String[256];
        private int[] checksumsOfLines = new int[256];
        private String[] namespaces = {};
        private int size;
        private int dropped;
        private long lastLine;
        private int lastChecksum;
        private Checksums checksums;
        private SourceContext context = SourceContext.UNKNOWN;

        /** @param expectedBytes how many bytes the lines take together, about */
        public Builder(int expectedBytes) {
            bytes = new byte[expectedBytes];
        }

        /** Adds a piece of the line that is being read. */
        public void append(byte[] from, int offset, int length) {
            if (used + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(used + length, bytes.length * 2));
            }
            System.arraycopy(from, offset, bytes, used, length);
            used += length;
        }

        /** How many bytes the line that is being read has so far. */
        int open() {
            return used - (size == 0 ? 0 : ends[size - 1]);
        }

        /**
         * Ends the line that is being read.
         *
         * @param refusal why it can be no usable event; blank where that is not known yet
         */
        public void endLine(long number, String refusal) {
            endLine(number, refusal, 0);
        }

        /** Ends the line that is being read, with the checksum of the file's text through it. */
        void endLine(long number, String refusal, int checksum) {
            lastLine = number;
            lastChecksum = checksum;
            int start = used - open();
            if (blank(start)) {
                used = start;
                return;
            }
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, size * 2);
                ends = Arrays.copyOf(ends, size * 2);
                numbers = Arrays.copyOf(numbers, size * 2);
                refusals = Arrays.copyOf(refusals, size * 2);
                checksumsOfLines = Arrays.copyOf(checksumsOfLines, size * 2);
            }
            starts[size] = start;
            ends[size] = used;
            numbers[size] = number;
            refusals[size] = refusal;
            checksumsOfLines[size] = checksum;
            size++;
        }

        /** Chooses the namespace for the rows of the last line. */
        public void sendTo(String namespace) {
            if (namespaces.length < size) {
                namespaces = Arrays.copyOf(namespaces, starts.length);
            }
            namespaces[size - 1] = namespace;
        }

        /** Says what is known of the lines from outside their text. */
        public void context(SourceContext known) {
            context = known;
        }

        /** Counts a line that is not to be in the chunk, as the user's own steps have dropped it. */
        public void drop() {
            dropped++;
        }

        /** Counts lines that are not to be in the chunk. */
        public void passed(long number, int checksum) {
            lastLine = number;
            lastChecksum = checksum;
        }

        /** Says out of which lines of the file these were made, as they were read. */
        public void madeOf(Chunk read) {
            lastLine = read.lastLine;
            checksums = read.checksums;
        }

        /** Forgets the line that is being read. */
        void dropOpen() {
            used -= open();
        }

        int size() {
            return size;
        }

        int bytesUsed() {
            return used;
        }

        /** The chunk. */
        public Chunk build() {
            return new Chunk(this);
        }

        private boolean blank(int start) {
            for (int i = start; i < used; i++) {
                if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                    return false;
                }
            }
            return true;
        }
    }
}
