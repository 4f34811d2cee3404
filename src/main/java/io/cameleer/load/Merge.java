package io.cameleer.load;

import static java.util.stream.Collectors.joining;

import io.cameleer.aggregate.TableName;
import io.cameleer.warehouse.Identifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
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

    /** @param window how far back from the oldest row of a batch its like is looked for, as an interval; blank: all the way */
    public Merge(DataSource warehouse, String window) {
        this.jdbc = new JdbcTemplate(warehouse);
        this.eventColumns = new EventColumns(warehouse);
        this.window = window;
    }

    /** Which rows are new. From here to the end of the transaction nobody else merges into the table. */
    public MergePlan plan(@Body PreparedBatch prepared) {
        prepared.begin();
        var name = prepared.batch().name();
        lock(jdbc, name);
        var key = MergeKey.of(name);
        var keys = Keys.of(prepared, key);
        var rows = keys.rows();
        var known = new BitSet();
        var since = since(prepared, keys.oldest());
        if (!rows.isEmpty()) {
            preferIndex(jdbc, prepared.table(), key.indexed());
            known(prepared, key, keys, rows, since).forEach(known::set);
        }
        var added = (BitSet) keys.withoutKey().clone();
        rows.forEach(added::set);
        added.andNot(known);
        return new MergePlan(prepared, key, added, known, emptied(prepared), since);
    }

    /** Remembers which columns events have had, though the rows are appended: the mode may be switched. */
    public void remember(@Body PreparedBatch prepared) {
        eventColumns.with(prepared.batch().name(), columns(prepared));
    }

    /** Says how many rows were replaced. */
    public void replaced(@ExchangeProperty("merge") MergePlan plan, @Header("CamelSqlUpdateCount") Integer rows) {
        plan.replaced(rows == null ? 0 : rows);
    }

    /** No other transaction merges into the table until this one ends. */
    static void lock(JdbcTemplate jdbc, TableName table) {
        jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> {}, "cameleer " + table.qualified());
    }

    /**
     * Where there is an index each row of the batch is looked up in it: a join that reads the table would cost as much as
     * the table is large.
     */
    static void preferIndex(JdbcTemplate jdbc, TableSchema table, String column) {
        if (table.indexed().contains(column)) {
            jdbc.query(
                    "select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)",
                    row -> {});
        }
    }

    private List<Integer> known(PreparedBatch prepared, MergeKey key, Keys keys, List<Integer> rows, String since) {
        var columns = key.columns();
        var sql = "select k.n from unnest("
                + columns.stream().map(column -> "cast(? as text[])").collect(joining(", "))
                + ") with ordinality as k ("
                + IntStream.range(0, columns.size()).mapToObj(i -> "v" + i).collect(joining(", ")) + ", n)"
                + " where exists (select 1 from " + prepared.batch().name().sql() + " t where "
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> "t." + Identifier.quoted(columns.get(i)) + " = cast(k.v" + i + " as "
                                + prepared.table().columns().get(columns.get(i)).sql() + ")")
                        .collect(joining(" and "))
                + since + ")";
        return jdbc.execute((ConnectionCallback<List<Integer>>) connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < columns.size(); i++) {
                    statement.setArray(i + 1, connection.createArrayOf("text", keys.column(rows, i)));
                }
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

    /** The bound of {@code load.merge-window}, so that PostgreSQL need not look into old partitions. */
    private String since(PreparedBatch prepared, String oldest) {
        var receivedAt = prepared.table().columns().get("received_at");
        return window.isBlank() || oldest.isEmpty() || receivedAt == null
                ? ""
                : " and t.received_at >= cast('%s' as %s) - interval '%s'"
                        .formatted(oldest, receivedAt.instant().sql(), window);
    }

    private List<String> emptied(PreparedBatch prepared) {
        var here = columns(prepared);
        return eventColumns.with(prepared.batch().name(), here).stream()
                .filter(column -> !here.contains(column))
                .filter(column -> prepared.table().columns().containsKey(column))
                .filter(column -> prepared.table().columns().get(column).kind() != ColumnType.Kind.GENERATED)
                .sorted()
                .toList();
    }

    /** The columns of the table that the batch may have values for. */
    private static List<String> columns(PreparedBatch prepared) {
        var layout = prepared.batch().layout();
        return IntStream.range(0, layout.size())
                .filter(i -> prepared.type(i) != null)
                .mapToObj(layout::column)
                .toList();
    }
}
