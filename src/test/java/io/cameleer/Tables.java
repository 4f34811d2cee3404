package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a PostgreSQL schema holds, as text: for each table a first line with its columns and their SQL types, then a
 * line for each row as JSON without its NULLs, in the order of this text. {@code uuid_ts}, the time of loading, is in the
 * first line alone.
 */
public final class Tables {
    private static final String RELATIONS =
            "select relname from pg_class where relnamespace = to_regnamespace('%s') and relkind in ('r', 'v', 'm', 'p')";
    private static final String COLUMNS =
            """
            select jsonb_object_agg(attname, format_type(atttypid, atttypmod))
            from pg_attribute
            where attrelid = '"%s"."%s"'::regclass and attnum > 0 and not attisdropped""";
    private static final String ROWS =
            """
            select (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(to_jsonb(t) - '%s'::text[])
                    where value <> 'null')
            from "%s"."%s" t
            order by cast(to_jsonb(t) - '%1$s'::text[] as text) collate "C\"""";

    private Tables() {}

    /** What a schema of the database holds, by table. */
    public static Map<String, List<String>> of(TestWarehouse warehouse, String schema) {
        var tables = new TreeMap<String, List<String>>();
        for (var table : warehouse.lines(RELATIONS.formatted(schema))) {
            var lines = warehouse.lines(COLUMNS.formatted(schema, table));
            lines.addAll(rows(warehouse, schema, table, "uuid_ts"));
            tables.put(table, lines);
        }
        return tables;
    }

    /** The rows of one table, as above. */
    public static List<String> rows(TestWarehouse warehouse, String schema, String table, String... without) {
        return warehouse.lines(ROWS.formatted("{" + String.join(",", without) + "}", schema, table));
    }

    /** What a test expects, by table: resources named {@code <folder>/<table>.jsonl}. */
    public static Map<String, List<String>> expected(String folder, String... tables) {
        var expected = new TreeMap<String, List<String>>();
        Arrays.stream(tables).forEach(table -> expected.put(table, expectedRows(folder + "/" + table + ".jsonl")));
        return expected;
    }

    /** The lines of a resource. */
    public static List<String> expectedRows(String resource) {
        try (var in = Tables.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
