package io.cameleer.load;

import io.cameleer.aggregate.Rejects;
import io.cameleer.aggregate.TableBatch;
import io.cameleer.load.Attempt.Refusal;
import io.cameleer.load.SchemaContract.OnNew;
import io.cameleer.mapping.TableLayout;
import io.cameleer.mapping.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes tables hold what a batch brings, as far as the contract lets it: new tables, new columns. Nothing is ever
 * dropped, renamed or retyped.
 */
public final class SchemaEvolution {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");
    /** When a row was loaded; RudderStack's name. */
    static final String UUID_TS = "uuid_ts";

    private final Catalog catalog;
    private final SchemaContract contract;
    private final JdbcTemplate jdbc;
    private final DoubtfulValues doubtful;
    private final LoadMode mode;

    /** @param mode what the user wants to happen to rows whose like is there already */
    public SchemaEvolution(
            DataSource warehouse,
            PlatformTransactionManager transactions,
            Catalog catalog,
            SchemaContract contract,
            LoadMode mode) {
        this.catalog = catalog;
        this.mode = mode;
        this.contract = contract;
        jdbc = new JdbcTemplate(warehouse);
        doubtful = new DoubtfulValues(warehouse, transactions);
    }

    /**
     * What must be changed before a batch can be loaded.
     *
     * @param statements DDL in order; none if the table has all the columns that it may have
     * @param indexes DDL for indexes of a table in use, in order; it takes long, but keeps nobody waiting
     * @param newColumns the columns that the batch's table gets by that, or has got by an earlier attempt
     */
    public record Change(List<String> statements, List<String> indexes, Set<String> newColumns) {
        private static final Change NONE = new Change(List.of(), List.of(), Set.of());

        /** Whether there is something to be changed that must be changed at once. */
        public boolean isNeeded() {
            return !statements.isEmpty();
        }
    }

    /**
     * What must be changed before the batch can be loaded.
     *
     * @param before what an earlier attempt to load it has changed, as far as it came; null if this is the first
     */
    public Change change(@Body TableBatch batch, @ExchangeProperty("change") Change before) {
        if (batch.name().equals(Rejects.TABLE)) {
            return Change.NONE; // a table of the ledger, which is migrated, not evolved
        }
        var statements = new ArrayList<String>();
        var discards = Discards.table(batch.name());
        if (!catalog.table(discards).exists()) {
            if (!catalog.hasSchema(discards.schema())) {
                statements.addAll(Ddl.createSchema(discards.schema(), contract.readers()));
            }
            statements.add(Ddl.createTable(discards, Discards.COLUMNS));
            KeyIndex.of(discards, Discards.COLUMNS.keySet()).forEach(index -> statements.add(index.create()));
            statements.addAll(Ddl.grants(discards, contract.readers()));
        }
        var table = catalog.table(batch.name());
        var policy = table.exists() ? contract.newColumns() : contract.newTables();
        // what is no table cannot be widened: tried only where nothing could be loaded otherwise, for PostgreSQL to say
        // so
        var missing = policy == OnNew.EVOLVE && (table.isTable() || !holdsAny(batch.layout(), table))
                ? withinLimit(missing(batch, table), table)
                : Map.<String, ColumnType>of();
        if (!missing.isEmpty()) {
            statements.addAll(statements(batch, table, missing));
        }
        var indexes = new ArrayList<String>();
        if (table.isTable() && mode.of(batch.name()) != LoadMode.APPEND) {
            KeyIndex.of(batch.name(), table.columns().keySet()).stream()
                    .filter(index -> !table.indexed().contains(index.column()))
                    .forEach(index -> {
                        LOG.info(
                                table.isPartitioned()
                                        ? "{} gets an index on {}, to merge by"
                                        : "{} gets an index on {}, to merge by; it stays usable meanwhile",
                                batch.name(),
                                index.column());
                        indexes.addAll(index.createOn(table));
                    });
        }
        var newColumns = new HashSet<>(missing.keySet());
        if (before != null) {
            newColumns.addAll(before.newColumns());
        }
        return new Change(List.copyOf(statements), indexes, Set.copyOf(newColumns));
    }

