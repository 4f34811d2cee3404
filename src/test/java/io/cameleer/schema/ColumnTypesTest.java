package io.cameleer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Letters;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of value on its way into every type of column, as docs/types.md has it. */
@ExtendWith(TestServers.class)
class ColumnTypesTest {
    private static final Path DOCS = Path.of("docs", "types.md");

    /** Columns by name. */
    private static final Map<String, String> COLUMNS = columns();

    private static final List<Value> VALUES = List.of(
            value("42"),
            value("70000"),
            value("3000000000"),
            value("18446744073709551616"),
            value("1.5"),
            value("1.125"),
            value("0.1234567890123"),
            value("1e30"),
            value("true"),
            value("\"word\""),
            value("\"longer words\""),
            value("\"blank \""),
            value("\"42\""),
            value("\"042\""),
            value("\"1.50\""),
            value("\"true\""),
            value("\"2024-02-03\""),
            value("\"2024-02-03T04:05:06.789Z\""),
            value("\"04:05:06\""),
            value("\"today\""),
            value("\"0190e4b6-1B2c-7d3e-8f40-5a6b7c8d9e0f\""),
            value("\"10.1.2.3\""),
            value("\"[1,5)\""),
            value("\"\\\\x6869\""),
            value("\"green\""),
            value("[1,2]"),
            value("[1.5,null]"),
            value("[\"a\",\"b \\\"c\"]"),
            value("[\"10.1.2.3\"]"),
            value("[[1],[2]]"),
            value("[1e200000]"),
            json("{\"a\":[1]}"),
            json("\"word\""),
            json("[1,2]"),
            json("42"));

    private static Value value(String json) {
        return new Value(json, false);
    }

    /** One that load.json-columns, or the event itself, makes JSON. */
    private static Value json(String json) {
        return new Value(json, true);
    }

    private record Value(String json, boolean asJson) {
        /** Its text in a column that takes any. */
        String text() {
            if (asJson || !json.startsWith("\"")) {
                return json;
            }
            return json.substring(1, json.length() - 1).replace("\\\\", "\\");
        }
    }

    private static Map<String, String> columns() {
        var columns = new LinkedHashMap<String, String>();
        for (var type : List.of(
                "smallint",
                "integer",
                "bigint",
                "numeric",
                "numeric(5,2)",
                "real",
                "double precision",
                "text",
                "varchar(5)",
                "char(5)",
                "boolean",
                "date",
                "timestamp",
                "timestamptz",
                "timestamptz(0)",
                "time",
                "uuid",
                "json",
                "jsonb",
                "inet",
                "bytea",
                "bigint[]",
                "text[]",
                "inet[]",
                "int4range",
                "events.color",
                "events.even",
                "bigint generated always as identity")) {
            columns.put("column_" + Letters.of(columns.size()), type);
        }
        return columns;
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void everyValueIsInItsColumnUnbentOrAmongTheDiscards(String method, TestWarehouse warehouse, TestBucket bucket)
            throws IOException {
        warehouse.execute(
                """
                create schema events;
                create type events.color as enum ('red', 'green');
                create domain events.even as bigint check (value % 4 = 0 or value = 42)""");
        warehouse.execute("create table events.made (id text, "
                + COLUMNS.entrySet().stream()
                        .map(column -> column.getKey() + " " + column.getValue())
                        .collect(Collectors.joining(", "))
                + ")");
        bucket.putLines("a.json", lines().toArray(String[]::new));

        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method, "schema.event-tables=made");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.number("select count(*) from cameleer.rejected_rows"))
                .isZero();
        var table = table(warehouse);
        Files.writeString(Path.of("target", "types.md"), table);
        assertThat(DOCS).content().contains(table);
        assertThat(warehouse.lines("select distinct reason from events.rudder_discards"))
                .allMatch(
                        reason -> reason.matches(
                                "a value of type \\w+ does not fit a column of type .+|the column is written by the server alone"));
        assertThat(warehouse.number("select sum(values_discarded) from cameleer.discards"))
                .isEqualTo(warehouse.number("select count(*) from events.rudder_discards"))
                .isEqualTo(warehouse.number("select values_discarded from cameleer.syncs"));
    }

    private static List<String> lines() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < VALUES.size(); i++) {
            var value = VALUES.get(i);
            var properties = COLUMNS.keySet().stream()
                    .map(column -> "\"" + column + "\":" + value.json)
                    .collect(Collectors.joining(","));
            var paths = COLUMNS.keySet().stream()
                    .map(column -> "\"track.properties." + column + "\"")
                    .collect(Collectors.joining(","));
            lines.add(
                    """
                    {"type":"track","event":"made","messageId":"m-%d","receivedAt":"2024-03-05T06:07:08.901Z",\
                    "integrations":{"POSTGRES":{"options":{"jsonPaths":[%s]}}},"properties":{%s}}"""
                            .formatted(i, value.asJson ? paths : "", properties));
        }
        return lines;
    }

    /** The table of the docs: for each column type the values that it takes; all others were found to be discards. */
    private static String table(TestWarehouse warehouse) {
        var stored = stored(warehouse);
        var discards = discards(warehouse);
        var text = new StringBuilder("| column | takes |\n|---|---|\n");
        COLUMNS.forEach((column, type) -> {
            var taken = new ArrayList<String>();
            for (int i = 0; i < VALUES.size(); i++) {
                var cell = "m-" + i + " " + column;
                taken(VALUES.get(i), stored.get(cell), discards.getOrDefault(cell, List.of()))
                        .ifPresent(taken::add);
            }
            var values = taken.size() == VALUES.size() ? "every value" : String.join(", ", taken);
            text.append("| ").append(type).append(" | ").append(values).append(" |\n");
        });
        return text.toString();
    }

    /** How the docs say that a value is taken; a value that is not must be among the discards, as it came. */
    private static Optional<String> taken(Value value, String stored, List<String> discards) {
        if (stored == null) {
            assertThat(discards).containsExactly(value.text());
            return Optional.empty();
        }
        assertThat(discards).isEmpty();
        var name = "`" + value.json + "`" + (value.asJson ? " as JSON" : "");
        return Optional.of(stored.equals(value.text()) ? name : name + " → `" + stored + "`");
    }

    /** What is in each column of each row, by {@code id column}. */
    private static Map<String, String> stored(TestWarehouse warehouse) {
        var stored = new HashMap<String, String>();
        var columns = COLUMNS.keySet().stream()
                .map(column -> "cast(%s as text) as %s".formatted(column, column))
                .collect(Collectors.joining(", "));
        for (var row : warehouse.rows("select id, " + columns + " from events.made")) {
            COLUMNS.keySet().forEach(column -> stored.put(row.get("id") + " " + column, (String) row.get(column)));
        }
        // the server itself gives these
        stored.replaceAll((cell, text) -> cell.endsWith(
                        COLUMNS.keySet().stream().reduce((one, next) -> next).orElseThrow())
                ? null
                : text);
        return stored;
    }

    private static Map<String, List<String>> discards(TestWarehouse warehouse) {
        return warehouse
                .rows("select row_id || ' ' || column_name as cell, column_value from events.rudder_discards")
                .stream()
                .collect(Collectors.groupingBy(
                        row -> (String) row.get("cell"),
                        Collectors.mapping(row -> (String) row.get("column_value"), Collectors.toList())));
    }
}
