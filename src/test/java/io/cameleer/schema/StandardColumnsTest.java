package io.cameleer.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one event has in a column that all tables have does not decide for the others. */
@ExtendWith(TestServers.class)
class StandardColumnsTest {
    private int files;

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void idsThatAreNumbersFirstAreTextsAllTheSame(String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                method,
                event("identify", "11", "\"userId\":123,\"anonymousId\":7,\"traits\":{\"plan\":\"a\"}"),
                event("track", "12", "\"userId\":123,\"event\":\"Buy\",\"channel\":1,\"properties\":{\"name\":5}"),
                event("page", "13", "\"userId\":123,\"name\":2024"),
                event("group", "14", "\"userId\":123,\"groupId\":1"),
                event("alias", "15", "\"userId\":123,\"previousId\":2"));
        sync(
                warehouse,
                bucket,
                method,
                event("identify", "\"m\"", "\"userId\":\"u-abc\",\"anonymousId\":\"a\",\"traits\":{\"plan\":\"b\"}"),
                event("identify", "\"n\"", "\"userId\":123,\"anonymousId\":\"b\",\"traits\":{\"plan\":\"c\"}"),
                event("track", "\"o\"", "\"userId\":\"u-abc\",\"event\":\"Buy\",\"channel\":\"web\""),
                event("page", "\"p\"", "\"userId\":\"u-abc\",\"name\":\"Home\""),
                event("group", "\"q\"", "\"userId\":\"u-abc\",\"groupId\":\"g\""),
                event("alias", "\"r\"", "\"userId\":\"u-abc\",\"previousId\":\"x\""));

