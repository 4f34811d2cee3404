package io.cameleer.merge;

import io.cameleer.copy.LoadResult;
import io.cameleer.copy.TableLoad;
import io.cameleer.message.Headers;
import io.cameleer.postgres.SqlTemplate;
import io.cameleer.schema.ColumnType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Merges a batch into its table: one row for each id. It asks the index which ids of the batch are there; rows that are
 * new, mostly all, go straight into the table, and only for the others there is a temporary table and an update. So the
 * cost follows the batch, not the table.
 */
public final class Merge {
    private final JdbcTemplate jdbc;
    private final EventColumns eventColumns;
    private final String window;
    private final SqlTemplate knownRows = SqlTemplate.of("known-rows.sql");

    /** @param window how far back from the oldest row of a batch its like is looked for, as an interval; blank: all the way */
    public Merge(DataSource warehouse, String window) {
        this.jdbc = new JdbcTemplate(warehouse);
        this.eventColumns = new EventColumns(warehouse);
        this.window = window;
    }

    /** Which rows are new. To be asked when nobody else can merge into the table. */
    public MergePlan plan(@Body TableLoad load) {
        var keys = Keys.of(load);
        var rows = keys.rows();
        var known = new BitSet();
        var looked = MergeWindow.of(window, load, keys.oldest());
        if (!rows.isEmpty()) {
            known(load, keys, rows, looked).forEach(known::set);
        }
        var added = (BitSet) keys.withoutKey().clone();
        rows.forEach(added::set);
        added.andNot(known);
        return MergePlan.of(withSuperseded(load, added, known), added, known, emptied(load), looked);
    }

    /** The load, with the discards of the rows for which later ones of the same batch stand; these are counted alone. */
    private static TableLoad withSuperseded(TableLoad load, BitSet added, BitSet known) {
        var superseded = new BitSet();
        superseded.set(0, load.rows().rows());
        superseded.andNot(added);
        superseded.andNot(known);
        if (superseded.isEmpty()) {
            return load;
        }
        var portion = load.portion(Optional.of(superseded), load.name().sql());
        return load.with(LoadResult.loaded(0, 0, 0, portion.unsent()));
    }

    /** Remembers which columns events have had, though the rows are appended: the mode may be switched. */
    public void remember(@Body TableLoad load) {
        eventColumns.with(load.name(), columns(load));
    }

    /**
     * The load, with what has come of it.
     *
     * @param replaced the numbers of the rows that have replaced one; of no account if none were to
     */
    public TableLoad merged(@Body MergePlan plan, @Header(Headers.REPLACED) List<Map<String, Object>> replaced) {
        return plan.merged(plan.isReplacing() ? numbers(replaced) : List.of());
    }

    /** The numbers of rows of a stand-in, as statements give them out. */
    static List<Integer> numbers(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> (Integer) row.get("n")).toList();
    }

    private List<Integer> known(TableLoad load, Keys keys, List<Integer> rows, MergeWindow looked) {
        var holes = new HashMap<String, Object>(looked.holes());
        holes.put("table", load.name().sql());
        holes.put("type", load.columns().table().columns().get(Keys.ID).sql());
        return jdbc.execute((ConnectionCallback<List<Integer>>) connection -> {
            try (var statement = connection.prepareStatement(knownRows.filled(holes))) {
                statement.setArray(1, connection.createArrayOf("text", keys.ids(rows)));
                var known = new ArrayList<Integer>();
                try (var found = statement.executeQuery()) {
                    while (found.next()) {
                        known.add(rows.get(found.getInt(1) - 1));
                    }
                }
                return known;
            }
        });
    }

    private List<String> emptied(TableLoad load) {
        var here = columns(load);
        var table = load.columns().table().columns();
        return eventColumns.with(load.name(), here).stream()
                .filter(column -> !here.contains(column))
                .filter(table::containsKey)
                .filter(column -> table.get(column).kind() != ColumnType.Kind.GENERATED)
                .sorted()
                .toList();
    }

    /** The columns of the table that the batch may have values for. */
    private static List<String> columns(TableLoad load) {
        var layout = load.rows().layout();
        return IntStream.range(0, load.columns().size())
                .filter(i -> load.columns().type(i) != null)
                .mapToObj(layout::column)
                .toList();
    }
}
