package io.cameleer.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables users and identifies have the same columns. */
@ExtendWith(TestServers.class)
class UsersAndIdentifiesTest {
    private static final String COLUMNS =
            """
            select attname, format_type(atttypid, atttypmod) from pg_attribute
            where attrelid = '%s'::regclass and attnum > 0 and attname not in ('id', 'user_id') order by 1""";

    private int files;

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aUserHasAllThatHisLastEventsSay(String method, TestWarehouse warehouse, TestBucket bucket) {
        var settings = new String[] {"load.method=" + method, "load.store-full-event=true"};
        sync(warehouse, bucket, settings, identify("m-1", "1", "a-1", "\"web\"", "1"));
        sync(warehouse, bucket, settings, identify("m-3", "3", "a-3", "null", "3"));
        sync(warehouse, bucket, settings, identify("m-2", "2", "a-2", "\"mobile\"", "2"));

        assertThat(warehouse.lines(COLUMNS.formatted("events.users")))
                .isEqualTo(warehouse.lines(COLUMNS.formatted("events.identifies")));
        assertThat(warehouse.lines(
                        "select id, anonymous_id, channel, seats, rudder_event ->> 'messageId' from events.users"))
                .containsExactly("u-1|a-3|mobile|3|m-3");
    }

    /** RudderStack leaves these columns out of the rows of users in its staging files. */
    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void rowsThatRudderStackHasMappedTakeOverWhatIdentifiesHas(
            String mode, TestWarehouse warehouse, TestBucket bucket) {
        var settings = new String[] {"load.mode=" + mode};
        sync(warehouse, bucket, settings, staged("m-1", "1", "a-1", "web"));
        assertThat(warehouse.lines("select id, anonymous_id, channel, seats from events.users"))
                .containsExactly("u-1|a-1|web|1");
        sync(warehouse, bucket, settings, staged("m-3", "3", "a-3", ""));
        sync(warehouse, bucket, settings, staged("m-2", "2", "a-2", "mobile"));

        assertThat(warehouse.lines(
                        "select id, anonymous_id, channel, seats, received_at at time zone 'utc' from events.users"))
                .containsExactly("u-1|a-3|mobile|3|2024-05-03 00:00:00");
    }

    /** RudderStack's mapper makes none, but what an event says of a user may be dropped, or come from elsewhere. */
    @Test
    void usersWithoutAnIdAreRowsOfTheirOwn(TestWarehouse warehouse, TestBucket bucket) {
        var nobody =
                "{\"data\":{\"seats\":%s,\"received_at\":\"2024-05-01T00:00:00.000Z\"},\"metadata\":{\"table\":\"users\",\"columns\":{\"seats\":\"int\",\"received_at\":\"datetime\"},\"receivedAt\":\"2024-05-01T00:00:00.000Z\"}}";
        sync(warehouse, bucket, new String[0], nobody.formatted(1) + "\n" + nobody.formatted(2));
        sync(warehouse, bucket, new String[0], staged("m-3", "3", "a-3", "web"));
        sync(warehouse, bucket, new String[0], nobody.formatted(4));

        assertThat(warehouse.lines("select id, seats from events.users order by seats"))
                .containsExactly("∅|1", "∅|2", "u-1|3", "∅|4");
    }

    @Test
    void eachHasTheColumnsThatTheOtherHadBefore(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.users (id text, received_at timestamptz, uuid_ts timestamptz, score numeric(9, 2), doubled int generated always as (2) stored);
                create table events.identifies (id text, user_id text, received_at timestamptz, uuid_ts timestamptz, seats integer, note text);
                insert into events.users values ('u-1', '2024-04-01T00:00:00Z', null, 1.5)""");
        sync(warehouse, bucket, new String[0], identify("m-1", "1", "a-1", "\"web\"", "5"));

        assertThat(warehouse.lines("select id, score, seats, pg_typeof(seats), note, channel from events.users"))
                .containsExactly("u-1|1.50|5|integer|∅|web");
        assertThat(warehouse.lines("select id, score, format_type(atttypid, atttypmod), seats from events.identifies,"
                        + " pg_attribute where attrelid = 'events.identifies'::regclass and attname = 'score'"))
                .containsExactly("m-1|∅|numeric(9,2)|5");
        assertThat(warehouse.number("select count(*) from pg_attribute"
                        + " where attrelid = 'events.identifies'::regclass and attname = 'doubled'"))
                .isZero();
    }

    private void sync(TestWarehouse warehouse, TestBucket bucket, String[] settings, String lines) {
        bucket.putLines("%03d.json".formatted(++files), lines.split("\n"));
        var report = TestCameleer.sync(warehouse, bucket, new ArrayList<>(List.of(settings)).toArray(String[]::new));
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }

    private static String identify(String id, String day, String anonymousId, String channel, String seats) {
        return """
                {"type":"identify","messageId":"%s","userId":"u-1","anonymousId":"%s","channel":%s,\
                "receivedAt":"2024-05-0%sT00:00:00.000Z","traits":{"seats":%s}}"""
                .formatted(id, anonymousId, channel, day, seats);
    }

    private static String staged(String id, String day, String anonymousId, String channel) {
        var received = "\"received_at\":\"2024-05-0%sT00:00:00.000Z\",\"seats\":%1$s".formatted(day);
        var types = "\"id\":\"string\",\"received_at\":\"datetime\",\"seats\":\"int\"";
        return """
                {"data":{"id":"%s","user_id":"u-1","anonymous_id":"%s","channel":%s,%s},\
                "metadata":{"table":"identifies","columns":{"user_id":"string","anonymous_id":"string","channel":"string",%s}}}
                {"data":{"id":"u-1",%4$s},"metadata":{"table":"users","columns":{%s}}}"""
                .formatted(id, anonymousId, channel.isEmpty() ? "null" : '"' + channel + '"', received, types, types);
    }
}
