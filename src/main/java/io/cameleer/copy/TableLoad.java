package io.cameleer.copy;

import io.cameleer.batch.LoadMode;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlTemplate.Holes;
import io.cameleer.reject.Discarded;
import io.cameleer.schema.TableColumns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Rows of a table batch on their way into their table, and what has come of them so far.
 *
 * @param batch the whole batch
 * @param rows those of its rows that are to be loaded: all, but for those that the contract turns away; or some of these,
 *     where PostgreSQL has refused them together
 * @param halvings how often PostgreSQL has refused them together with others, and half of these was left
 * @param isTried whether each of them was tried by itself
 * @param columns where the rows' values go in the table as it is
 * @param mode what happens to a row whose like is there
 * @param loadedAt when they are loaded, as the database says; blank until the transaction has begun
 * @param leftovers where goes what does not get in
 * @param turnedAway what has come of rows that the contract on new tables and columns does not let in
 * @param result what has come of the rows
 */
public record TableLoad(
        TableBatch batch,
        TableBatch rows,
        int halvings,
        boolean isTried,
        TableColumns columns,
        LoadMode mode,
        String loadedAt,
        Leftovers leftovers,
        LoadResult turnedAway,
        LoadResult result)
        implements Holes {

    /** Where goes what does not get in: values to the discards, rows to the rejected ones. */
    public record Leftovers(TableColumns discards, TableColumns rejectedRows) {}

    /** The table. */
    public TableName name() {
        return batch.name();
    }

    /** The route that its rows take: {@code append}, {@code merge} or {@code merge-users}. */
    public String route() {
        return mode.route();
    }

    /** Whether there are rows to be loaded. */
    public boolean hasRows() {
        return rows.rows() > 0;
    }

    /** Whether its table can be locked, and so kept as it is: it is a table, and not a view or the like. */
    public boolean isTable() {
        return columns.table().isTable();
    }

    /** Whether merging finds rows by an index. */
    public boolean isIndexed() {
        return columns.table().isIndexed(name());
    }

    /** The same, loaded at a time. */
    public TableLoad at(String time) {
        return new TableLoad(batch, rows, halvings, isTried, columns, mode, time, leftovers, turnedAway, result);
    }

    /** All rows on their way into the table. */
    public Append append() {
        return Append.of(this);
    }

    /** Rows on their way into a table, its own or one that stands in for it. */
    public Portion portion(Optional<BitSet> some, String into) {
        return new Portion(rows, columns, into, some, loadedAt, new Discarded(name()));
    }

    /** Has come of the rows what it says, beside what has come of others before. */
    public TableLoad with(LoadResult more) {
        return result(result.plus(more));
    }

    /** The same, of whose rows nothing has come yet. */
    public TableLoad restarted() {
        return result(LoadResult.none(name()));
    }

    private TableLoad result(LoadResult of) {
        return new TableLoad(batch, rows, halvings, isTried, columns, mode, loadedAt, leftovers, turnedAway, of);
    }

    /** Itself, as what is on its way to be sent has it, too. */
    public TableLoad load() {
        return this;
    }

    /** What has come of all rows of the batch. */
    public LoadResult outcome() {
        return turnedAway.plus(result);
    }

    /** Half of the rows each, in their order, of which nothing has come yet. */
    List<TableLoad> halves() {
        int half = rows.rows() / 2;
        return List.of(part(rows.select(row -> row < half)), part(rows.select(row -> row >= half)));
    }

    private TableLoad part(TableBatch some) {
        return new TableLoad(
                batch,
                some,
                halvings + 1,
                isTried,
                columns,
                mode,
                loadedAt,
                leftovers,
                turnedAway,
                LoadResult.none(name()));
    }

    /** The rows that were not refused when each was tried by itself, and without rows what has come of those that were. */
    List<TableLoad> tried(IntPredicate isRefused, LoadResult refused) {
        var others = rows.select(row -> !isRefused.test(row));
        var none = rows.select(row -> false);
        return List.of(
                new TableLoad(
                        batch,
                        others,
                        halvings,
                        true,
                        columns,
                        mode,
                        loadedAt,
                        leftovers,
                        turnedAway,
                        LoadResult.none(name())),
                new TableLoad(batch, none, halvings, true, columns, mode, loadedAt, leftovers, turnedAway, refused));
    }

    /** Whether it is known of every row what became of it; a trigger may keep some out of the table without an error. */
    boolean isAccountedFor() {
        return result.rows() == rows.rows();
    }

    /** What else is to be loaded in the same transaction: the values and the rows that did not get in. */
    public List<TableLoad> leftOver() {
        var result = outcome();
        return Stream.of(
                        leftOver(result.discarded().batch(), leftovers.discards),
                        leftOver(result.rejectedRows(), leftovers.rejectedRows))
                .filter(TableLoad::hasRows)
                .toList();
    }

    private TableLoad leftOver(TableBatch of, TableColumns to) {
        var none = LoadResult.none(of.name());
        return new TableLoad(of, of, 0, false, to, LoadMode.APPEND, loadedAt, leftovers, none, none);
    }

    /** The discards of rows that were replaced, which go with them; none if none were. */
    public List<OutdatedDiscards> outdated() {
        return OutdatedDiscards.of(this);
    }

    /** How many values of each kind are not in their columns: the records of {@code sql/discards.sql}. */
    public List<Map<String, Object>> discardCounts() {
        return outcome().discarded().counts(columns.encoding());
    }

    /** How far the files of the batch are loaded with it: the records of {@code sql/progress.sql}, a file each. */
    public List<Map<String, Object>> progress() {
        var result = outcome();
        var marks = new ArrayList<Map<String, Object>>();
        for (var part : batch.parts()) {
            long rejected = result.leftOut().getOrDefault(part.file(), 0L);
            marks.add(Map.of(
                    "file", part.file(),
                    "table", name().qualified(),
                    "after", part.after(),
                    "line", part.lastLine(),
                    "checksum", part.checksum(),
                    "rows", part.rows() - rejected,
                    "rejected", rejected,
                    "discards", result.discarded().count(part.file())));
        }
        return marks;
    }

    @Override
    public Map<String, Object> holes() {
        return Map.of("table", name().sql());
    }
}
