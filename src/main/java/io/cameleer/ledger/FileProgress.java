package io.cameleer.ledger;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.batch.RowSlice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far one claimed file is, while it is being loaded: what was read of it, which of its rows an earlier attempt has
 * loaded, and what keeps it from being complete. Used by one loader's thread.
 */
public final class FileProgress {
    private final EventFile file;
    private final Map<String, Long> marks;
    private final int maxRejects;
    private final KeptRejects keptRejects;
    private final Map<String, TableCount> tables = new HashMap<>();
    private Optional<Checkpoint> toCompare;
    private long line;
    private long checksum;
    private long lines;
    private long events;
    private long rejects;
    private long lastReject;
    private long dropped;
    private long excluded;
    private long openRows;
    private End end;
    private String error;
    private final Set<String> failedTables = new HashSet<>();
    private boolean givenUp;
    private boolean isAtFault;

    /** How reading a file ended. */
    public enum End {
        /** It was read to its end. */
        WHOLE,
        /** It is damaged: no more of it can be read. */
        DAMAGED,
        /** It could not be read to its end now. */
        FAILED,
        /** It has other content than what was loaded of it before. */
        REPLACED,
        /** It is not there any more. */
        VANISHED
    }

    /** Rows of the file for one table: what it has, and how many of them an earlier attempt has loaded. */
    public static final class TableCount {
        private long mapped;
        private long skipped;

        public long mapped() {
            return mapped;
        }

        public long skipped() {
            return skipped;
        }
    }

    /** The same, of which all rejected lines are kept. */
    public FileProgress(EventFile file, Marks marks) {
        this(file, marks, Integer.MAX_VALUE);
    }

    /**
     * @param marks how far it is loaded
     * @param maxRejects how many rejected lines it may have; with more it is incomplete
     */
    public FileProgress(EventFile file, Marks marks, int maxRejects) {
        this.file = file;
        this.maxRejects = maxRejects;
        keptRejects = new KeptRejects(maxRejects);
        this.marks = new HashMap<>(marks.tables());
        toCompare = marks.furthest();
        line = marks.whole().line();
        checksum = marks.whole().checksum();
    }

    /** Through where its text is to be compared with what it was, before it is read on; empty if that is done, or needless. */
    public Optional<Checkpoint> toCompare() {
        return toCompare;
    }

    /**
     * Its text was compared.
     *
     * @param found the checksum through where it was to be compared
     * @throws OtherContentException if it is not what it was
     */
    public void compared(long found) {
        var expected = toCompare.orElseThrow();
        if (found != expected.checksum()) {
            throw new OtherContentException(expected.line());
        }
        toCompare = Optional.empty();
    }

    public EventFile file() {
        return file;
    }

    /** The last line whose rows were taken over into table batches, or were passed over because they are loaded. */
    public long line() {
        return line;
    }

    /** The checksum of its text through that line. */
    long checksum() {
        return checksum;
    }

    /** Counts what a chunk was found to hold, once it was taken over. */
    public void taken(NormalizedChunk chunk) {
        line = chunk.lastLine();
        checksum = chunk.checksum();
        lines += chunk.lines();
        events += chunk.events();
        rejects += chunk.rejects();
        dropped += chunk.dropped();
        excluded += chunk.excluded();
    }

    /**
     * The rows of a slice that are still to be loaded; none if an earlier attempt has loaded all of them. What is given out
     * is on its way into a table from here on.
     */
    public Optional<RowSlice> unloaded(RowSlice all) {
        var slice = all.table().isLedger() ? kept(all) : all;
        if (slice.rows().isEmpty()) {
            return Optional.empty();
        }
        var table = slice.table().qualified();
        long mark = marks.getOrDefault(table, 0L);
        var rest = slice.behind(mark);
        var count = tables.computeIfAbsent(table, t -> new TableCount());
        count.mapped += slice.rows().size();
        count.skipped += slice.rows().size() - rest.rows().size();
        if (rest.rows().isEmpty()) {
            return Optional.empty();
        }
        marks.put(table, rest.lastLine());
        openRows += rest.rows().size();
        return Optional.of(rest);
    }

    /** The rejected lines that are kept, each of which may come again. */
    private RowSlice kept(RowSlice rejected) {
        var kept = rejected.behind(lastReject).only(keptRejects::add);
        lastReject = rejected.lastLine();
        return kept;
    }

    /** So many rows of it are loaded, or are not to be loaded now. */
    public void closed(int rows) {
        openRows -= rows;
    }

    /** It was read to its end; with more lines that are no events than it may have it is incomplete. */
    public void read() {
        if (rejects > maxRejects) {
            ended(
                    End.DAMAGED,
                    "%d of its %d lines are no events, more than read.max-rejects = %d lets a file have; some are in cameleer.rejects, and all events are loaded"
                            .formatted(rejects, lines, maxRejects));
        }
        ended(End.WHOLE, "");
    }

    /** How many rejected lines of it are not in the ledger, by reason. */
    Map<String, Long> rejectsNotKept() {
        return keptRejects.notKept();
    }

    /** Reading it has ended. What is said first holds. */
    public void ended(End how, String why) {
        if (end == null) {
            end = how;
            if (how != End.WHOLE) {
                failed(why);
            }
        }
    }

    /** Something keeps the file from being complete. The first such thing is remembered. */
    public void failed(String why) {
        if (error == null) {
            error = why;
        }
    }

    /**
     * Rows of a table could not be loaded.
     *
     * @param waits whether it is only that somebody holds a lock on the table
     */
    public void tableFailed(String table, String why, boolean waits) {
        failedTables.add(table);
        isAtFault |= !waits;
        failed(table + ": " + why);
    }

    /** Whether it was read to its end, and nothing is amiss but that somebody holds a lock on a table. */
    boolean isWaiting() {
        return end == End.WHOLE && !failedTables.isEmpty() && !isAtFault;
    }

    /** The tables whose rows could not all be loaded. */
    public Set<String> failedTables() {
        return failedTables;
    }

    /** Whether nothing more will happen to it: its reading has ended and none of its rows is on its way. */
    public boolean settled() {
        return end != null && openRows == 0;
    }

    /** How reading it ended; null while it goes on. */
    public End end() {
        return end;
    }

    /** What keeps it from being complete; null if nothing does. */
    public String error() {
        return error;
    }

    /** It has failed so often that it is not tried again by itself. */
    void giveUp() {
        givenUp = true;
    }

    /** Whether it is tried again on demand only. */
    public boolean givenUp() {
        return givenUp;
    }

    /** Lines read, without blank ones. */
    public long lines() {
        return lines;
    }

    public long events() {
        return events;
    }

    public long rejects() {
        return rejects;
    }

    /** Events that are not meant for PostgreSQL. */
    public long excluded() {
        return excluded;
    }

    /** Events that the user's own steps have dropped. */
    public long dropped() {
        return dropped;
    }

    /** The rows of the file, by table. */
    public Map<String, TableCount> tables() {
        return tables;
    }
}
