package io.cameleer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Console;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a property that has values of several types, in a new column and in one that is there. */
@ExtendWith(TestServers.class)
class MixedValuesTest {
    private static final String DISCARDS =
            "select row_id, column_name, column_value, reason from events.rudder_discards where table_name = 'made'"
                    + " order by 1, 2";

    private int files;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    majority | bigint  | timestamptz | text    | numeric | bigint  | boolean | text
                    first    | bigint  | timestamptz | text    | bigint  | bigint  | boolean | bigint
                    text     | bigint  | text        | text    | numeric | text    | text    | text
                    majority | numeric | timestamptz | text    | numeric | numeric | boolean | text
                    first    | numeric | timestamptz | text    | numeric | numeric | boolean | numeric
                    """)
    void theTypeOfANewColumnIsWhatTheSettingsSay(
            String mixed,
            String whole,
            String dates,
            String texts,
            String fractions,
            String numbers,
            String flags,
            String halves,
            TestWarehouse warehouse,
            TestBucket bucket) {
        var lines = IntStream.range(0, 10)
                .mapToObj(i -> made(
                        "m-" + i,
                        "\"dates\":%s,\"texts\":%s,\"fractions\":%s,\"numbers\":%s,\"flags\":%s,\"halves\":%s"
                                .formatted(
                                        i == 9 ? "\"soon\"" : "\"2024-05-01\"",
                                        i == 9 ? "1" : "\"a\"",
                                        i == 0 ? "1" : "1.5",
                                        i == 9 ? "\"many\"" : "1",
                                        i == 9 ? "\"perhaps\"" : "true",
                                        i > 4 ? "\"a\"" : "1")))
                .toArray(String[]::new);

        sync(warehouse, bucket, lines, "schema.mixed=" + mixed, "schema.whole-numbers=" + whole);

        assertThat(warehouse.lines("select format_type(atttypid, atttypmod) from pg_attribute where attrelid ="
                        + " 'events.made'::regclass and attname in ('dates', 'texts', 'fractions',"
                        + " 'numbers', 'flags', 'halves') order by array_position(array['dates', 'texts',"
                        + " 'fractions', 'numbers', 'flags', 'halves'], cast(attname as text))"))
                .isEqualTo(Stream.of(dates, texts, fractions, numbers, flags, halves)
                        .map(type -> type.replace("timestamptz", "timestamp with time zone"))
                        .toList());
    }

    @Test
    void theOddOneOfTenIsADiscard(TestWarehouse warehouse, TestBucket bucket) {
        var lines = IntStream.range(0, 10)
                .mapToObj(i -> made("m-" + i, "\"due\":" + (i == 0 ? "\"soon\"" : "\"2024-05-01\"")))
                .toArray(String[]::new);

        sync(warehouse, bucket, lines);

        assertThat(warehouse.lines("select id, due at time zone 'utc' from events.made where id < 'm-2' order by id"))
                .containsExactly("m-0|∅", "m-1|2024-05-01 00:00:00");
        assertThat(warehouse.lines(DISCARDS))
                .containsExactly(
                        "m-0|due|soon|a value of type string does not fit a column of type timestamp with time zone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aFractionForAColumnOfWholeNumbersIsCutWhereThatIsWantedAndKeptAmongTheDiscards(
            String method, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.made (id text, n bigint, small smallint)");
        var lines = new String[] {
            made("m-1", "\"n\":4.99,\"small\":1.5"),
            made("m-2", "\"n\":-4.99,\"small\":70000.5"),
            made("m-3", "\"n\":1e30,\"small\":7"),
            made("m-4", "\"n\":\"4.99\",\"small\":0.3")
        };

        sync(warehouse, bucket, lines, "values.fraction-in-integer=cut", "load.method=" + method);

        assertThat(warehouse.lines("select id, n, small from events.made order by id"))
                .containsExactly("m-1|4|1", "m-2|-4|∅", "m-3|∅|7", "m-4|∅|0");
        var cut = "the fraction is cut off, as values.fraction-in-integer is cut";
        assertThat(warehouse.lines(DISCARDS))
                .containsExactly(
                        "m-1|n|4.99|" + cut,
                        "m-1|small|1.5|" + cut,
                        "m-2|n|-4.99|" + cut,
                        "m-2|small|70000.5|a value of type float does not fit a column of type smallint",
                        "m-3|n|1e30|a value of type float does not fit a column of type bigint",
                        "m-4|n|4.99|a value of type string does not fit a column of type bigint",
                        "m-4|small|0.3|" + cut);
    }

    @Test
    void aColumnOfWholeNumbersBecomesNumericWhereThatIsWanted(TestWarehouse warehouse, TestBucket bucket) {
        var widen = "values.fraction-in-integer=widen";
        sync(warehouse, bucket, new String[] {made("m-1", "\"n\":4,\"other\":1")}, widen);
        sync(warehouse, bucket, new String[] {made("m-2", "\"n\":4.99,\"other\":2,\"more\":3")}, widen);
        sync(warehouse, bucket, new String[] {made("m-3", "\"n\":5,\"other\":3")}, widen);

        assertThat(warehouse.lines(
                        "select id, n, other, more, pg_typeof(n), pg_typeof(other) from events.made order by id"))
                .containsExactly("m-1|4|1|∅|numeric|bigint", "m-2|4.99|2|3|numeric|bigint", "m-3|5|3|∅|numeric|bigint");
        assertThat(warehouse.lines(DISCARDS)).isEmpty();
        assertThat(warehouse.lines(
                        "select columns_added from cameleer.sync_tables where table_name = 'events.made' order"
                                + " by sync_id"))
                .as("a column that becomes wider is no new one")
                .element(1)
                .isEqualTo("1");
    }

    @Test
    void whereSomethingIsInTheWayOfThatAPersonIsToldAndAllElseIsLoaded(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.made (id text, viewed bigint, referred bigint unique, checked bigint, counted bigint,
                  twice bigint generated always as (counted * 2) stored, free bigint);
                create view events.totals as select viewed from events.made;
                create table events.other (n bigint references events.made (referred));
                create policy mine on events.made using (checked > 0)""");
        var widen = "values.fraction-in-integer=widen";
        var fractions = "\"viewed\":1.5,\"referred\":1.5,\"checked\":1.5,\"counted\":1.5,\"free\":1.5";

        try (var console = Console.open()) {
            sync(warehouse, bucket, new String[] {made("m-1", fractions)}, widen);
            sync(warehouse, bucket, new String[] {made("m-2", "\"viewed\":4")}, widen);

            assertThat(console.text())
                    .contains(
                            "viewed of events.made cannot become numeric, and numbers with a fraction go on to"
                                    + " rudder_discards. In the way: view events.totals. Drop that, let a sync bring the"
                                    + " fractions, or run alter table \"events\".\"made\" alter column \"viewed\" type"
                                    + " numeric, and make it again.",
                            "In the way: constraint other_n_fkey on table events.other.",
                            "In the way: policy mine on table events.made.",
                            "column twice of table events.made. Drop that",
                            "free becomes numeric in events.made")
                    .containsOnlyOnce("viewed of events.made cannot");
        }

        assertThat(warehouse.lines("select id, viewed, referred, checked, counted, free from events.made order by id"))
                .containsExactly("m-1|∅|∅|∅|∅|1.5", "m-2|4|∅|∅|∅|∅");
        assertThat(warehouse.lines("select column_name, column_value from events.rudder_discards order by 1"))
                .containsExactly("checked|1.5", "counted|1.5", "referred|1.5", "viewed|1.5");
    }

    /** RudderStack has cut 4.99 to 4: read again, it is a discard here, and the 4 stays. */
    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aValueThatIsADiscardLeavesTheStoredOneAsItIs(String method, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.made (id text, received_at timestamptz, n bigint, due timestamptz, note text, cameleer_discarded int,
                  uuid_ts timestamptz);
                insert into events.made values
                  ('m-1', '2024-05-01T10:00:00Z', 4, '2024-05-02', 'a', 1),
                  ('m-2', '2024-05-01T10:00:00Z', 5, null, 'b', 2),
                  ('m-3', '2024-05-01T09:00:00Z', 6, '2024-05-03', 'c', 3)""");
        var lines = new String[] {
            made("m-1", "\"n\":4.99,\"due\":\"soon\",\"note\":\"a\""),
            made("m-2", "\"n\":7,\"due\":\"soon\",\"note\":\"b\""),
            made("m-3", "\"n\":\"many\",\"note\":\"new\"")
        };

        sync(warehouse, bucket, lines, "load.method=" + method);
        sync(warehouse, bucket, lines, "load.method=" + method);

        assertThat(warehouse.lines(
                        "select id, n, due::date, note, cameleer_discarded, context_destination_type is null,"
                                + " received_at at time zone 'utc' from events.made order by id"))
                .containsExactly(
                        "m-1|4|2024-05-02|a|1|f|2024-05-01 10:00:00",
                        "m-2|7|∅|b|2|f|2024-05-01 10:00:00",
                        "m-3|6|∅|new|3|f|2024-05-01 10:00:00");
        assertThat(warehouse.lines("select rows_replaced, rows_repeated from cameleer.sync_tables"
                        + " where table_name = 'events.made' order by sync_id"))
                .containsExactly("3|0", "0|3");
    }

    private void sync(TestWarehouse warehouse, TestBucket bucket, String[] lines, String... settings) {
        bucket.putLines("%03d.json".formatted(++files), lines);
        var all = new ArrayList<>(List.of(settings));
        all.add("load.skip-tracks-table=true");
        var report = TestCameleer.sync(warehouse, bucket, all.toArray(String[]::new));
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }

    private static String made(String id, String properties) {
        return """
                {"type":"track","event":"made","messageId":"%s","receivedAt":"2024-05-01T10:00:00.000Z","properties":{%s}}"""
                .formatted(id, properties);
    }
}
