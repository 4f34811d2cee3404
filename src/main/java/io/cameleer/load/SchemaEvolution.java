package io.cameleer.load;

import static java.util.stream.Collectors.joining;

import io.cameleer.aggregate.Rejects;
import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import io.cameleer.mapping.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes tables hold what a batch brings: new tables, new columns. Nothing is ever dropped, renamed or retyped. */
public final class SchemaEvolution {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    private final Catalog catalog;
    private final LoadMode mode;

    /** @param mode what the user wants to happen to rows whose like is there already */
    public SchemaEvolution(Catalog catalog, LoadMode mode) {
        this.catalog = catalog;
        this.mode = mode;
    }

    /**
     * What must be changed before a batch can be loaded.
     *
     * @param statements DDL in order; none if the table has all the columns
     * @param indexes SQL that makes indexes on tables in use, each statement outside a transaction
     * @param newColumns the columns that the batch's table gets by that
     */
    public record Change(List<String> statements, List<String> indexes, Set<String> newColumns) {
        /** Whether the table is another after it. */
        boolean isAny() {
            return !statements.isEmpty() || !indexes.isEmpty();
        }
    }

    /** What must be changed before the batch can be loaded. */
    public Change change(TableBatch batch) {
        if (batch.name().equals(Rejects.TABLE)) {
            return new Change(List.of(), List.of(), Set.of()); // a table of the ledger, which is migrated, not evolved
        }
        var statements = new ArrayList<String>();
        var discards = Discards.table(batch.name());
        if (!catalog.table(discards).exists()) {
            if (!catalog.hasSchema(discards.schema())) {
                statements.add("create schema if not exists " + TableName.quote(discards.schema()));
            }
            statements.add(create(discards, Discards.COLUMNS));
        }
        var table = catalog.table(batch.name());
        var missing = missing(batch, table);
        if (!table.exists()) {
            statements.add(create(batch.name(), missing));
        }
        if (!missing.isEmpty()) {
            // also of a new table: another loader may make it at this moment, with the columns of its own batch
            statements.add(missing.entrySet().stream()
                    .map(column -> "add column if not exists " + definition(column))
                    .collect(joining(", ", "alter table " + batch.name().sql() + " ", "")));
        }
        var indexes = new ArrayList<String>();
        if (table.exists() && mode.of(batch.name()) != LoadMode.APPEND) {
            KeyIndex.of(batch.name(), table.columns().keySet()).stream()
                    .filter(index -> !table.indexed().contains(index.column()))
                    .forEach(index -> {
                        LOG.info(
                                "{} gets an index on {}, to merge by; it stays usable meanwhile",
                                batch.name(),
                                index.column());
                        indexes.addAll(index.createBeside());
                    });
        }
        return new Change(statements, indexes, Set.copyOf(missing.keySet()));
    }

    /**
     * The batch, ready to be loaded into the table as it is now. What was changed is looked at anew and not merely
     * forgotten: another loader may have remembered the table as it was, in between.
     *
     * @param change what was changed for the batch
     */
    public PreparedBatch prepare(@Body TableBatch batch, @ExchangeProperty("change") Change change) {
        var discards = Discards.table(batch.name());
        boolean changed = change.isAny();
        return new PreparedBatch(
                batch,
                changed ? catalog.look(batch.name()) : catalog.table(batch.name()),
                changed ? catalog.look(discards) : catalog.table(discards),
                mode.of(batch.name()));
    }

    /** Makes sure that the tables of the batch are looked at again. */
    public void forget(TableBatch batch) {
        catalog.forget(batch.name());
        catalog.forget(Discards.table(batch.name()));
    }

    /** When a row was loaded; RudderStack's name. */
    static final String UUID_TS = "uuid_ts";

    private static Map<String, ColumnType> missing(TableBatch batch, TableSchema table) {
        var layout = batch.layout();
        var missing = new LinkedHashMap<String, ColumnType>();
        var known = table.columns().keySet();
        if (!IntStream.range(0, layout.size()).mapToObj(layout::column).allMatch(known::contains)) {
            var types = types(batch);
            for (int i = 0; i < layout.size(); i++) {
                if (!types.get(i).isEmpty() && !known.contains(layout.column(i))) {
                    missing.put(layout.column(i), ColumnType.holding(types.get(i)));
                }
            }
        }
        if (!known.contains(UUID_TS)) {
            missing.put(UUID_TS, ColumnType.TIMESTAMPTZ);
        }
        return missing;
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

    /** The table with its indexes, in one go: nobody sees the one without the others. */
    private static String create(TableName table, Map<String, ColumnType> columns) {
        var create = columns.entrySet().stream()
                .map(SchemaEvolution::definition)
                .collect(joining(",\n  ", "create table if not exists " + table.sql() + " (\n  ", "\n)"));
        return Stream.concat(
                        Stream.of(create),
                        KeyIndex.of(table, columns.keySet()).stream().map(KeyIndex::create))
                .collect(joining(";\n"));
    }

    private static String definition(Map.Entry<String, ColumnType> column) {
        return TableName.quote(column.getKey()) + " " + column.getValue().sql();
    }
}
