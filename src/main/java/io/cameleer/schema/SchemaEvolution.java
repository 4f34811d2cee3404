package io.cameleer.schema;

import io.cameleer.batch.LoadMode;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlFile;
import io.cameleer.row.TableLayout;
import io.cameleer.schema.SchemaContract.Fractions;
import io.cameleer.schema.SchemaContract.OnNew;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds out what must be changed so that tables hold what a batch brings, as far as the contract lets them: new tables, new
 * columns, indexes to merge by.
 */
public final class SchemaEvolution {
    /** When a row was loaded; RudderStack's name. */
    public static final String UUID_TS = "uuid_ts";

    private static final Set<String> NOT_SHARED = Set.of("id", "user_id", TableColumns.OVERFLOW);

    private final Catalog catalog;
    private final EventTables eventTables;
    private final NewTables newTables;
    private final SchemaContract contract;
    private final JdbcTemplate jdbc;
    private final LoadMode mode;
    private final Widening widening;
    private final String clock = SqlFile.text("clock.sql");

    /** @param mode what the user wants to happen to rows whose like is there already */
    public SchemaEvolution(
            DataSource warehouse,
            Catalog catalog,
            EventTables eventTables,
            NewTables newTables,
            SchemaContract contract,
            LoadMode mode) {
        this.catalog = catalog;
        this.eventTables = eventTables;
        this.newTables = newTables;
        this.mode = mode;
        this.contract = contract;
        jdbc = new JdbcTemplate(warehouse);
        widening = new Widening(warehouse);
    }