        assertThat(warehouse.lines("select id, plan from events.users order by id"))
                .containsExactly("123|c", "u-abc|b");
        assertThat(warehouse.lines("select id, anonymous_id, user_id from events.identifies order by id"))
                .containsExactly("11|7|123", "m|a|u-abc", "n|b|123");
        assertThat(warehouse.lines("select id, user_id, event, event_text, channel, name from events.buy order by id"))
                .containsExactly("12|123|buy|Buy|1|5", "o|u-abc|buy|Buy|web|∅");
        assertThat(warehouse.lines("select id, name from events.pages order by id"))
                .containsExactly("13|2024", "p|Home");
        assertThat(warehouse.lines("select id, group_id from events.groups order by id"))
                .containsExactly("14|1", "q|g");
        assertThat(warehouse.lines("select id, previous_id from events.aliases order by id"))
                .containsExactly("15|2", "r|x");
        assertThat(warehouse.lines("select pg_typeof(id), pg_typeof(name) from events.buy limit 1"))
                .as("a property may have the name of a standard column of other tables")
                .containsExactly("text|bigint");
        assertThat(warehouse.number("select count(*) from events.rudder_discards"))
                .isZero();
    }

    @Test
    void oneTimeThatIsNoneIsADiscardAndTheColumnOneOfTimes(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                event("track", "\"bad\"", "\"event\":\"Buy\",\"timestamp\":\"soon\",\"sentAt\":true"),
                event("track", "\"good\"", "\"event\":\"Buy\",\"timestamp\":\"2024-05-01T10:00:00.000Z\""));

        assertThat(warehouse.lines("select id, \"timestamp\" at time zone 'utc', sent_at, pg_typeof(sent_at) from"
                        + " events.buy order by id"))
                .containsExactly(
                        "bad|∅|∅|timestamp with time zone", "good|2024-05-01 10:00:00|∅|timestamp with time zone");
        assertThat(warehouse.lines("select row_id, column_name, column_value, reason from events.rudder_discards"
                        + " where table_name = 'buy' order by column_name"))
                .containsExactly(
                        "bad|sent_at|true|a value of type boolean does not fit a column of type timestamp with time"
                                + " zone",
                        "bad|timestamp|soon|a value of type string does not fit a column of type timestamp with time"
                                + " zone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void timesInAnyFormThatSendersUseAreInstants(String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                method,
                timed("1", "1714557600000"),
                timed("2", "1714557600"),
                timed("3", "\"1714557600000\""),
                timed("4", "\"2024-05-01T10:00:00.000Z\""),
                timed("5", "\"Wed, 01 May 2024 10:00:00 GMT\"")
                        .replace("\"receivedAt\":\"Wed, 01 May", "\"receivedAt\":1714557600,\"x\":\"Wed, 01 May"));

        assertThat(warehouse.lines("select distinct \"timestamp\" at time zone 'utc', sent_at at time zone 'utc',"
                        + " original_timestamp at time zone 'utc', received_at at time zone 'utc' from events.buy"))
                .containsExactly("2024-05-01 10:00:00|2024-05-01 10:00:00|2024-05-01 10:00:00|2024-05-01 10:00:00");
        assertThat(warehouse.number("select count(*) from events.buy")).isEqualTo(5);
        assertThat(warehouse.number("select count(*) from events.rudder_discards"))
                .isZero();
    }

    /** An event has been received when it says, in whatever form: by that it is told which one is the later. */
    @Test
    void anEventThatComesAgainIsPlacedByItsTimeInAnyForm(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                "{\"type\":\"page\",\"messageId\":\"p\",\"receivedAt\":1714557600000,\"properties\":{\"a\":1}}",
                "{\"type\":\"page\",\"messageId\":\"p\",\"receivedAt\":\"2024-05-01T09:00:00.000Z\",\"properties\":{\"a\":2}}");

        assertThat(warehouse.lines("select id, a, received_at at time zone 'utc' from events.pages"))
                .containsExactly("p|1|2024-05-01 10:00:00");
    }

    @Test
    void whatTheTablesOfANamespaceHaveGoesOn(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.tracks (id text, user_id bigint, received_at timestamp, "timestamp" bigint, uuid_ts timestamp);
                create table events.identifies (id text, user_id bigint, received_at timestamp, uuid_ts timestamp);
                create table events.pages (id text, user_id text, received_at timestamp, uuid_ts timestamp);
                create table events.accounts (id int, user_id uuid, "timestamp" date, channel int);
                create table events.prices (id int, user_id uuid, "timestamp" date, channel int)""");
        sync(
                warehouse,
                bucket,
                "copy",
                event("identify", "\"m\"", "\"userId\":123,\"channel\":\"web\""),
                event("track", "\"n\"", "\"userId\":123,\"event\":\"Buy\",\"timestamp\":1714557600000"));

        assertThat(warehouse.lines("select pg_typeof(id), pg_typeof(user_id), pg_typeof(received_at),"
                        + " pg_typeof(\"timestamp\"), user_id, \"timestamp\" from events.buy"))
                .containsExactly("text|bigint|timestamp without time zone|bigint|123|1714557600000");
        assertThat(warehouse.lines("select id, pg_typeof(id) from events.users"))
                .containsExactly("123|bigint");
        assertThat(warehouse.lines("select channel, pg_typeof(channel) from events.identifies"))
                .containsExactly("web|text");

        var other = event("identify", "\"o\"", "\"userId\":\"u-abc\"");
        sync(warehouse, bucket, "copy", other);
        sync(warehouse, bucket, "copy", other);

        assertThat(warehouse.lines("select id from events.users"))
                .as("rows that no user is known by do not pile up")
                .containsExactly("123");
        assertThat(warehouse.lines("select distinct row_id, column_name, column_value from events.rudder_discards"
                        + " where table_name = 'users'"))
                .containsExactly("u-abc|id|u-abc");
    }

    @Test
    void aPropertyOfAnExtractEventIsTypedByItsValues(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                """
                {"type":"extract","event":"Deals","recordId":1,"receivedAt":"2024-05-01T10:00:00.000Z",\
                "properties":{"timestamp":5,"user_id":7}}""");

        assertThat(warehouse.lines(
                        "select id, pg_typeof(id), \"timestamp\", pg_typeof(\"timestamp\"), user_id, pg_typeof(user_id)"
                                + " from events.deals"))
                .containsExactly("1|text|5|bigint|7|bigint");
    }

    @Test
    void rowsThatRudderStackHasMappedHaveTheSameColumns(TestWarehouse warehouse, TestBucket bucket) {
        var lines = IntStream.rangeClosed(1, 3)
                .mapToObj(i ->
                        """
                                {"data":{"id":%d,"user_id":%d,"timestamp":1714557600000,"received_at":"2024-05-01T10:00:00.000Z"},\
                                "metadata":{"table":"buy","columns":{"id":"int","user_id":"int","timestamp":"int","received_at":"datetime"}}}"""
                                .formatted(i, i))
                .toArray(String[]::new);
        sync(warehouse, bucket, "copy", lines);

        assertThat(warehouse.lines("select id, user_id, pg_typeof(user_id), \"timestamp\" at time zone 'utc' from"
                        + " events.buy order by id"))
                .containsExactly(
                        "1|1|text|2024-05-01 10:00:00", "2|2|text|2024-05-01 10:00:00", "3|3|text|2024-05-01 10:00:00");
    }

    private void sync(TestWarehouse warehouse, TestBucket bucket, String method, String... lines) {
        bucket.putLines("%03d.json".formatted(++files), lines);
        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method);
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }

    private static String timed(String id, String time) {
        return Stream.of("timestamp", "sentAt", "originalTimestamp", "receivedAt")
                        .map(field -> ",\"%s\":%s".formatted(field, time))
                        .reduce(
                                "{\"type\":\"track\",\"event\":\"Buy\",\"messageId\":\"%s\"".formatted(id),
                                String::concat)
                + "}";
    }

    private static String event(String type, String id, String more) {
        return "{\"type\":\"%s\",\"messageId\":%s,\"receivedAt\":\"2024-05-01T10:00:00.000Z\",%s}"
                .formatted(type, id, more);
    }
}
