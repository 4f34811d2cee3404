package io.cameleer.schema;

import static io.cameleer.postgres.Identifier.quoted;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.Identifier;
import io.cameleer.postgres.SqlTemplate.Holes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must be changed of one table before a batch can be loaded. Nothing is ever dropped or renamed, and retyped only what a
 * setting lets become wider.
 *
 * @param makesSchema whether there is no such schema yet
 * @param makesTable whether there is no such table yet
 * @param columns the columns that it gets, in order; another process may make a new table at this moment, with the columns
 *     of its own batch
 * @param widened those among the columns that are there, and get another type
 * @param indexes indexes that it gets: a new table at once, one that is in use while rows are loaded into it
 * @param displaced the new name of an index of ours that has the name of the new table; empty if none has
 * @param readers roles that may read what is new
 * @param comment what a new table is made from; empty if nothing is said of it
 * @param comments what new columns are made from, by their names
 */
public record TableChange(
        TableName table,
        boolean makesSchema,
        boolean makesTable,
        Map<String, ColumnType> columns,
        Set<String> widened,
        List<KeyIndex> indexes,
        Optional<String> displaced,
        List<String> readers,
        Optional<String> comment,
        Map<String, String> comments)
        implements Holes {

    /** Nothing of a table is changed. */
    static TableChange none(TableName table) {
        return new TableChange(
                table,
                false,
                false,
                Map.of(),
                Set.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of());
    }

    /** Whether something must be changed at once, in one short transaction. */
    public boolean isNeeded() {
        return makesTable || !columns.isEmpty();
    }

    /** Indexes that a table in use lacks. */
    public List<KeyIndex> missingIndexes() {
        return makesTable ? List.of() : indexes;
    }

    /** Whether it is the table of discards, which nobody counts the columns of. */
    public boolean isOfDiscards() {
        return table.equals(Discards.table(table));
    }

    /** The names of the columns that it gets. */
    public Set<String> newColumns() {
        return columns.keySet().stream()
                .filter(column -> !widened.contains(column))
                .collect(Collectors.toSet());
    }

    @Override
    public Map<String, Object> holes() {
        var holes = new HashMap<String, Object>();
        holes.put("schema", quoted(table.schema()));
        holes.put("table", table.sql());
        var defined = new ArrayList<Map<String, Object>>();
        columns.forEach((name, type) -> defined.add(Map.of(
                "column",
                quoted(name),
                "type",
                type.sql(),
                "added",
                widened.contains(name) ? List.of() : List.of(Map.of()),
                "widened",
                widened.contains(name) ? List.of(Map.of()) : List.of())));
        holes.put("columns", defined);
        holes.put(
                "new",
                makesTable
                        ? List.of(Map.of(
                                "literal",
                                Identifier.literal(table.sql()),
                                "name",
                                Identifier.literal(table.qualified())))
                        : List.of());
        holes.put(
                "displaced",
                displaced.map(name -> List.of(Map.of("index", quoted(name)))).orElse(List.of()));
        holes.put("granted", makesTable && !readers.isEmpty() ? List.of(Map.of()) : List.of());
        holes.put(
                "readers",
                makesTable
                        ? readers.stream()
                                .map(role -> Map.of("role", quoted(role)))
                                .toList()
                        : List.of());
        holes.put(
                "newIndexes", makesTable ? indexes.stream().map(KeyIndex::holes).toList() : List.of());
        holes.put(
                "commented",
                comment.map(text -> List.of(Map.of("comment", Identifier.literal(text))))
                        .orElse(List.of()));
        var said = new ArrayList<Map<String, String>>();
        comments.forEach((name, text) -> said.add(Map.of("column", quoted(name), "comment", Identifier.literal(text))));
        holes.put("comments", said);
        return holes;
    }
}
