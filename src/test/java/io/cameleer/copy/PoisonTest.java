package io.cameleer.copy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Letters;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values that have stopped loaders before, in every position: first, in the middle and last in a batch, in columns that
 * are there and in new ones. All good rows are loaded, and of each bad value the ledger or the table knows.
 */
@ExtendWith(TestServers.class)
class PoisonTest {
    private static final List<String> TYPES = List.of(
            "smallint",
            "integer",
            "bigint",
            "numeric",
            "numeric(6,2)",
            "real",
            "double precision",
            "text",
            "varchar(4)",
            "char(4)",
            "boolean",
            "date",
            "timestamp",
            "timestamptz",
            "time",
            "uuid",
            "json",
            "jsonb",
            "inet",
            "bytea",
            "bigint[]",
            "text[]",
            "jsonb[]",
            "interval",
            "int4range",
            "money",
            "xml",
            "bit(3)",
            "tsvector",
            "name",
            "macaddr",
            "point",
            "oid",
            "\"char\"");

    /** JSON values, well over two hundred. */
    private static final List<String> POISON = List.copyOf(poison());

    private static Set<String> poison() {
        var values = new LinkedHashSet<String>();
        // characters
        for (var text : List.of(
                "\\u0000",
                "a\\u0000b",
                "\\u0000\\u0000",
                "\\ud800",
                "\\udc00",
                "\\ud800x",
                "x\\udfff",
                "\\udc00\\ud800",
                "\\ud83d\\ude00",
                "\\uffff",
                "\\ufffe",
                "\\u0001",
                "\\u001f",
                "\\u007f",
                "\\u0080",
                "\\u2028",
                "\\ufeff",
                "\\u202e",
                "\\\\u0000",
                "\\\\\\\\",
                "\\\\N",
                "\\\\.",
                "\\n\\\\.\\n",
                "\\t",
                "\\r\\n",
                "\\b\\f",
                "'",
                "''; drop table x; --",
                "\\\"",
                "$$",
                "$1",
                "?",
                ":x",
                ":?x",
                "#",
                "{",
                "}",
                "{}",
                "{1,2}",
                "{\\\"a\\\"",
                "[",
                "[]",
                "[1",
                "(1,2)",
                "NULL",
                "null",
                "\\\\x",
                "\\\\x6",
                "\\\\xzz",
                "\\\\x00",
                "\\\\000",
                "é",
                "İ",
                "ß",
                "a\\u0301",
                "日本語",
                "مرحبا",
                " ",
                "  x  ",
                "<a>",
                "<a/>",
                "<a",
                "%s",
                "%d%n",
                "{{x}}",
                "${body}")) {
            values.add("\"" + text + "\"");
        }
        // numbers, and texts that look like them
        for (var number : List.of(
                "0",
                "-0",
                "-0.0",
                "0.0",
                "1",
                "-1",
                "32767",
                "32768",
                "-32769",
                "2147483647",
                "2147483648",
                "-2147483649",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "-9223372036854775809",
                "18446744073709551616",
                "1e18",
                "1e19",
                "1e308",
                "1e309",
                "-1e309",
                "1e-307",
                "1e-324",
                "1e-400",
                "1e1000",
                "1e131071",
                "1e131072",
                "1e200000",
                "-1e200000",
                "1e-16383",
                "1e-16384",
                "1e-200000",
                "1e2147483647",
                "1e2147483648",
                "1e-2147483649",
                "1e99999999999",
                "0.1",
                "0.10",
                "1.005",
                "9999.99",
                "9999.995",
                "10000",
                "3.4028236e38",
                "16777217",
                "9007199254740993",
                "123456789012345678901234567890.123456789",
                "0e5",
                "0e99999",
                "1E+2",
                "1e0")) {
            values.add(number);
            values.add("\"" + number + "\"");
        }
        values.add("9".repeat(500));
        values.add("0." + "1".repeat(500));
        for (var text : List.of(
                "NaN",
                "Infinity",
                "-Infinity",
                "inf",
                "0x10",
                "0b1",
                "0o7",
                "1_000",
                "+1",
                "1.",
                ".5",
                "1,5",
                " 1",
                "1 ",
                "01",
                "1e",
                "٣",
                "true",
                "TRUE",
                "t",
                "yes",
                "on",
                "1",
                "false")) {
            values.add("\"" + text + "\"");
        }
        values.add("true");
        values.add("false");
        // times
        for (var text : List.of(
                "now",
                "today",
                "tomorrow",
                "yesterday",
                "epoch",
                "infinity",
                "-infinity",
                "allballs",
                "0000-00-00",
                "0000-01-01",
                "0001-01-01",
                "0000-12-31T23:59:59Z",
                "9999-12-31",
                "9999-12-31T23:59:59.999Z",
                "9999-12-31T23:59:59-23:59",
                "10000-01-01",
                "+010000-01-01T00:00:00Z",
                "-000001-01-01T00:00:00Z",
                "294277-01-01",
                "5874898-01-01",
                "4714-11-24 BC",
                "2024-02-30",
                "2024-13-01",
                "2024-01-32",
                "2023-02-29",
                "2024-02-29",
                "24:00:00",
                "23:59:60",
                "25:00",
                "2024-01-01T24:00:00Z",
                "2024-01-01T23:59:60Z",
                "2024-01-01T00:00:00+15:59",
                "2024-01-01T00:00:00+16:00",
                "2024-01-01T00:00:00.123456Z",
                "2024-01-01T00:00:00.123456789Z",
                "20240101",
                "01/02/2024",
                "2024-1-2",
                "Jan 2 2024",
                "1 day",
                "P1D",
                "1 mon -1 days",
                "04:05:06.1234567")) {
            values.add("\"" + text + "\"");
        }
        // other types
        for (var text : List.of(
                "10.0.0.1",
                "10.0.0.1/32",
                "10.0.0.256",
                "::1",
                "::ffff:1.2.3.4",
                "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
                "a0eebc999c0b4ef8bb6d6bb9bd380a11",
                "a0eebc99",
                "[1,5)",
                "[1,5]",
                "empty",
                "101",
                "1012",
                "$5.00",
                "5",
                "08:00:2b:01:02:03",
                "'a' 'b'",
                "a b",
                "(1,2)",
                "1,2")) {
            values.add("\"" + text + "\"");
        }
        // arrays and objects
        values.addAll(List.of(
                "[1]",
                "[1,2,null]",
                "[null]",
                "[1.5]",
                "[1e400]",
                "[1e200000]",
                "[\"a\"]",
                "[\"a\\u0000\"]",
                "[\"\\ud800\"]",
                "[\"\\\"\",\"\\\\\",\"{\",\"}\",\",\",\" \",\"NULL\",\"null\",\"\"]",
                "[[1],[2]]",
                "[[1],[2,3]]",
                "[{\"a\":1}]",
                "[{\"a\":\"\\u0000\"}]",
                "[true,\"x\",1]",
                "[9223372036854775808]"));
        values.add("[".repeat(900) + "1" + "]".repeat(900));
        values.add("\"" + "long ".repeat(60_000) + "\"");
        values.add("["
                + Stream.generate(() -> "1")
                        .limit(5_000)
                        .reduce((a, b) -> a + "," + b)
                        .orElseThrow() + "]");
        return values;
    }

