package io.cameleer.sync;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.copy.LoadResult;
import io.cameleer.observe.Metrics;
import io.cameleer.observe.Metrics.FileOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a sync has done so far. Safe for use by several loaders. */
public final class Tally {
    /** Files of a sync that have a line of their own in the log; the rest is summed up. */
    private static final int MOST_LINES = 30;

    private final Metrics metrics;
    private final Map<String, Table> tables = new TreeMap<>();
    private long filesComplete;
    private long filesIncomplete;
    private long filesFailed;
    private long lines;
    private long events;
    private long rejects;
    private long dropped;
    private long excluded;
    private String loading = "";
    private long filesRead;
    private int linesOfGoodFiles;
    private int linesOfOtherFiles;

    /**
     * What it has done to one table. Of every row that the files have for it one thing becomes: it is new, replaced,
     * repeated, skipped, rejected or held back.
     *
     * @param mapped rows that the files have for it
     * @param rows rows that are new in the table
     * @param replaced rows that took the place of an earlier version
     * @param repeated rows that were there already, in the same version or a later one
     * @param skipped rows that an earlier attempt had committed
     * @param rejected rows that are not in it but in cameleer.rejected_rows, or among the discards
     * @param heldBack rows that are not loaded because of the error
     * @param discards values that went to rudder_discards
     * @param newColumns the names of new columns, those of a new table included
     * @param error why some rows are not loaded; blank if all are
     */
    public record Table(
            long mapped,
            long rows,
            long replaced,
            long repeated,
            long skipped,
            long rejected,
            long heldBack,
            long discards,
            Set<String> newColumns,
            String error) {
        /** Rows that a file has for it, and those of them that an earlier attempt had committed. */
        static Table found(long mapped, long skipped) {
            return new Table(mapped, 0, 0, 0, skipped, 0, 0, 0, Set.of(), "");
        }

        /** A batch that is committed. */
        static Table loaded(LoadResult result) {
            return new Table(
                    0,
                    result.added(),
                    result.replaced(),
                    result.repeated(),
                    0,
                    result.rejected(),
                    0,
                    result.discards(),
                    Set.of(),
                    "");
        }

        /** A table that has got columns. */
        static Table widened(Set<String> newColumns) {
            return new Table(0, 0, 0, 0, 0, 0, 0, 0, newColumns, "");
        }

        /** Rows that are not loaded. */
        static Table heldBack(long rows, String error) {
            return new Table(0, 0, 0, 0, 0, 0, rows, 0, Set.of(), error);
        }

        private long accountedFor() {
            return rows + replaced + repeated + skipped + rejected + heldBack;
        }

        Table plus(Table more) {
            return new Table(
                    mapped + more.mapped,
                    rows + more.rows,
                    replaced + more.replaced,
                    repeated + more.repeated,
                    skipped + more.skipped,
                    rejected + more.rejected,
                    heldBack + more.heldBack,
                    discards + more.discards,
                    union(newColumns, more.newColumns),
                    error.isEmpty() ? more.error : error);
        }

        /** Two loaders may meet the same new column at the same time. */
        private static Set<String> union(Set<String> some, Set<String> more) {
            var all = new TreeSet<>(some);
            all.addAll(more);
            return all;
        }
    }

    /** All of it at one moment. */
    public record Snapshot(
            long filesComplete,
            long filesIncomplete,
            long filesFailed,
            long lines,
            long events,
            long rejects,
            long dropped,
            long excluded,
            String loading,
            Map<String, Table> tables) {
        /** Rows that are in no table of events. */
        public long rejectedRows() {
            return tables.values().stream().mapToLong(Table::rejected).sum();
        }

        /** Values that went to rudder_discards. */
        public long discards() {
            return tables.values().stream().mapToLong(Table::discards).sum();
        }

        /** What does not add up once all batches are closed: a sentence, blank if all does. */
        String imbalance() {
            var wrong = new ArrayList<String>();
            if (lines != events + rejects + dropped + excluded) {
                wrong.add("%d lines, but %d events, %d rejects, %d dropped and %d excluded"
                        .formatted(lines, events, rejects, dropped, excluded));
            }
            tables.forEach((name, table) -> {
                if (table.mapped != table.accountedFor()) {
                    wrong.add("%s: %d rows of the files, %d accounted for"
                            .formatted(name, table.mapped, table.accountedFor()));
                }
            });
            return String.join("; ", wrong);
        }

        /** Files of which nothing more is to be expected in this sync. */
        public long filesEnded() {
            return filesComplete + filesIncomplete + filesFailed;
        }
    }

    /** @param metrics is told of the same, beyond the end of the sync */
    Tally(Metrics metrics) {
        this.metrics = metrics;
    }

    /** A file was read to its end; its rows may be on their way. */
    synchronized void fileRead() {
        filesRead++;
    }

    /** How many files were read to their end. */
    synchronized long filesRead() {
        return filesRead;
    }

    /** Whether a file is to have a line of its own in the log: the first ones of a sync that went well, and of the others. */
    synchronized boolean isWorthALine(boolean wentWell) {
        return (wentWell ? linesOfGoodFiles++ : linesOfOtherFiles++) < MOST_LINES;
    }

    synchronized void fileComplete() {
        filesComplete++;
        metrics.file(FileOutcome.COMPLETE);
    }

    synchronized void fileIncomplete() {
        filesIncomplete++;
        metrics.file(FileOutcome.INCOMPLETE);
    }

    synchronized void fileFailed() {
        filesFailed++;
        metrics.file(FileOutcome.FAILED);
    }

    synchronized void read(NormalizedChunk chunk) {
        lines += chunk.lines();
        events += chunk.events();
        rejects += chunk.rejects();
        dropped += chunk.dropped();
        excluded += chunk.excluded();
        metrics.read(chunk.events(), chunk.rejects(), chunk.dropped(), chunk.excluded());
    }

    synchronized void loading(String what) {
        loading = what;
    }

    /** A table batch is loaded. */
    void loaded(Duration time) {
        metrics.batch(time);
    }

    synchronized void table(String name, Table more) {
        tables.merge(name, more, Table::plus);
        metrics.rows(name, "new", more.rows());
        metrics.rows(name, "replaced", more.replaced());
        metrics.rows(name, "repeated", more.repeated());
        metrics.rows(name, "skipped", more.skipped());
        metrics.rows(name, "rejected", more.rejected());
        metrics.discards(name, more.discards());
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(
                filesComplete,
                filesIncomplete,
                filesFailed,
                lines,
                events,
                rejects,
                dropped,
                excluded,
                loading,
                new TreeMap<>(tables));
    }
}
