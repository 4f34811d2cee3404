package io.cameleer.schema;

import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlFile;
import io.cameleer.row.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which columns of whole numbers become numeric, since a batch has numbers with a fraction for them. PostgreSQL refuses that
 * where a view, a trigger or the like is made of the column; then it stays, and a person is told what is in the way.
 */
final class Widening {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    private final JdbcTemplate jdbc;
    private final String inTheWay = SqlFile.text("in-the-way-of-widening.sql");
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Widening(DataSource warehouse) {
        jdbc = new JdbcTemplate(warehouse);
    }

    /** The columns, with the type that they get. */
    Map<String, ColumnType> of(TableBatch batch, TableSchema table) {
        var columns = fractional(batch, table);
        if (columns.isEmpty()) {
            return Map.of();
        }
        var obstacles = obstacles(batch.name(), columns);
        var widened = new LinkedHashMap<String, ColumnType>();
        for (var column : columns) {
            var inItsWay = obstacles.getOrDefault(column, Set.of());
            if (inItsWay.isEmpty()) {
                LOG.info(
                        "{} becomes numeric in {}, as values.fraction-in-integer is widen; PostgreSQL rewrites the"
                                + " table",
                        column,
                        batch.name());
                widened.put(column, ColumnType.NUMERIC);
            } else if (told.add(batch.name() + "." + column)) {
                LOG.warn(
                        "{} of {} cannot become numeric, and numbers with a fraction go on to rudder_discards. In the"
                                + " way: {}. Drop that, let a sync bring the fractions, or run alter table {} alter column"
                                + " {} type numeric, and make it again.",
                        column,
                        batch.name(),
                        String.join(", ", inItsWay),
                        batch.name().sql(),
                        new Column(column, ColumnType.NUMERIC).sql());
            }
        }
        return widened;
    }

    /** The columns of whole numbers for which the batch has other numbers. */
    private static Set<String> fractional(TableBatch batch, TableSchema table) {
        var layout = batch.layout();
        var whole = new ColumnType[layout.size()];
        boolean isAny = false;
        for (int i = 0; i < whole.length; i++) {
            var type = table.columns().get(layout.column(i));
            whole[i] = type != null && type.isWhole() && !type.domain() ? type : null;
            isAny |= whole[i] != null;
        }
        var columns = new TreeSet<String>();
        for (var rows = batch.cursor(); isAny && rows.next(); ) {
            for (var cells = rows.cells(); cells.next(); ) {
                var type = whole[cells.position()];
                if (type != null
                        && cells.type() == ValueType.FLOAT
                        && Fitting.text(ValueType.FLOAT, false, cells.text(), type)
                                .isEmpty()) {
                    columns.add(layout.column(cells.position()));
                    whole[cells.position()] = null;
                }
            }
        }
        return columns;
    }

    private Map<String, Set<String>> obstacles(TableName table, Set<String> columns) {
        var obstacles = new TreeMap<String, Set<String>>();
        jdbc.query(
                inTheWay,
                row -> {
                    obstacles
                            .computeIfAbsent(row.getString("attname"), column -> new TreeSet<>())
                            .add(row.getString("obstacle"));
                },
                table.schema(),
                table.table(),
                List.copyOf(columns).toArray(String[]::new));
        return obstacles;
    }
}