    /** What must be changed before the batch can be loaded: of the table of discards, and of its own. */
    public List<TableChange> changes(@Body TableBatch batch) {
        if (batch.name().isLedger()) {
            return List.of(); // the ledger is migrated, not evolved
        }
        return Stream.of(ofDiscards(batch.name()), ofTable(batch))
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

    /** RudderStack's own lacks the index, and in its older versions the column for the reason. */
    private TableChange ofDiscards(TableName of) {
        var discards = Discards.table(of);
        var table = catalog.table(discards);
        boolean isNew = !table.exists();
        var missing = new LinkedHashMap<>(Discards.COLUMNS);
        missing.keySet().removeAll(table.columns().keySet());
        if (isRefused(discards, table)) {
            return TableChange.none(discards);
        }
        boolean isWidened = table.isTable() && table.owned() && contract.newColumns() == OnNew.EVOLVE;
        return new TableChange(
                discards,
                isNew && !catalog.hasSchema(discards.schema()),
                isNew,
                isNew || isWidened ? missing : Map.of(),
                Set.of(),
                isNew ? named(KeyIndex.of(discards, missing.keySet())) : missingIndexes(discards, table),
                Optional.empty(),
                contract.readers(),
                Optional.empty(),
                Map.of());
    }

    private TableChange ofTable(TableBatch batch) {
        var found = catalog.table(batch.name());
        if (isRefused(batch.name(), found) && (found.isTable() || holdsAny(batch.layout(), found))) {
            return TableChange.none(batch.name());
        }
        boolean isDisplacing = found.isIndex() && batch.name().table().endsWith(KeyIndex.MARK);
        var table = isDisplacing ? TableSchema.NONE : found;
        var policy = table.exists() ? contract.newColumns() : contract.newTables();
        // what is no table cannot be widened: tried only where nothing could be loaded otherwise, for PostgreSQL to say
        // so
        var missing = policy == OnNew.EVOLVE && (table.isTable() || !holdsAny(batch.layout(), table))
                ? withOverflow(withinLimit(missing(batch, table), table), batch, table)
                : Map.<String, ColumnType>of();
        boolean isNew = !table.exists() && !missing.isEmpty();
        if (isNew && !newTables.admits(batch.name())) {
            return TableChange.none(batch.name());
        }
        var widened = contract.fractions() == Fractions.WIDEN && table.isTable()
                ? widening.of(batch, table)
                : Map.<String, ColumnType>of();
        var columns = new LinkedHashMap<>(missing);
        columns.putAll(widened);
        boolean commented = contract.comments() && !missing.isEmpty();
        var now = commented ? jdbc.queryForObject(clock, String.class) : "";
        return new TableChange(
                batch.name(),
                false,
                isNew,
                columns,
                widened.keySet(),
                isNew ? named(KeyIndex.of(batch.name(), missing.keySet())) : missingIndexes(batch.name(), table),
                isNew && isDisplacing ? Optional.of(otherName(batch.name())) : Optional.empty(),
                contract.readers(),
                commented && isNew
                        ? Optional.of(comment(firstSeen(batch.layout().origin(), now)))
                        : Optional.empty(),
                commented ? comments(batch.layout(), missing.keySet(), now) : Map.of());
    }

    private boolean isRefused(TableName name, TableSchema table) {
        if (eventTables.refusal(name, table).isPresent()) {
            return true;
        }
        eventTables.takeOver(name, table);
        return false;
    }

    private List<KeyIndex> missingIndexes(TableName name, TableSchema table) {
        if (!table.isTable() || mode.of(name) == LoadMode.APPEND) {
            return List.of();
        }
        return KeyIndex.of(name, table.columns().keySet()).stream()
                .filter(index -> !table.indexed().contains(index.column()))
                .toList();
    }

    private List<KeyIndex> named(List<KeyIndex> indexes) {
        return indexes.stream()
                .map(index -> index.named(catalog.freeName(index.table().schema(), index.names())))
                .toList();
    }

    private String otherName(TableName index) {
        return catalog.freeName(index.schema(), KeyIndex.otherNames(index.table()));
    }

    /** What new columns are made from, in the sender's own words, and since when they are there. */
    private Map<String, String> comments(TableLayout layout, Set<String> newColumns, String now) {
        var comments = new LinkedHashMap<String, String>();
        for (int i = 0; i < layout.size(); i++) {
            if (newColumns.contains(layout.column(i))) {
                comments.put(layout.column(i), comment(firstSeen(layout.origin(i), now)));
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

    private String comment(String text) {
        return catalog.encoding().escaped(text);
    }

    private static String firstSeen(String origin, String now) {
        return origin + ", first seen " + now;
    }

    private static boolean holdsAny(TableLayout layout, TableSchema table) {
        return IntStream.range(0, layout.size()).mapToObj(layout::column).anyMatch(table.columns()::containsKey);
    }

    private Map<String, ColumnType> missing(TableBatch batch, TableSchema table) {
        var layout = batch.layout();
        var missing = new LinkedHashMap<String, ColumnType>();
        var united = united(batch.name());
        var known = table.columns().keySet();
        if (!known.contains(UUID_TS)) {
            missing.put(UUID_TS, ColumnType.TIMESTAMPTZ);
        }
        if (!IntStream.range(0, layout.size()).mapToObj(layout::column).allMatch(known::contains)) {
            var types = types(batch);
            for (int i = 0; i < layout.size(); i++) {
                if (!types.get(i).isEmpty() && !known.contains(layout.column(i))) {
                    var type = united.get(layout.column(i));
                    missing.put(layout.column(i), type == null ? type(batch, i, types.get(i)) : type);
                }
            }
        }
        united.forEach((column, type) -> {
            if (!known.contains(column)) {
                missing.putIfAbsent(column, type);
            }
        });
        return missing;
    }

    /**
     * The columns that a table shares with another: {@code users} and {@code identifies} have each what the other has, as
     * RudderStack unites them. None for other tables.
     */
    private Map<String, ColumnType> united(TableName name) {
        if (!name.isUsers() && !name.isIdentifies()) {
            return Map.of();
        }
        var shared = new TreeMap<String, ColumnType>();
        var other = name.isUsers() ? name.identifies() : name.users();
        eventTables.ifOfEvents(other, catalog.table(other)).columns().forEach((column, type) -> {
            // the id of a user is the one column that is known by another name there
            if (type.kind() != ColumnType.Kind.GENERATED && !NOT_SHARED.contains(column)) {
                shared.put(column, type);
            }
        });
        return shared;
    }

    /** A standard column has the type that it has in the tables of the namespace, or else its own. */
    private ColumnType type(TableBatch batch, int position, ValueTypes values) {
        return StandardColumns.type(batch.layout(), position)
                .map(own -> catalog.standardTypes(batch.name().schema())
                        .getOrDefault(StandardColumns.alike(batch.layout(), position), own))
                .orElseGet(() -> values.column(contract));
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

    /** The same and, if some row of the batch would be too long for a page, a column for what of it does not fit. */
    private Map<String, ColumnType> withOverflow(Map<String, ColumnType> missing, TableBatch batch, TableSchema table) {
        var after = table.with(missing);
        if (after.columns().size() <= RowWidth.SAFE_COLUMNS
                || after.columns().containsKey(TableColumns.OVERFLOW)
                || table.attributes() + missing.size() >= contract.maxColumns()) {
            return missing;
        }
        var width = new RowWidth(batch.layout(), after);
        for (var rows = batch.cursor(); rows.next(); ) {
            if (!width.fits(rows.cells())) {
                var more = new LinkedHashMap<>(missing);
                more.put(TableColumns.OVERFLOW, ColumnType.JSONB);
                return more;
            }
        }
        return missing;
    }

    /** The types of the values that the batch has, by the position of their column. */
    private static List<ValueTypes> types(TableBatch batch) {
        var types =
                Stream.generate(ValueTypes::new).limit(batch.layout().size()).toList();
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
