package io.cameleer.merge;

import io.cameleer.copy.LoadResult;
import io.cameleer.copy.Portion;
import io.cameleer.copy.RowsToSend;
import io.cameleer.copy.TableLoad;
import io.cameleer.postgres.Identifier;
import io.cameleer.schema.Column;
import io.cameleer.schema.MergeKey;
import io.cameleer.schema.SchemaEvolution;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one batch is merged into its table: which rows are new there, and which may replace one.
 *
 * @param load the load, with what has come of it so far
 * @param added the numbers of the rows whose like is not in the table
 * @param known the numbers of the rows whose like is there
 * @param emptied columns that events have had, but this batch has not: a row that is replaced is replaced whole
 * @param window which rows of the table are looked at
 * @param portion the rows that go to PostgreSQL next
 */
public record MergePlan(
        TableLoad load,
        MergeKey key,
        BitSet added,
        BitSet known,
        List<String> emptied,
        MergeWindow window,
        Portion portion)
        implements RowsToSend {

    /** A plan of which the rows that are new go first, straight into the table: most of them, mostly. */
    static MergePlan of(
            TableLoad load, MergeKey key, BitSet added, BitSet known, List<String> emptied, MergeWindow window) {
        var portion = load.portion(Optional.of(added), load.name().sql());
        return new MergePlan(load, key, added, known, emptied, window, portion);
    }

    /** Whether some rows may replace one that is there. */
    public boolean isReplacing() {
        return !known.isEmpty();
    }

    /** The same, of which the rows that may replace one go next, into a table that stands in for their own. */
    public MergePlan replacements() {
        return new MergePlan(load, key, added, known, emptied, window, load.portion(Optional.of(known), standIn()));
    }

    @Override
    public MergePlan sent(long rows) {
        boolean isOwnTable = portion.into().equals(load.name().sql());
        var result = LoadResult.loaded(isOwnTable ? rows : 0, 0, 0, portion.discarded());
        return new MergePlan(load.with(result), key, added, known, emptied, window, portion);
    }

    /**
     * The load, with what has come of it.
     *
     * @param replaced how many rows of the table were replaced
     */
    TableLoad merged(long replaced) {
        long repeated = load.rows().rows() - added.cardinality() - replaced;
        return load.with(LoadResult.loaded(
                0, replaced, repeated, LoadResult.none(load.name()).discarded()));
    }

    @Override
    public Map<String, Object> holes() {
        var holes = new HashMap<>(portion.holes());
        holes.put("table", load.name().sql());
        holes.put("stand-in", standIn());
        holes.put("keys", key.columns().stream().map(MergePlan::column).toList());
        holes.put("emptied", emptied.stream().map(MergePlan::column).toList());
        holes.put("received", hasReceivedAt() ? List.of(Map.of()) : List.of());
        var comparable = new ArrayList<Map<String, String>>();
        var others = new ArrayList<Map<String, String>>();
        for (Column column : load.columns().named()) {
            if (!column.name().equals(SchemaEvolution.UUID_TS)) {
                (column.type().hasEquality() ? comparable : others).add(column(column.name()));
            }
        }
        holes.put("comparable", comparable);
        holes.put("others", others);
        holes.putAll(window.holes());
        return holes;
    }

    private static Map<String, String> column(String name) {
        return Map.of("column", Identifier.quoted(name));
    }

    private String standIn() {
        return "pg_temp.cameleer_" + (key.columns().size() == 1 ? "rows" : "discards");
    }

    private boolean hasReceivedAt() {
        return load.columns().named().stream().anyMatch(column -> column.name().equals("received_at"));
    }
}