    private List<String> statements(TableBatch batch, TableSchema table, Map<String, ColumnType> missing) {
        var statements = new ArrayList<String>();
        if (!table.exists()) {
            statements.add(Ddl.createTable(batch.name(), missing));
            KeyIndex.of(batch.name(), missing.keySet()).forEach(index -> statements.add(index.create()));
            statements.addAll(Ddl.grants(batch.name(), contract.readers()));
        }
        // also of a new table: another loader may make it at this moment, with the columns of its own batch
        statements.add(Ddl.addColumns(batch.name(), missing));
        if (contract.comments()) {
            // no machine's clock is to be trusted
            var now = jdbc.queryForObject(
                    "select to_char(now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')", String.class);
            statements.addAll(Ddl.comments(batch.name(), batch.layout(), !table.exists(), missing.keySet(), now));
        }
        return statements;
    }

    /** Makes the change within the transaction that is under way: all of it or nothing. */
    public void apply(@ExchangeProperty("change") Change change) {
        // as plain statements: in a prepared one the names of events would be searched for parameters
        jdbc.execute(String.join(";\n", change.statements()));
    }

    /**
     * The batch, ready to be loaded into the table as it is now. What was changed is looked at anew and not merely
     * forgotten: another loader may have remembered the table as it was, in between.
     *
     * @param change what was changed for the batch
     * @throws StaleTableException if the table is gone
     */
    public Attempt prepare(@Body TableBatch batch, @ExchangeProperty("change") Change change) {
        var name = batch.name();
        var discards = Discards.table(name);
        boolean changed = change.isNeeded() || !change.indexes().isEmpty();
        var table = changed ? catalog.look(name) : catalog.table(name);
        var ownMode = mode.of(name);
        var attempt = new Attempt(
                batch,
                new Attempt.Leftovers(
                        new TableColumns(
                                Discards.LAYOUT,
                                changed ? catalog.look(discards) : catalog.table(discards),
                                contract.ofLeftovers()),
                        ownMode.ofDiscards(),
                        new TableColumns(
                                RejectedRows.LAYOUT, catalog.table(RejectedRows.TABLE), contract.ofLeftovers())));
        var columns = new TableColumns(batch.layout(), table, contract);
        if (!table.exists()) {
            if (contract.newTables() == OnNew.EVOLVE) {
                throw new StaleTableException(name);
            }
            var policy = contract.newTables().name().toLowerCase(Locale.ROOT);
            var reason = "there is no table " + name + ", and schema.new-tables is " + policy;
            turnAway(batch, attempt, contract.newTables(), reason);
        } else if (columns.isEmpty()) {
            turnAway(batch, attempt, contract.newColumns(), "the table has none of the row's columns");
        } else {
            columns.ask(batch, doubtful);
            attempt.send(new PreparedBatch(accepted(batch, columns, attempt), columns, ownMode));
        }
        return attempt;
    }

    private static void turnAway(TableBatch batch, Attempt attempt, OnNew policy, String reason) {
        for (var row = batch.cursor(); row.next(); ) {
            if (policy == OnNew.REJECT) {
                attempt.reject(row, batch, Refusal.byContract(reason));
            } else {
                attempt.discard(row, reason);
            }
        }
    }

    /** The rows, but for those that have a value for a column that the table neither has nor may get. */
    private static TableBatch accepted(TableBatch batch, TableColumns columns, Attempt attempt) {
        if (!columns.rejectsUnknown()) {
            return batch;
        }
        var rejected = new BitSet();
        for (var row = batch.cursor(); row.next(); ) {
            for (var cells = row.cells(); cells.next() && !rejected.get(row.row()); ) {
                if (columns.type(cells.position()) == null) {
                    rejected.set(row.row());
                    attempt.reject(
                            row,
                            batch,
                            Refusal.byContract(columns.unknown(batch.layout().column(cells.position()))));
                }
            }
        }
        return rejected.isEmpty() ? batch : batch.select(row -> !rejected.get(row));
    }

    /** Makes sure that the tables of the batch are looked at again. */
    public void forget(@Body TableBatch batch) {
        catalog.forget(batch.name());
        catalog.forget(Discards.table(batch.name()));
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