    @ParameterizedTest
    @CsvSource({"copy, merge", "insert, append"})
    void allGoodRowsAreLoadedAndEachBadValueIsAccountedFor(
            String method, String mode, TestWarehouse warehouse, TestBucket bucket) {
        assertThat(POISON).hasSizeGreaterThan(200);
        var columns = new ArrayList<String>();
        for (int i = 0; i < TYPES.size(); i++) {
            columns.add(column(i) + " " + TYPES.get(i));
        }
        warehouse.execute("create schema events; create table events.made (id text, good bigint, "
                + String.join(", ", columns) + ")");
        var lines = new ArrayList<String>();
        for (int i = 0; i < POISON.size(); i++) {
            lines.add(event(i, POISON.get(i)));
        }
        bucket.putGzipLines("a.json.gz", lines);
        for (int i = 0; i < 3; i++) { // alone, first and last
            bucket.putLines("b" + i + ".json", event(1000 + i, i == 1 ? "1" : POISON.get(0)));
        }

        var report = TestCameleer.sync(
                warehouse, bucket, "load.method=" + method, "load.mode=" + mode, "load.batch-rows=97");

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.tally().rejects()).isZero();
        int events = POISON.size() + 3;
        assertThat(warehouse.lines("select message, row ->> 'id' from cameleer.rejected_rows"))
                .isEmpty();
        assertThat(warehouse.lines("select count(*), count(distinct id), sum(good) from events.made"))
                .containsExactly(events + "|" + events + "|" + events);
        assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(events);
        for (int i = 0; i < TYPES.size(); i++) {
            // the value, its remains, or nothing: what is bent or missing is among the discards
            assertThat(warehouse.lines(
                            "select m.id from events.made m where m." + column(i) + " is null and not exists ("
                                    + " select 1 from events.rudder_discards d where d.row_id = m.id and d.column_name = '"
                                    + column(i) + "'"
                                    + " and d.column_value <> '' and d.reason <> '')"))
                    .as(TYPES.get(i))
                    .isEmpty();
        }
        // every value again in a column that the events themselves have made
        assertThat(warehouse.lines("select id from events.made m where novel is null and not exists (select 1"
                        + " from events.rudder_discards d where d.row_id = m.id and d.column_name = 'novel')"))
                .isEmpty();
    }

    /** A table for each value, so that its columns are new to it; among good rows it comes first, in the middle and last. */
    @ParameterizedTest
    @CsvSource({"copy, append", "insert, merge"})
    void whereverABadValueStandsTheGoodRowsAroundItAreLoaded(
            String method, String mode, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                do $$ begin for i in 0..%d loop
                  execute format('create table events.made_%%s (id text, good bigint, number bigint, price numeric(6,2), at timestamptz, code varchar(4))', i);
                end loop; end $$"""
                        .formatted(POISON.size() - 1));
        var lines = new ArrayList<String>();
        for (int table = 0; table < POISON.size(); table++) {
            for (int row = 0; row < 7; row++) {
                lines.add(positioned(table, row, row % 3 == 0 ? POISON.get(table) : "7"));
            }
        }
        bucket.putGzipLines("a.json.gz", lines);

        var report = TestCameleer.sync(
                warehouse,
                bucket,
                "load.method=" + method,
                "load.mode=" + mode,
                "load.skip-tracks-table=true",
                "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.tally().rejectedRows()).isZero();
        var tables = IntStream.range(0, POISON.size()).boxed().toList();
        assertThat(warehouse.lines(tables.stream().map(PoisonTest::accounts).collect(joining(" union all "))))
                .containsExactlyInAnyOrderElementsOf(
                        tables.stream().map(table -> table + "|7|4|0").toList());
    }

    /** How many rows a table has, how many of them are good throughout, and how many values are nowhere. */
    private static String accounts(int table) {
        return """
                select %1$d, sum(good),
                  count(*) filter (where number = 7 and price = 7 and at is null and code = '7' and (id ~ '-[1245]$')
                    and cast(novel as text) = '7'),
                  (select count(*) from unnest(array['number', 'price', 'at', 'code', 'novel']) c, events.made_%1$d m
                   where to_jsonb(m) ->> c is null and not exists (select from events.rudder_discards d
                     where d.table_name = 'made_%1$d' and d.row_id = m.id and d.column_name = c))
                from events.made_%1$d"""
                .formatted(table);
    }

    private static String positioned(int table, int row, String value) {
        return """
                {"data":{"id":"m-%1$d-%2$d","good":1,"number":%3$s,"price":%3$s,"at":%3$s,"code":%3$s,"novel":%3$s},\
                "metadata":{"table":"made_%1$d","columns":{"id":"string","good":"int","number":"%4$s","price":"%4$s","at":"%4$s","code":"%4$s","novel":"%4$s"}}}"""
                .formatted(table, row, value, value.equals("7") ? "int" : "string");
    }

    private static String column(int type) {
        return "column_" + Letters.of(type);
    }

    private static String event(int id, String value) {
        var properties = new StringBuilder("\"good\":1,\"novel\":" + value);
        for (int i = 0; i < TYPES.size(); i++) {
            properties.append(",\"").append(column(i)).append("\":").append(value);
        }
        return "{\"type\":\"track\",\"event\":\"made\",\"messageId\":\"m-" + id
                + "\",\"receivedAt\":\"2024-03-05T06:07:08.901Z\",\"properties\":{" + properties + "}}";
    }
}
