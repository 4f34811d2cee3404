package io.cameleer.copy;

import io.cameleer.batch.LoadMode;
import io.cameleer.batch.TableBatch;
import io.cameleer.ledger.FencedException;
import io.cameleer.message.Headers;
import io.cameleer.reject.Refusal;
import io.cameleer.reject.RejectedRows;
import io.cameleer.schema.Catalog;
import io.cameleer.schema.Discards;
import io.cameleer.schema.DoubtfulValues;
import io.cameleer.schema.EventTables;
import io.cameleer.schema.NewTables;
import io.cameleer.schema.RefusedTableException;
import io.cameleer.schema.SchemaContract;
import io.cameleer.schema.SchemaContract.OnNew;
import io.cameleer.schema.StaleTableException;
import io.cameleer.schema.TableColumns;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Locale;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Loads of table batches, as the routes begin them and look at them. */
public final class TableLoads {
    /** The SQL standard's code for a statement that finds no row to work on. */
    private static final String NO_DATA = "02000";

    private final Catalog catalog;
    private final EventTables eventTables;
    private final NewTables newTables;
    private final SchemaContract contract;
    private final DoubtfulValues doubtful;
    private final LoadMode mode;

    /** @param mode what the user wants to happen to rows whose like is there already */
    public TableLoads(
            Catalog catalog,
            EventTables eventTables,
            NewTables newTables,
            SchemaContract contract,
            DoubtfulValues doubtful,
            LoadMode mode) {
        this.catalog = catalog;
        this.eventTables = eventTables;
        this.newTables = newTables;
        this.contract = contract;
        this.doubtful = doubtful;
        this.mode = mode;
    }

    /**
     * A batch, ready to be loaded into its table as it is now.
     *
     * @throws StaleTableException if the table is gone
     */
    public TableLoad prepare(@Body TableBatch batch) {
        var name = batch.name();
        var table = catalog.table(name);
        var encoding = catalog.encoding();
        var leftovers = new TableLoad.Leftovers(
                new TableColumns(
                        Discards.LAYOUT, catalog.table(Discards.table(name)), contract.ofLeftovers(), encoding),
                new TableColumns(
                        RejectedRows.LAYOUT, catalog.table(RejectedRows.TABLE), contract.ofLeftovers(), encoding));
        var columns = new TableColumns(batch.layout(), table, contract, encoding);
        // without ids there is nobody to merge with
        var own = name.isUsers() && !isWritten("id", batch, columns) ? LoadMode.APPEND : mode.of(name);
        var none = LoadResult.none(name);
        var load = new TableLoad(batch, batch, 0, false, columns, own, "", leftovers, none, none);
        if (!table.exists()) {
            if (contract.newTables() == OnNew.EVOLVE && !newTables.admits(name)) {
                return turnedAway(load, OnNew.REJECT, newTables.reason());
            }
            if (contract.newTables() == OnNew.EVOLVE) {
                throw new StaleTableException(name);
            }
            var policy = contract.newTables().name().toLowerCase(Locale.ROOT);
            return turnedAway(
                    load, contract.newTables(), "there is no table " + name + ", and schema.new-tables is " + policy);
        }
        var refusal = eventTables.refusal(name, table);
        if (refusal.isPresent()) {
            return turnedAway(load, OnNew.REJECT, refusal.get());
        }
        if (columns.isEmpty()) {
            return turnedAway(load, contract.newColumns(), "the table has none of the row's columns");
        }
        columns.ask(batch, doubtful);
        return columns.rejectsUnknown() ? withoutUnknown(load) : load;
    }

    private static boolean isWritten(String column, TableBatch batch, TableColumns columns) {
        int position = batch.layout().find(column);
        return position >= 0 && position < columns.size() && columns.written(position);
    }

    /**
     * The transaction of a load has begun, and its fence has been passed.
     *
     * @param loadedAt when that was, as the database says; null if this process holds no lease any more
     * @throws FencedException if it holds none
     */
    public TableLoad begin(@Body TableLoad load, @Header(Headers.LOADED_AT) String loadedAt) {
        if (loadedAt == null) {
            throw new FencedException();
        }
        return load.at(loadedAt);
    }

    /**
     * Makes sure that the columns of the table are what they were taken to be: somebody may have altered them since, and
     * then values could be silently coerced. To be asked when nobody can alter them any more.
     *
     * @throws StaleTableException if they are not, or it is no table of events any more
     * @throws RefusedTableException if the table of discards is none, and has some to take
     */
    public void requireAgreement(@Body TableLoad load) {
        var now = catalog.refreshed(load.name());
        var refusal = eventTables.refusal(load.name(), now);
        if (refusal.isPresent() && load.name().equals(Discards.table(load.name()))) {
            throw new RefusedTableException(refusal.get());
        }
        if (refusal.isPresent() || !load.columns().agreeWith(now)) {
            throw new StaleTableException(load.name());
        }
    }

    /**
     * Makes sure that of every row it is known what became of it.
     *
     * @throws SQLException if some are not in the table, though PostgreSQL has reported no error
     */
    public void requireAll(@Body TableLoad load) throws SQLException {
        if (!load.isAccountedFor()) {
            throw keptOut(load.name().toString());
        }
    }

    /** What to say of rows that are not in their table, though PostgreSQL has reported no error. */
    public static SQLException keptOut(String table) {
        return new SQLException(
                "no error is reported, but the row is not in %s: a trigger or a rule of the table keeps it out"
                        .formatted(table),
                NO_DATA);
    }

    private static TableLoad turnedAway(TableLoad load, OnNew policy, String reason) {
        var batch = load.batch();
        var result = new LoadResult.Builder(load.name());
        for (var row = batch.cursor(); row.next(); ) {
            if (policy == OnNew.REJECT) {
                result.reject(row, batch, Refusal.byContract(reason));
            } else {
                result.discard(row, batch, reason);
            }
        }
        return without(load, batch.select(row -> false), result.build());
    }

    /** The rows, but for those that have a value for a column that the table neither has nor may get. */
    private static TableLoad withoutUnknown(TableLoad load) {
        var batch = load.batch();
        var columns = load.columns();
        var rejected = new BitSet();
        var result = new LoadResult.Builder(load.name());
        for (var row = batch.cursor(); row.next(); ) {
            for (var cells = row.cells(); cells.next() && !rejected.get(row.row()); ) {
                if (columns.type(cells.position()) == null) {
                    rejected.set(row.row());
                    var reason = columns.unknown(batch.layout().column(cells.position()));
                    result.reject(row, batch, Refusal.byContract(reason));
                }
            }
        }
        return rejected.isEmpty() ? load : without(load, batch.select(row -> !rejected.get(row)), result.build());
    }

    private static TableLoad without(TableLoad load, TableBatch rows, LoadResult turnedAway) {
        return new TableLoad(
                load.batch(),
                rows,
                0,
                false,
                load.columns(),
                load.mode(),
                load.loadedAt(),
                load.leftovers(),
                turnedAway,
                load.result());
    }
}
