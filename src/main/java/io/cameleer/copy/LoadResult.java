package io.cameleer.copy;

import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.reject.Discarded;
import io.cameleer.reject.Refusal;
import io.cameleer.reject.RejectedRows;
import io.cameleer.row.Discard;
import io.cameleer.row.ValueType;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has come of rows of a batch.
 *
 * @param added rows that are new in the table
 * @param replaced rows that took the place of an earlier version
 * @param repeated rows that were there already, in this version or a later one
 * @param replacedIds the ids of the rows that took the place of an earlier version: what was discarded of that is no more
 * @param discarded values that are not in their columns, but for those of repeated rows
 * @param rejectedRows rows that are not in the table, as rows of the ledger
 * @param leftOut by file, how many rows are not in the table
 * @param reasons why rows are not in the table, and how many each time
 * @param refusal what PostgreSQL said of the last row that it refused
 */
public record LoadResult(
        long added,
        long replaced,
        long repeated,
        List<String> replacedIds,
        Discarded discarded,
        TableBatch rejectedRows,
        Map<Long, Long> leftOut,
        Map<String, Long> reasons,
        Optional<SQLException> refusal) {

    /** Nothing has come of them yet. */
    public static LoadResult none(TableName table) {
        return new Builder(table).build();
    }

    /** Rows are in the table, and some of their values are not in their columns. */
    public static LoadResult loaded(long added, long replaced, long repeated, Discarded discarded) {
        return loaded(added, replaced, repeated, List.of(), discarded);
    }

    /**
     * The same, where rows took the place of an earlier version.
     *
     * @param replacedIds the ids of these
     */
    public static LoadResult loaded(
            long added, long replaced, long repeated, List<String> replacedIds, Discarded discarded) {
        return new LoadResult(
                added, replaced, repeated, replacedIds, discarded, noRows(), Map.of(), Map.of(), Optional.empty());
    }

    /**
     * Some rows are refused by PostgreSQL.
     *
     * @param refusals why, by the numbers of the rows in the batch
     * @param last the last of the errors
     */
    static LoadResult refused(TableBatch of, Map<Integer, Refusal> refusals, SQLException last) {
        var rejected = new Builder(of.name());
        for (var row = of.cursor(); row.next(); ) {
            var refusal = refusals.get(row.row());
            if (refusal != null) {
                rejected.reject(row, of, refusal);
            }
        }
        return rejected.build(Optional.of(last));
    }

    /** A row is refused by PostgreSQL. */
    static LoadResult refused(TableBatch.Cursor row, TableBatch of, SQLException error) {
        var rejected = new Builder(of.name());
        rejected.reject(row, of, Refusal.of(error));
        return rejected.build(Optional.of(error));
    }

    /** Both together. */
    public LoadResult plus(LoadResult more) {
        return new LoadResult(
                added + more.added,
                replaced + more.replaced,
                repeated + more.repeated,
                sum(replacedIds, more.replacedIds),
                discarded.plus(more.discarded),
                sum(rejectedRows, more.rejectedRows),
                sum(leftOut, more.leftOut),
                sum(reasons, more.reasons),
                more.refusal.or(() -> refusal));
    }

    /** Rows that are in the table. */
    long rows() {
        return added + replaced + repeated;
    }

    /** Rows that are not in the table. */
    public long rejected() {
        return leftOut.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Values that are not in their columns. */
    public long discards() {
        return discarded.batch().rows();
    }

    private static <K> Map<K, Long> sum(Map<K, Long> some, Map<K, Long> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return some.isEmpty() ? more : some;
        }
        var all = new HashMap<>(some);
        more.forEach((key, count) -> all.merge(key, count, Long::sum));
        return all;
    }

    private static List<String> sum(List<String> some, List<String> more) {
        if (some.isEmpty() || more.isEmpty()) {
            return some.isEmpty() ? more : some;
        }
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static TableBatch sum(TableBatch some, TableBatch more) {
        if (some.rows() == 0 || more.rows() == 0) {
            return some.rows() == 0 ? more : some;
        }
        var all = noRows();
        all.addAll(some);
        all.addAll(more);
        return all;
    }

    private static TableBatch noRows() {
        return new TableBatch(RejectedRows.TABLE, RejectedRows.LAYOUT);
    }

    /** Gathers rows that are not in their table. */
    static final class Builder {
        private final Discarded discarded;
        private final TableBatch rejectedRows = noRows();
        private final Map<Long, Long> leftOut = new HashMap<>();
        private final Map<String, Long> reasons = new HashMap<>();

        Builder(TableName table) {
            discarded = new Discarded(table);
        }

        /**
         * A row is among the rejected ones. What mapping found no place for in it is a discard all the same.
         *
         * @param of the batch that the row is read from
         */
        void reject(TableBatch.Cursor row, TableBatch of, Refusal refusal) {
            long file = leaveOut(row, of);
            reasons.merge(refusal.message(), 1L, Long::sum);
            rejectedRows.add(file, RejectedRows.row(file, row, of, refusal));
        }

        /** Each value of a row is a discard. */
        void discard(TableBatch.Cursor row, TableBatch of, String reason) {
            leaveOut(row, of);
            for (var cells = row.cells(); cells.next(); ) {
                discard(row, of, new Discard(of.layout().column(cells.position()), cells.written(), reason));
            }
        }

        LoadResult build() {
            return build(Optional.empty());
        }

        private LoadResult build(Optional<SQLException> refusal) {
            return new LoadResult(0, 0, 0, List.of(), discarded, rejectedRows, leftOut, reasons, refusal);
        }

        private long leaveOut(TableBatch.Cursor row, TableBatch of) {
            long file = file(row, of);
            leftOut.merge(file, 1L, Long::sum);
            of.discards(row.row()).forEach(discard -> discard(row, of, discard));
            return file;
        }

        private void discard(TableBatch.Cursor row, TableBatch of, Discard discard) {
            var id = row.cells();
            var receivedAt = row.cells();
            discarded.add(
                    file(row, of),
                    id.find(of.layout().find("id")) ? id.written() : "",
                    receivedAt.find(of.layout().find("received_at")) && receivedAt.type() == ValueType.DATETIME
                            ? receivedAt.text()
                            : "",
                    discard);
        }

        private static long file(TableBatch.Cursor row, TableBatch of) {
            return of.parts().get(row.part()).file();
        }
    }
}
