package io.cameleer.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameleer.Letters;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.sync.Report;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of tables when events bring something new. */
@ExtendWith(TestServers.class)
class SchemaEvolutionTest {
    @Test
    void newTablesAndColumnsSayWhatTheyAreMadeFromAndReadersMayReadThem(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create role reader_of_" + warehouse.database());
        bucket.putLines("a.json", event("Order's \\\\ Done :?", "{\"Total (€)\":1}"));

        TestCameleer.sync(warehouse, bucket, "schema.grant-select-to=reader_of_" + warehouse.database());

        assertThat(warehouse.value("select obj_description('events.order_s_done'::regclass)"))
                .matches("Order's \\\\ Done :\\?, first seen 20.*Z");
        assertThat(warehouse.value("select col_description('events.order_s_done'::regclass, attnum) from pg_attribute"
                        + " where attrelid = 'events.order_s_done'::regclass and attname = 'total'"))
                .matches("properties\\.Total \\(€\\), first seen 20.*Z");
        assertThat(
                        warehouse.lines(
                                "select table_name from information_schema.role_table_grants"
                                        + " where grantee like 'reader_of_%' and privilege_type = 'SELECT' and table_schema = 'events' order by 1"))
                .containsExactly("order_s_done", "rudder_discards", "tracks");
        warehouse.execute("set role reader_of_" + warehouse.database() + "; table events.tracks");
    }

