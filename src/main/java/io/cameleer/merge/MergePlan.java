package io.cameleer.merge;

import io.cameleer.copy.LoadResult;
import io.cameleer.copy.Portion;
import io.cameleer.copy.RowsToSend;
import io.cameleer.copy.TableLoad;
import io.cameleer.postgres.Identifier;
import io.cameleer.reject.Discarded;
import io.cameleer.schema.Column;
import io.cameleer.schema.SchemaEvolution;
import io.cameleer.schema.TableColumns;
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
        TableLoad load, BitSet added, BitSet known, List<String> emptied, MergeWindow window, Portion portion)
        implements RowsToSend {
    private static final String STAND_IN = "pg_temp.cameleer_rows";

    /** A plan of which the rows that are new go first, straight into the table: most of them, mostly. */
    static MergePlan of(TableLoad load, BitSet added, BitSet known, List<String> emptied, MergeWindow window) {
        var portion = load.portion(Optional.of(added), load.name().sql());
        return new MergePlan(load, added, known, emptied, window, portion);
    }

    /** Whether some rows may replace one that is there. */
    public boolean isReplacing() {
        return !known.isEmpty();
    }

    /** The same, of which the rows that may replace one go next, into a table that stands in for their own. */
    public MergePlan replacements() {
        var marked = load.portion(Optional.of(known), STAND_IN).marking();
        return new MergePlan(load, added, known, emptied, window, marked);
    }

    @Override
    public MergePlan sent(long rows) {
        if (!portion.into().equals(load.name().sql())) {
            return this; // which of them replace a row is not known yet
        }
        var result = LoadResult.loaded(rows, 0, 0, portion.discarded());
        return new MergePlan(load.with(result), added, known, emptied, window, portion);
    }

    /**
     * The load, with what has come of it. The discards of a row that is repeated are counted, but not kept again: they are
     * there with the row.
     *
     * @param replaced the numbers of those known rows that are in the table now, counted among these from 1
     */
    TableLoad merged(List<Integer> replaced) {
        long repeated = load.rows().rows() - added.cardinality() - replaced.size();
        if (replaced.isEmpty()) {
            var discarded = isReplacing() ? portion.discarded().keeping(row -> false) : new Discarded(load.name());
            return load.with(LoadResult.loaded(0, 0, repeated, discarded));
        }
        var numbers = known.stream().toArray();
        var rows = new BitSet();
        replaced.forEach(number -> rows.set(numbers[number - 1]));
        return load.with(LoadResult.loaded(
                0, replaced.size(), repeated, ids(rows), portion.discarded().keeping(rows::get)));
    }

    /** The ids of some rows as they came. */
    private List<String> ids(BitSet some) {
        var ids = new ArrayList<String>();
        int id = load.rows().layout().find(Keys.ID);
        for (var rows = load.rows().cursor(); rows.next(); ) {
            for (var cells = rows.cells(); some.get(rows.row()) && cells.next(); ) {
                if (cells.position() == id) {
                    ids.add(cells.written());
                }
            }
        }
        return ids;
    }

    @Override
    public Map<String, Object> holes() {
        var holes = new HashMap<>(portion.holes());
        holes.put("table", load.name().sql());
        holes.put("stand-in", STAND_IN);
        var number = Column.free("n", load.columns().table().columns().keySet());
        holes.put("number", Identifier.quoted(number));
        holes.put("emptied", emptied.stream().map(MergePlan::column).toList());
        holes.put("received", hasReceivedAt() ? List.of(Map.of()) : List.of());
        var replaced = new ArrayList<Map<String, Object>>();
        var comparable = new ArrayList<Map<String, Object>>();
        var others = new ArrayList<Map<String, Object>>();
        var unheld = portion.discarded().columns();
        for (Column column : load.columns().named()) {
            var value = value(column, unheld.contains(column.name()));
            replaced.add(value);
            if (!column.name().equals(SchemaEvolution.UUID_TS)) {
                (column.type().hasEquality() ? comparable : others).add(value);
            }
        }
        holes.put("own", replaced);
        holes.put("marked", List.of(Map.of()));
        holes.put("replaced", replaced);
        holes.put("unheld", portion.columns().unheld().map(Column::sql).orElse(""));
        holes.put("comparable", comparable);
        holes.put("others", others);
        holes.putAll(window.holes());
        return holes;
    }

    /** A column; and where rows have values for it that are discards, how such a row is known. */
    private Map<String, Object> value(Column column, boolean hasDiscards) {
        int position = load.rows().layout().find(column.name());
        return Map.of(
                "column",
                column.sql(),
                "kept",
                hasDiscards && position >= 0 ? List.of(Map.of("mark", TableColumns.mark(position))) : List.of());
    }

    private static Map<String, String> column(String name) {
        return Map.of("column", Identifier.quoted(name));
    }

    private boolean hasReceivedAt() {
        return load.columns().named().stream().anyMatch(column -> column.name().equals("received_at"));
    }
}
