package io.cameleer.schema;

import io.cameleer.batch.LoadMode;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlFile;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import io.cameleer.schema.SchemaContract.OnNew;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds out what must be changed so that tables hold what a batch brings, as far as the contract lets them: new tables, new
 * columns, indexes to merge by.
 */
public final class SchemaEvolution {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    /** When a row was loaded; RudderStack's name. */
    public static final String UUID_TS = "uuid_ts";

    private final Catalog catalog;
    private final SchemaContract contract;
    private final JdbcTemplate jdbc;
    private final LoadMode mode;
    private final String clock = SqlFile.text("clock.sql");

    /** @param mode what the user wants to happen to rows whose like is there already */
    public SchemaEvolution(DataSource warehouse, Catalog catalog, SchemaContract contract, LoadMode mode) {
        this.catalog = catalog;
        this.mode = mode;
        this.contract = contract;
        jdbc = new JdbcTemplate(warehouse);
    }

    /** What must be changed before the batch can be loaded: of the table of discards, and of its own. */
    public List<TableChange> changes(@Body TableBatch batch) {
        if (batch.name().isLedger()) {
            return List.of(); // the ledger is migrated, not evolved
        }
        return Stream.concat(ofDiscards(batch.name()).stream(), Stream.of(ofTable(batch)))
                .filter(change -> change.isNeeded() || !change.indexes().isEmpty())
                .toList();
    }

    /**
     * What was changed is read from the catalog, and not merely no longer relied on: another loader may have read it before
     * the change.
     */
    public void changed(@Body TableChange change) {
        catalog.refreshed(change.table());
    }

    /** Has the tables of a batch be read from the catalog when they are needed next. */
    public void invalidate(@Body TableBatch batch) {
        catalog.invalidate(batch.name());
        catalog.invalidate(Discards.table(batch.name()));
    }

    private Optional<TableChange> ofDiscards(TableName of) {
        var discards = Discards.table(of);
        if (catalog.table(discards).exists()) {
            return Optional.empty();
        }
        return Optional.of(new TableChange(
                discards,
                !catalog.hasSchema(discards.schema()),
                true,
                Discards.COLUMNS,
                KeyIndex.of(discards, Discards.COLUMNS.keySet(), false),
                contract.readers(),
                Optional.empty(),
                Map.of()));
    }

    private TableChange ofTable(TableBatch batch) {
        var table = catalog.table(batch.name());
        var policy = table.exists() ? contract.newColumns() : contract.newTables();
        // what is no table cannot be widened: tried only where nothing could be loaded otherwise, for PostgreSQL to say
        // so
        var missing = policy == OnNew.EVOLVE && (table.isTable() || !holdsAny(batch.layout(), table))
                ? withinLimit(missing(batch, table), table)
                : Map.<String, ColumnType>of();
        boolean isNew = !table.exists() && !missing.isEmpty();
        boolean commented = contract.comments() && !missing.isEmpty();
        var now = commented ? jdbc.queryForObject(clock, String.class) : "";
        return new TableChange(
                batch.name(),
                false,
                isNew,
                missing,
                isNew ? KeyIndex.of(batch.name(), missing.keySet(), false) : missingIndexes(batch.name(), table),
                contract.readers(),
                commented && isNew ? Optional.of(firstSeen(batch.layout().origin(), now)) : Optional.empty(),
                commented ? comments(batch.layout(), missing.keySet(), now) : Map.of());
    }

    private List<KeyIndex> missingIndexes(TableName name, TableSchema table) {
        if (!table.isTable() || mode.of(name) == LoadMode.APPEND) {
            return List.of();
        }
        var missing = KeyIndex.of(name, table.columns().keySet(), table.isPartitioned()).stream()
                .filter(index -> !table.indexed().contains(index.column()))
                .toList();
        missing.forEach(index -> LOG.info(
                table.isPartitioned()
                        ? "{} gets an index on {}, to merge by"
                        : "{} gets an index on {}, to merge by; it stays usable meanwhile",
                name,
                index.column()));
        return missing;
    }

    /** What new columns are made from, in the sender's own words, and since when they are there. */
    private static Map<String, String> comments(TableLayout layout, Set<String> newColumns, String now) {
        var comments = new LinkedHashMap<String, String>();
        for (int i = 0; i < layout.size(); i++) {
            if (newColumns.contains(layout.column(i))) {
                comments.put(layout.column(i), firstSeen(layout.origin(i), now));
            }
        }
        if (newColumns.contains(UUID_TS)) {
            comments.put(UUID_TS, "When the row was loaded");
        }
        if (newColumns.contains(TableColumns.OVERFLOW)) {
            comments.put(TableColumns.OVERFLOW, "Values for which there is no room left for columns, by name");
        }
        return comments;
    }

    private static String firstSeen(String origin, String now) {
        return origin + ", first seen " + now;
    }

    private static boolean holdsAny(TableLayout layout, TableSchema table) {
        return IntStream.range(0, layout.size()).mapToObj(layout::column).anyMatch(table.columns()::containsKey);
    }

    private static Map<String, ColumnType> missing(TableBatch batch, TableSchema table) {
        var layout = batch.layout();
        var missing = new LinkedHashMap<String, ColumnType>();
        var known = table.columns().keySet();
        if (!known.contains(UUID_TS)) {
            missing.put(UUID_TS, ColumnType.TIMESTAMPTZ);
        }
        if (!IntStream.range(0, layout.size()).mapToObj(layout::column).allMatch(known::contains)) {
            var types = types(batch);
            for (int i = 0; i < layout.size(); i++) {
                if (!types.get(i).isEmpty() && !known.contains(layout.column(i))) {
                    missing.put(layout.column(i), ColumnType.holding(types.get(i)));
                }
            }
        }
        return missing;
    }

    /** As many of the columns as the table has room for; where that is not for all, one takes the rest. */
    private Map<String, ColumnType> withinLimit(Map<String, ColumnType> missing, TableSchema table) {
        int room = contract.maxColumns() - table.attributes();
        if (missing.size() <= room) {
            return missing;
        }
        var some = new LinkedHashMap<String, ColumnType>();
        if (room > 0 && !table.columns().containsKey(TableColumns.OVERFLOW)) {
            some.put(TableColumns.OVERFLOW, ColumnType.JSONB);
        }
        for (var column : missing.entrySet()) {
            if (some.size() < room) {
                some.putIfAbsent(column.getKey(), column.getValue());
            }
        }
        return some;
    }

    /** The types of the values that the batch has, by the position of their column. */
    private static List<Set<ValueType>> types(TableBatch batch) {
        var types = new ArrayList<Set<ValueType>>();
        for (int i = 0; i < batch.layout().size(); i++) {
            types.add(EnumSet.noneOf(ValueType.class));
        }
        var rows = batch.cursor();
        while (rows.next()) {
            var cells = rows.cells();
            while (cells.next()) {
                types.get(cells.position()).add(cells.type());
            }
        }
        return types;
    }
}
