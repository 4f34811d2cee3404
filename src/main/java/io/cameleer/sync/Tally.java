package io.cameleer.sync;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a sync has done so far. Safe for use by several loaders. */
public final class Tally {
    private final Map<String, Table> tables = new TreeMap<>();
    private long filesComplete;
    private long filesIncomplete;
    private long filesFailed;
    private long lines;
    private long events;
    private long rejects;
    private String loading = "";

    /**
     * What it has done to one table.
     *
     * @param rows rows that are new in the table
     * @param replaced rows that took the place of an earlier version
     * @param repeated rows that were there already, in the same version or a later one
     * @param skipped rows that an earlier attempt had committed
     * @param rejected rows that are not in it but in cameleer.rejected_rows, or among the discards
     * @param discards values that went to rudder_discards
     * @param newColumns the names of new columns, those of a new table included
     * @param error why some rows are not loaded; blank if all are
     */
    public record Table(
            long rows,
            long replaced,
            long repeated,
            long skipped,
            long rejected,
            long discards,
            Set<String> newColumns,
            String error) {
        Table plus(Table more) {
            return new Table(
                    rows + more.rows,
                    replaced + more.replaced,
                    repeated + more.repeated,
                    skipped + more.skipped,
                    rejected + more.rejected,
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

        /** Files of which nothing more is to be expected in this sync. */
        public long filesEnded() {
            return filesComplete + filesIncomplete + filesFailed;
        }
    }

    synchronized void fileComplete() {
        filesComplete++;
    }

    synchronized void fileIncomplete() {
        filesIncomplete++;
    }

    synchronized void fileFailed() {
        filesFailed++;
    }

    synchronized void read(int chunkEvents, int chunkRejects) {
        lines += chunkEvents + chunkRejects;
        events += chunkEvents;
        rejects += chunkRejects;
    }

    synchronized void loading(String what) {
        loading = what;
    }

    synchronized void table(String name, Table more) {
        tables.merge(name, more, Table::plus);
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(
                filesComplete, filesIncomplete, filesFailed, lines, events, rejects, loading, new TreeMap<>(tables));
    }
}