    @Test
    void beyondTheLimitOfColumnsValuesShareOne(TestWarehouse warehouse, TestBucket bucket) {
        var columns = IntStream.range(0, 1_585).mapToObj(i -> "c" + i + " text").collect(joining(", "));
        warehouse.execute("create schema events; create table events.made (id text, " + columns + ")");
        // dropped columns count
        warehouse.execute("alter table events.made add x1 int, add x2 int, add x3 int, add x4 int;"
                + " alter table events.made drop x1, drop x2, drop x3, drop x4");
        var properties = IntStream.range(10, 60)
                .mapToObj(i -> "\"new_" + Letters.of(i) + "\":" + i)
                .collect(joining(","));
        bucket.putLines("a.json", event("made", "{" + properties + ",\"list\":[1,\"ü\"],\"text\":\"a \\\"b\\\"\"}"));
        bucket.putLines("b.json", event("made", "m-2", "{\"new_af\":7,\"new_zz\":8}"));

        var report = TestCameleer.sync(warehouse, bucket, "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.tally().discards()).isZero();
        assertThat(warehouse.number("select max(attnum) from pg_attribute where attrelid = 'events.made'::regclass"))
                .isEqualTo(1600);
        assertThat(warehouse.value(
                        "select uuid_ts is not null and (to_jsonb(m) || _overflow) @> '{%s,\"list\":[1,\"ü\"],\"text\":\"a \\\"b\\\"\"}'"
                                        .formatted(properties)
                                + " from events.made m where _overflow ? 'text'"))
                .isEqualTo("t");
        assertThat(warehouse.lines("select _overflow -> 'new_zz' from events.made where not _overflow ? 'text'"))
                .containsExactly("8");
    }

    @Test
    void aFrozenSchemaKeepsWhatItTurnsAway(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.known (id text, n int)");
        putOneThatFitsOneWithANewColumnAndOneOfANewTable(bucket);

        var report = TestCameleer.sync(
                warehouse,
                bucket,
                "schema.new-columns=discard",
                "schema.new-tables=reject",
                "load.skip-tracks-table=true");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select * from events.known order by id")).containsExactly("m-1|1", "m-2|2");
        assertThat(warehouse.lines(
                        "select row_id, column_value, reason from events.rudder_discards where column_name = 'more'"))
                .containsExactly("m-2|x|the table has no column more, and schema.new-columns is discard");
        assertThat(warehouse.lines(
                        "select line, table_name, row ->> 'n', sqlstate, message from cameleer.rejected_rows"))
                .containsExactly(
                        "3|events.unknown|3|∅|there is no table events.unknown, and schema.new-tables is reject");
        assertThat(warehouse.lines("select file, table_name, reason, rejects from cameleer.rejects_by_reason"))
                .containsExactly(
                        "a.json|events.unknown|there is no table events.unknown, and schema.new-tables is reject|1");
        assertThat(
                        warehouse.lines(
                                "select file, table_name, values_discarded, example from cameleer.discards_by_reason where column_name = 'more'"))
                .containsExactly("a.json|events.known|1|x");
    }

    @Test
    void rowsAndTablesMayBeTurnedAwayTheOtherWayRoundToo(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events; create table events.known (id text, n int, event text, event_text text,
                received_at timestamptz, context_destination_type text)""");
        putOneThatFitsOneWithANewColumnAndOneOfANewTable(bucket);

        var report = TestCameleer.sync(
                warehouse,
                bucket,
                "schema.new-columns=reject",
                "schema.new-tables=discard",
                "load.skip-tracks-table=true");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, n from events.known")).containsExactly("m-1|1");
        assertThat(warehouse.lines("select line, row ->> 'more', message from cameleer.rejected_rows"))
                .containsExactly("2|x|the table has no column more, and schema.new-columns is reject");
        assertThat(
                        warehouse.lines(
                                "select column_value from events.rudder_discards where table_name = 'unknown' and column_name = 'n'"))
                .containsExactly("3");
    }

    @Test
    void aColumnIsAddedOnceALongReaderHasEnded(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        warehouse.execute("create schema events; create table events.made (id text);"
                + " create view events.made_ids as select id from events.made");
        bucket.putLines("a.json", event("made", "{\"n\":1}"));
        CompletableFuture<Report> sync;
        try (var reader = warehouse.connect();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("select * from events.made");
            sync = CompletableFuture.supplyAsync(() -> TestCameleer.sync(
                    warehouse, bucket, "schema.lock-timeout=1s", "load.retries=1000", "load.threads=1"));
            // others are let in between the attempts
            warehouse.awaitLock("events.made");
            await().until(() -> warehouse.lines("select * from events.made").isEmpty());
            reader.rollback();
        }

        assertThat(sync.join().allLoaded()).isTrue();
        assertThat(warehouse.lines("select n from events.made")).containsExactly("1");
        assertThat(warehouse.lines("select * from events.made_ids")).containsExactly("m-1");
    }

    @Test
    void commentsCanBeLeftOut(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("a.json", event("made", "{\"n\":1}"));

        TestCameleer.sync(warehouse, bucket, "schema.comments=false");

        assertThat(warehouse.lines("select d.description from pg_description d join pg_class c on c.oid = d.objoid"
                        + " where c.relnamespace = 'events'::regnamespace"))
                .isEmpty();
        assertThat(warehouse.lines("select id, n from events.made")).containsExactly("m-1|1");
    }

    @ParameterizedTest
    @CsvSource({"copy, merge", "insert, append"})
    void aPartitionedTableIsLoadedAndWidenedAsAnyOther(
            String method, String mode, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.made (id text, received_at timestamptz) partition by range (received_at);
                create table events.made_2024 partition of events.made for values from ('2024-01-01') to ('2025-01-01')""");
        bucket.putLines("a.json", event("made", "m-1", "{\"n\":1}"), event("made", "m-2", "{\"n\":2}"));
        bucket.putLines(
                "b.json", event("made", "m-3", "{\"n\":3}").replace("2024-03", "2023-03"), event("made", "{\"n\":4}"));

        var report =
                TestCameleer.sync(warehouse, bucket, "load.method=" + method, "load.mode=" + mode, "load.threads=1");

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines("select id, n from events.made_2024 order by id, n"))
                .containsExactlyElementsOf(
                        mode.equals("merge") ? List.of("m-1|4", "m-2|2") : List.of("m-1|1", "m-1|4", "m-2|2"));
        assertThat(warehouse.lines("select row ->> 'id', sqlstate, message from cameleer.rejected_rows"))
                .containsExactly("m-3|23514|no partition of relation \"made\" found for row");
    }

    @Test
    void twoProcessesAddTheSameColumnsAtOnce(TestWarehouse warehouse, TestBucket bucket) {
        var buckets = Map.of("a", bucket, "b", TestServers.newBucket());
        buckets.forEach((process, own) -> {
            for (int file = 0; file < 10; file++) {
                var properties = "{\"same_%1$s\":1,\"own_%2$s_%1$s\":2}".formatted(Letters.of(file), process);
                own.putLines(file + ".json", event("made", process + file, properties));
            }
        });

        var syncs = buckets.values().stream()
                .map(own -> CompletableFuture.supplyAsync(() -> TestCameleer.sync(
                        warehouse, own, "load.batch-rows=1", "load.retries=20", "camel.main.name=" + own.name())))
                .toList();

        assertThat(syncs).allMatch(sync -> sync.join().allLoaded());
        assertThat(warehouse.lines(
                        "select count(*), count(same_aa), count(own_a_aa), count(own_b_aj) from events.made"))
                .containsExactly("20|2|1|1");
        assertThat(warehouse.number("select count(*) from events.rudder_discards"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%d",
                "%d.5",
                "\"text %d\"",
                "\"more than a pointer takes %d\"",
                "true",
                "%d, %s: false, %s: \"t\""
            })
    void ofARowThatIsTooLargeForAPageWhatDoesNotFitIsInOneColumn(
            String values, TestWarehouse warehouse, TestBucket bucket) {
        var wide = IntStream.range(0, 1_300)
                .mapToObj(i -> Letters.of(i % 676) + "x".repeat(i / 676))
                .map(name -> "\"wide_%s\":%s"
                        .formatted(name, values.formatted(7, "\"flag_" + name + "\"", "\"word_" + name + "\"")))
                .limit(values.contains(",") ? 520 : 1_300)
                .collect(joining(","));
        bucket.putLines("a.json", event("made", "m-1", "{\"n\":1}"), event("made", "m-2", "{" + wide + "}"));
        bucket.putLines("b.json", event("made", "m-2", "{\"n\":2," + wide + "}"));

        var report = TestCameleer.sync(warehouse, bucket, "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, n from events.made order by id")).containsExactly("m-1|1", "m-2|2");
        assertThat(warehouse.value(
                        """
                        select to_jsonb(m) - '_overflow' || coalesce(nullif(to_jsonb(m) -> '_overflow', 'null'), '{}') @> '{%s}'
                        from events.made m where id = 'm-2'"""
                                .formatted(wide)))
                .isEqualTo("t");
        assertThat(warehouse.lines("select * from cameleer.rejected_rows")).isEmpty();
        assertThat(warehouse.lines("select column_name from events.rudder_discards"))
                .isEmpty();
    }

    @Test
    void aRowThatIsTooLargeForAPageIsRejectedAloneWhereThereIsNoSuchColumn(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.made (id text, _overflow text)");
        var wide = IntStream.range(0, 650)
                .mapToObj(i -> "\"wide_%s\":\"more than a pointer takes\"".formatted(Letters.of(i)))
                .collect(joining(","));
        bucket.putLines("a.json", event("made", "m-1", "{\"n\":1}"), event("made", "m-2", "{" + wide + "}"));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, n from events.made")).containsExactly("m-1|1");
        assertThat(warehouse.lines("select line, row ->> 'wide_aa', sqlstate from cameleer.rejected_rows"))
                .containsExactly("2|more than a pointer takes|54000");
    }

    @Test
    void aValueThatIsTooLongIsADiscardOfStatedLength(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.made (id text, code varchar(4))");
        var long300 = "x".repeat(300_000);
        bucket.putLines("a.json", event("made", "{\"code\":\"%1$s\",\"free\":\"%1$s\",\"n\":1}".formatted(long300)));

        var report = TestCameleer.sync(warehouse, bucket, "load.max-value-bytes=200KB");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select code, free, n from events.made")).containsExactly("∅|∅|1");
        assertThat(warehouse.lines(
                        "select column_name, length(column_value), reason from events.rudder_discards order by 1"))
                .containsExactly(
                        "code|262144|the value is longer than load.max-value-bytes allows",
                        "free|262144|the value is longer than load.max-value-bytes allows");
    }

    private static void putOneThatFitsOneWithANewColumnAndOneOfANewTable(TestBucket bucket) {
        bucket.putLines(
                "a.json",
                event("known", "m-1", "{\"n\":1}"),
                event("known", "m-2", "{\"n\":2,\"more\":\"x\"}"),
                event("unknown", "m-3", "{\"n\":3}"));
    }

    private static String event(String name, String properties) {
        return event(name, "m-1", properties);
    }

    private static String event(String name, String id, String properties) {
        return """
                {"type":"track","event":"%s","messageId":"%s","receivedAt":"2024-03-05T06:07:08.901Z","properties":%s}"""
                .formatted(name, id, properties);
    }
}
