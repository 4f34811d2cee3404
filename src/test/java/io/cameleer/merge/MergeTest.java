package io.cameleer.merge;

import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestServers.class)
class MergeTest {
    private int files;

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void anEventThatComesAgainReplacesItsRowIfItWasReceivedLater(
            String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, method, page("p-1", "01", "\"a\":1,\"b\":\"x\""), page("p-2", "01", "\"a\":2"));
        sync(warehouse, bucket, method, page("p-1", "02", "\"a\":3"), page("p-3", "02", "\"a\":4"));
        sync(warehouse, bucket, method, page("p-1", "01", "\"a\":5,\"b\":\"late\""));

        assertThat(warehouse.lines("select id, a, b, extract(day from received_at) from events.pages order by id"))
                .containsExactly("p-1|3|∅|2", "p-2|2|∅|1", "p-3|4|∅|2");
        assertThat(warehouse.lines(
                        "select rows_loaded, rows_replaced, rows_repeated from cameleer.sync_tables order by sync_id"))
                .containsExactly("2|0|0", "1|1|0", "0|0|1");
    }

    @Test
    void ofTheSameEventTwiceInABatchTheOneReceivedLastStays(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                page("p-1", "01", "\"a\":1"),
                page("p-1", "03", "\"a\":3"),
                page("p-1", "02", "\"a\":2"));

        assertThat(warehouse.lines("select id, a from events.pages")).containsExactly("p-1|3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pages", "identifies", "users"})
    void whatComesAgainTheSameLeavesItsRowUntouched(String table, TestWarehouse warehouse, TestBucket bucket) {
        var events = new String[] {page("p-1", "01", "\"a\":1"), identify("m-1", "01", "\"plan\":\"a\"")};
        sync(warehouse, bucket, "copy", events);
        var before = warehouse.lines("select xmin, ctid, t from events.%s t".formatted(table));

        sync(warehouse, bucket, "copy", events);

        assertThat(warehouse.lines("select xmin, ctid, t from events.%s t".formatted(table)))
                .hasSize(1)
                .isEqualTo(before);
    }

    @Test
    void aTableThatWasAppendedToKeepsOneRowOfEachEventThatComesAgain(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                "load.mode=append",
                page("p-1", "01", "\"a\":1"),
                page("p-1", "02", "\"a\":2"),
                page("p-2", "01", "\"a\":7"),
                page("p-2", "01", "\"a\":7"));
        assertThat(warehouse.number("select count(*) from events.pages")).isEqualTo(4);

        sync(warehouse, bucket, "copy", page("p-1", "03", "\"a\":3"));

        assertThat(warehouse.lines("select id, a from events.pages order by id, a"))
                .containsExactly("p-1|3", "p-2|7", "p-2|7");
    }

    @Test
    void columnsThatSomebodyHasAddedStayWhenARowIsReplaced(TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "copy", page("p-1", "01", "\"a\":1"));
        warehouse.execute("alter table events.pages add column remark text; update events.pages set remark = 'mine'");

        sync(warehouse, bucket, "copy", page("p-1", "02", "\"a\":2"));

        assertThat(warehouse.lines("select id, a, remark from events.pages")).containsExactly("p-1|2|mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aUserHasOfEachTraitTheValueReceivedLastWhateverTheOrder(
            String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, method, identify("m-1", "01", "\"plan\":\"a\""));
        sync(warehouse, bucket, method, identify("m-3", "03", "\"name\":\"x\""));
        sync(warehouse, bucket, method, identify("m-2", "02", "\"plan\":\"b\",\"name\":\"old\""));

        assertThat(warehouse.lines("select id, plan, name, extract(day from received_at) from events.users"))
                .containsExactly("u-1|b|x|3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    discard | id text, plan text
                    discard | id text, plan text, received_at date
                    reject  | id text, plan text, received_at timestamptz, context_destination_type text""")
    void aUsersTableMadeByHandNeedNotSayWhenSomethingWasReceivedOrLoaded(
            String newColumns, String columns, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.users (%s)".formatted(columns));
        var contract = "schema.new-columns=" + newColumns;

        sync(warehouse, bucket, "copy", contract, identify("m-2", "02", "\"plan\":\"b\""));
        sync(warehouse, bucket, "copy", contract, identify("m-3", "03", "\"plan\":\"c\""));
        sync(warehouse, bucket, "copy", contract, identify("m-1", "01", "\"plan\":\"late\""));

        assertThat(warehouse.lines("select id, plan from events.users")).containsExactly("u-1|c");
        assertThat(warehouse.lines("select rows_loaded, rows_replaced, rows_repeated, rows_rejected"
                        + " from cameleer.sync_tables where table_name = 'events.users' order by sync_id"))
                .containsExactly("1|0|0|0", "0|1|0|0", "0|0|1|0");
    }

    @Test
    void aUsersTableMadeByHandMayConsistOfIdsAlone(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.users (id text)");

        sync(warehouse, bucket, "copy", "schema.new-columns=discard", identify("m-1", "01", ""));
        sync(warehouse, bucket, "copy", "schema.new-columns=discard", identify("m-2", "02", ""));

        assertThat(warehouse.lines("select * from events.users")).containsExactly("u-1");
    }

    /** The driver gives sessions the machine's time zone. */
    @Test
    void aTimeOfReceiptWithoutATimeZoneIsComparedAsUtc(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events;"
                + " create table events.users (id text, plan text, received_at timestamp, uuid_ts timestamp);"
                + " create table events.pages (id text, a bigint, received_at timestamp, uuid_ts timestamp)");
        var window = "load.merge-window=1 day";
        var machine = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        try {
            sync(
                    warehouse,
                    bucket,
                    "copy",
                    identify("m-2", "02T01", "\"plan\":\"b\""),
                    page("p-1", "02T01", "\"a\":1"));
            sync(warehouse, bucket, "copy", identify("m-1", "02T00", "\"plan\":\"late\""));
            sync(warehouse, bucket, "copy", window, page("p-1", "03T00", "\"a\":2"));
        } finally {
            TimeZone.setDefault(machine);
        }

        assertThat(warehouse.lines("select id, plan, received_at from events.users"))
                .containsExactly("u-1|b|2024-01-02 01:00:00");
        assertThat(warehouse.lines("select id, a, received_at from events.pages"))
                .containsExactly("p-1|2|2024-01-03 00:00:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void rowsWithoutAnIdAreLikeNoOther(String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, method, staged("null", 1), staged("null", 1), staged("\"i\"", 2), staged("\"i\"", 3));
        sync(warehouse, bucket, method, staged("null", 1), staged("\"i\"", 4));

        assertThat(warehouse.lines("select id, n from events.things order by id, n"))
                .containsExactly("i|4", "∅|1", "∅|1", "∅|1");
    }

    /** So that PostgreSQL need not look into partitions of years ago. */
    @Test
    void furtherBackThanTheWindowTheLikeOfARowIsNotLookedFor(TestWarehouse warehouse, TestBucket bucket) {
        var window = "load.merge-window=10 days";
        sync(warehouse, bucket, "copy", window, page("p-1", "01", "\"a\":1"), page("p-2", "15", "\"a\":1"));
        sync(warehouse, bucket, "copy", window, page("p-1", "20", "\"a\":2"), page("p-2", "20", "\"a\":2"));

        assertThat(warehouse.lines(
                        "select id, a, extract(day from received_at) from events.pages order by id, received_at"))
                .containsExactly("p-1|1|1", "p-1|2|20", "p-2|2|20");
    }

    @Test
    void withoutUsersTheirEventsAreInIdentifiesAlone(TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "copy", "load.skip-users-table=true", identify("m-1", "01", "\"plan\":\"a\""));

        assertThat(warehouse.lines("select id, user_id, plan from events.identifies"))
                .containsExactly("m-1|u-1|a");
        assertThat(warehouse.hasTable("events.users")).isFalse();
    }

    /** @param given settings and lines, which begin with a brace */
    private void sync(TestWarehouse warehouse, TestBucket bucket, String method, String... given) {
        var lines = Stream.of(given).collect(partitioningBy(text -> text.startsWith("{")));
        bucket.putLines("%03d.json".formatted(++files), lines.get(true).toArray(String[]::new));
        var settings = Stream.concat(Stream.of("load.method=" + method), lines.get(false).stream());
        var report = TestCameleer.sync(warehouse, bucket, settings.toArray(String[]::new));
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }

    /** A row that RudderStack has mapped already. */
    private static String staged(String id, int number) {
        return """
                {"data":{"id":%s,"n":%d,"received_at":"2024-01-0%2$dT00:00:00.000Z"},\
                "metadata":{"table":"things","columns":{"id":"string","n":"int","received_at":"datetime"}}}"""
                .formatted(id, number);
    }

    private static String page(String id, String time, String properties) {
        return """
                {"type":"page","messageId":"%s","receivedAt":"%s","properties":{%s}}"""
                .formatted(id, received(time), properties);
    }

    private static String identify(String id, String time, String traits) {
        return """
                {"type":"identify","messageId":"%s","userId":"u-1","receivedAt":"%s","traits":{%s}}"""
                .formatted(id, received(time), traits);
    }

    /** By the day of the month, or by day and hour, such as 02T01. */
    private static String received(String time) {
        return "2024-01-%s:00:00.000Z".formatted(time.contains("T") ? time : time + "T00");
    }
}
