package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What odd values, names and events become in the tables and in the ledger, from the bucket on. */
@ExtendWith(TestServers.class)
class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aTimeIsWhatItSaysInAColumnOfTimesAndAsItWasWrittenElsewhere(
            String method, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.buy (id text, at timestamptz, plain timestamp, day date, sku text, short varchar(10), doc jsonb)""");
        bucket.putLines(
                "1.json",
                buy("e-1", every("2020-01-15")),
                buy("e-2", every("2020-01-15 10:00:00.123456+01:00")),
                buy("e-3", every("2021-02-29")),
                buy("e-4", every("2021-02-03T10:00:00.123456789Z")));

        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, at, plain, day, sku, short, doc from events.buy order by id"))
                .containsExactly(
                        "e-1|2020-01-15 00:00:00+00|2020-01-15 00:00:00|2020-01-15|2020-01-15|2020-01-15|\"2020-01-15\"",
                        "e-2|2020-01-15 09:00:00.123456+00|2020-01-15 09:00:00.123456|∅|2020-01-15 10:00:00.123456+01:00|∅|"
                                + "\"2020-01-15 10:00:00.123456+01:00\"",
                        "e-3|∅|∅|∅|2021-02-29|2021-02-29|\"2021-02-29\"",
                        "e-4|2021-02-03 10:00:00.123456+00|2021-02-03 10:00:00.123456|∅|2021-02-03T10:00:00.123456789Z|∅|"
                                + "\"2021-02-03T10:00:00.123456789Z\"");
        assertThat(warehouse.lines(
                        "select row_id, column_name, column_value from events.rudder_discards order by 1, 2"))
                .containsExactly(
                        "e-2|day|2020-01-15 10:00:00.123456+01:00",
                        "e-2|short|2020-01-15 10:00:00.123456+01:00",
                        "e-3|at|2021-02-29",
                        "e-3|day|2021-02-29",
                        "e-3|plain|2021-02-29",
                        "e-4|day|2021-02-03T10:00:00.123456789Z",
                        "e-4|short|2021-02-03T10:00:00.123456789Z");
    }

    @Test
    void aWordAmongDatesLeavesThemAsTheyWereWritten(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "1.json",
                buy("a", "{\"sku\":\"2020-01-15\"}"),
                buy("b", "{\"sku\":\"ABC-7\"}"),
                buy("b-2", "{\"sku\":\"X\"}"));
        TestCameleer.sync(warehouse, bucket);
        bucket.putLines("2.json", buy("c", "{\"sku\":\"2021-02-03 10:00\"}"));

        TestCameleer.sync(warehouse, bucket);

        assertThat(warehouse.lines("select id, sku from events.buy order by id"))
                .containsExactly("a|2020-01-15", "b|ABC-7", "b-2|X", "c|2021-02-03 10:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void eventsWhoseIdsDifferByWhatPostgresCannotHoldStayApart(
            String mode, TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "1.json",
                identify("a\\u0000b", "one"),
                identify("ab", "two"),
                identify("a\\ud800b", "three"),
                identify("a\\ufffdb", "four"));

        TestCameleer.sync(warehouse, bucket, "load.mode=" + mode);

        assertThat(warehouse.lines("select id, plan from events.users order by plan"))
                .containsExactly(
                        "a\ufffdb|four",
                        "ab-" + hash("one", warehouse) + "|one",
                        "a\ufffdb-" + hash("three", warehouse) + "|three",
                        "ab|two");
        assertThat(warehouse.lines("select count(distinct id), count(distinct user_id) from events.identifies"))
                .containsExactly("4|4");
        assertThat(
                        warehouse.lines(
                                "select row_id, column_value from events.rudder_discards where table_name = 'users' order by column_value"))
                .containsExactly(
                        "ab-" + hash("one", warehouse) + "|a\\u0000b",
                        "a\ufffdb-" + hash("three", warehouse) + "|a\\ud800b");
    }

    private static String hash(String plan, TestWarehouse warehouse) {
        var hash = warehouse.value(
                "select substring(id from '-([0-9a-f]{12})$') from events.users where plan = '%s'".formatted(plan));
        assertThat(hash).isNotNull();
        return hash;
    }

    @Test
    void propertiesOfReservedNamesAreDiscardsAndCounted(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "1.json",
                buy("e-1", "{\"id\":\"sku-1\",\"userId\":\"seller\",\"ok\":1}"),
                identify("u-1", "free").replace("\"plan\"", "\"id\":77,\"plan\""));

        TestCameleer.sync(warehouse, bucket);

        assertThat(warehouse.lines("select ok from events.buy")).containsExactly("1");
        assertThat(
                        warehouse.lines(
                                "select table_name, row_id, column_name, column_value from events.rudder_discards order by 1, 3"))
                .containsExactly("buy|e-1|id|sku-1", "buy|e-1|user_id|seller", "identifies|u-1|id|77");
        assertThat(
                        warehouse.lines(
                                "select table_name, column_name, reason, values_discarded, example from cameleer.discards order by 1, 2"))
                .containsExactly(
                        "events.buy|id|properties.id: a sender cannot set this column|1|sku-1",
                        "events.buy|user_id|properties.userId: a sender cannot set this column|1|seller",
                        "events.identifies|id|traits.id: a sender cannot set this column|1|77");
    }

    @Test
    void theyMayBeCountedAloneOrHaveColumnsOfTheirOwn(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", buy("e-1", "{\"id\":\"sku-1\"}"), buy("e-2", "{\"id\":\"sku-2\"}"));
        TestCameleer.sync(warehouse, bucket, "names.on-reserved=count");
        bucket.putLines("2.json", buy("e-3", "{\"id\":\"sku-3\"}"));

        TestCameleer.sync(warehouse, bucket, "names.on-reserved=keep");

        assertThat(warehouse.lines("select id, _id from events.buy order by id"))
                .containsExactly("e-1|∅", "e-2|∅", "e-3|sku-3");
        assertThat(warehouse.lines("select * from events.rudder_discards")).isEmpty();
        assertThat(warehouse.lines("select column_name, values_discarded, example from cameleer.discards"))
                .containsExactly("id|2|sku-1");
        assertThat(warehouse.lines("select id, values_discarded from cameleer.syncs order by id"))
                .containsExactly("1|0", "2|0");
    }

    @Test
    void namesThatPostgresOrCameleerHasForItselfGetAnUnderscore(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "1.json",
                buy("e-1", "{\"xmin\":1.5,\"CTID\":\"a\",\"tableoid\":7,\"oid\":9,\"_overflow\":2}"),
                buy("e-2", "{\"zoom\":4}"),
                identify("u-1", "free").replace("\"plan\"", "\"cmax\":1,\"plan\""),
                buy("e-3", "{\"a\":1}").replace("Buy", "Tracks Id Cameleer"),
                buy("e-4", "{\"a\":1}").replace("Buy", "buy_id_cameleer"),
                "{\"metadata\":{\"table\":\"staged\",\"columns\":{\"id\":\"string\",\"xmax\":\"int\",\"_xmax\":\"int\"}},\"data\":{\"id\":\"s-1\",\"xmax\":1,\"_xmax\":2}}");

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines(
                        "select id, _xmin, _ctid, _tableoid, oid, __overflow, zoom from events.buy order by id"))
                .containsExactly("e-1|1.5|a|7|9|2|∅", "e-2|∅|∅|∅|∅|∅|4");
        assertThat(warehouse.lines("select id, _cmax, plan from events.users")).containsExactly("u-1|1|free");
        assertThat(warehouse.lines("select id, a from events._tracks_id_cameleer"))
                .containsExactly("e-3|1");
        assertThat(warehouse.lines("select id, a from events._buy_id_cameleer")).containsExactly("e-4|1");
        assertThat(warehouse.lines("select count(*) from events.tracks")).containsExactly("4");
        assertThat(warehouse.lines("select s.id, _xmax, column_value from events.staged s, events.rudder_discards"))
                .containsExactly("s-1|1|2");
    }

    @Test
    void eventsThatAreNotMeantForPostgresAreCounted(TestWarehouse warehouse, TestBucket bucket) {
        var off = buy("e-2", "{\"a\":2}").replace("\"type\"", "\"integrations\":{\"All\":false},\"type\"");
        var denied = buy("e-3", "{\"a\":3}")
                .replace("\"type\"", "\"context\":{\"consentManagement\":{\"deniedConsentIds\":[\"C1\"]}},\"type\"");
        bucket.putLines("1.json", buy("e-1", "{\"a\":1}"), off, denied, "broken");

        var report = TestCameleer.sync(warehouse, bucket, "consent.one-trust-categories=C1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.headline()).contains("1 events, 1 rejects, 2 rows").endsWith("; 2 events excluded");
        assertThat(warehouse.lines("select id from events.buy")).containsExactly("e-1");
        assertThat(warehouse.lines("select lines, events, rejects, dropped, excluded from cameleer.files"))
                .containsExactly("4|1|1|0|2");
        assertThat(warehouse.lines("select lines, events, rejects, dropped, excluded from cameleer.syncs"))
                .containsExactly("4|1|1|0|2");

        bucket.putLines("2.json", off);
        TestCameleer.sync(warehouse, bucket, "load.obey-integrations=false");

        assertThat(warehouse.lines("select id from events.buy order by id")).containsExactly("e-1", "e-2");
    }

    @Test
    void emptyTextIsNoValueAndBlankTextIsOne(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", buy("e-1", "{\"s\":\"\",\"t\":\" \",\"a\":[],\"b\":[\"\"],\"k\":1}"));

        TestCameleer.sync(warehouse, bucket);

        assertThat(
                        warehouse.lines(
                                "select string_agg(attname, ',' order by attname) from pg_attribute where attrelid = 'events.buy'::regclass and attnum > 0 and attname in ('s', 't', 'a', 'b', 'k')"))
                .containsExactly("k,t");
        assertThat(warehouse.lines("select t, k from events.buy")).containsExactly(" |1");
        assertThat(warehouse.lines("select * from events.rudder_discards")).isEmpty();
    }

    @Test
    void anObjectWhoseKeyHasAControlCharacterIsLoadedLikeOthers(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("a b+c%41.json", buy("e-1", "{\"a\":1}"));
        bucket.putLines("b\u001b[2J.json", buy("e-2", "{\"a\":2}"));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, a from events.buy order by id")).containsExactly("e-1|1", "e-2|2");
        assertThat(warehouse.lines("select key from cameleer.files order by id"))
                .containsExactlyInAnyOrder("a b+c%41.json", "b\u001b[2J.json");
    }

    private static String every(String time) {
        return "{\"at\":\"%s\",\"plain\":\"%1$s\",\"day\":\"%1$s\",\"sku\":\"%1$s\",\"short\":\"%1$s\",\"doc\":\"%1$s\"}"
                .formatted(time);
    }

    private static String buy(String id, String properties) {
        return "{\"type\":\"track\",\"event\":\"Buy\",\"messageId\":\"%s\",\"receivedAt\":\"2024-05-01T10:00:00.000Z\",\"properties\":%s}"
                .formatted(id, properties);
    }

    private static String identify(String user, String plan) {
        return "{\"type\":\"identify\",\"messageId\":\"%s\",\"userId\":\"%1$s\",\"receivedAt\":\"2024-05-01T10:00:00.000Z\",\"traits\":{\"plan\":\"%s\"}}"
                .formatted(user, plan);
    }
}
