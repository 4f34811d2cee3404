package io.cameleer.ledger;

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
    private final Map<String, TableCount> tables = new HashMap<>();
    private long line;
    private long lines;
    private long events;
    private long rejects;
    private long dropped;
    private long openRows;
    private End end;
    private String error;
    private final Set<String> failedTables = new HashSet<>();
    private boolean givenUp;

    /** How reading a file ended. */
    public enum End {
        /** It was read to its end. */
        WHOLE,
        /** It is damaged: no more of it can be read. */
        DAMAGED,
        /** It could not be read to its end now. */
        FAILED
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

    /**
     * @param marks for each table the line up to which its rows are loaded
     */
    public FileProgress(EventFile file, Map<String, Long> marks) {
        this.file = file;
        this.marks = new HashMap<>(marks);
    }

    public EventFile file() {
        return file;
    }

    /** The last line whose rows were taken over into table batches, or were passed over because they are loaded. */
    public long line() {
        return line;
    }

    /** Counts what a chunk was found to hold, once it was taken over. */
    public void taken(long lastLine, int chunkLines, int chunkEvents, int chunkRejects, int chunkDropped) {
        line = lastLine;
        lines += chunkLines;
        events += chunkEvents;
        rejects += chunkRejects;
        dropped += chunkDropped;
    }

    /**
     * The rows of a slice that are still to be loaded; none if an earlier attempt has loaded all of them. What is given out
     * is on its way into a table from here on.
     */
    public Optional<RowSlice> unloaded(RowSlice slice) {
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

    /** So many rows of it are loaded, or are not to be loaded now. */
    public void closed(int rows) {
        openRows -= rows;
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

    /** Rows of a table could not be loaded. */
    public void tableFailed(String table, String why) {
        failedTables.add(table);
        failed(table + ": " + why);
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

    /** Events that the user's own steps have dropped. */
    public long dropped() {
        return dropped;
    }

    /** The rows of the file, by table. */
    public Map<String, TableCount> tables() {
        return tables;
    }
}
