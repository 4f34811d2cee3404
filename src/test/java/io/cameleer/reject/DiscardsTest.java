package io.cameleer.reject;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values that do not get into their columns: each is kept once, with the row that lacks it. */
@ExtendWith(TestServers.class)
class DiscardsTest {
    private static final String DISCARDS =
            "select row_id, table_name, column_name, column_value from %s.rudder_discards order by 1, 2, 3, 4";

    @Test
    void eachLoserOfOneColumnIsADiscardOfItsOwn(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "1.json",
                order("c-1", 1, "\"orderId\":\"A\",\"order_id\":\"B\",\"Order ID\":\"C\",\"ORDER_ID\":\"D\""),
                order("c-2", 1, "\"order_id\":\"plain\""));

        var report = TestCameleer.sync(warehouse, bucket, "load.skip-tracks-table=true");

        assertThat(report.tally().discards()).isEqualTo(3);
        var kept = warehouse.value("select order_id from events.ordered where id = 'c-1'");
        var lost = warehouse.lines("select column_value from events.rudder_discards order by 1");
        lost.add(kept);
        assertThat(lost).containsExactlyInAnyOrder("A", "B", "C", "D");
        assertThat(warehouse.number("select sum(values_discarded) from cameleer.discards"))
                .isEqualTo(3);
    }

    @Test
    void aRepeatedRowBringsNoDiscardsAndAReplacedOneItsOwnInPlaceOfTheOldOnes(
            TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute("create schema events; create table events.ordered (id text, n bigint, m bigint, t text,"
                + " received_at timestamptz)");
        bucket.putLines(
                "1.json",
                order("o-1", 1, "\"n\":\"one\",\"m\":\"two\",\"t\":\"x\""),
                order("o-2", 1, "\"n\":\"one\",\"t\":\"x\""),
                order("o-3", 1, "\"n\":\"one\",\"t\":\"x\""));
        sync(warehouse, bucket);
        bucket.putLines(
                "2.json",
                order("o-1", 1, "\"n\":\"one\",\"m\":\"two\",\"t\":\"x\""), // repeated
                order("o-2", 2, "\"n\":\"three\",\"t\":\"y\""), // replaced
                order("o-3", 2, "\"n\":3,\"t\":\"y\"")); // replaced by one that has no discards
        sync(warehouse, bucket);

        assertThat(warehouse.lines(DISCARDS.formatted("events")))
                .containsExactly("o-1|ordered|m|two", "o-1|ordered|n|one", "o-2|ordered|n|three");
        assertThat(warehouse.lines("select id, n, t from events.ordered order by id"))
                .containsExactly("o-1|∅|x", "o-2|∅|y", "o-3|3|y");
    }

    @Test
    void aUserWhomNothingChangesBringsNoDiscards(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.identifies (id text, user_id text, age bigint,"
                        + " received_at timestamptz); create table events.users (id text, age bigint, received_at timestamptz)");
        var events = new String[] {identify("i-1", "u-1", 1, "old"), identify("i-2", "u-2", 1, "older")};
        bucket.putLines("1.json", events);
        sync(warehouse, bucket);
        bucket.putLines("2.json", events[0], events[1], identify("i-3", "u-2", 3, "oldest"));
        sync(warehouse, bucket);

        assertThat(warehouse.lines(DISCARDS.formatted("events")))
                .containsExactly(
                        "i-1|identifies|age|old",
                        "i-2|identifies|age|older",
                        "i-3|identifies|age|oldest",
                        "u-1|users|age|old",
                        "u-2|users|age|older",
                        "u-2|users|age|oldest");
    }

    @Test
    void rudderStacksOwnTableGetsTheReasonAndAnIndex(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema web;
                create table web.rudder_discards (column_name text, column_value text, received_at timestamptz,
                  row_id text, table_name text, uuid_ts timestamptz);
                insert into web.rudder_discards (row_id, table_name, column_name, column_value) values ('o-1', 'ordered', 'n', '7');
                create table web.ordered (id text, n boolean, received_at timestamptz, uuid_ts timestamptz);
                insert into web.ordered values ('o-1', null, '2024-01-01')""");
        bucket.putLines("1.json", order("o-1", 2, "\"n\":\"word\""));

        TestCameleer.sync(warehouse, bucket, "warehouse.namespace=web", "load.skip-tracks-table=true");

        assertThat(warehouse.lines("select row_id, column_value, reason from web.rudder_discards"))
                .containsExactly("o-1|word|a value of type string does not fit a column of type boolean");
        assertThat(warehouse.lines("select indexdef from pg_indexes where tablename = 'rudder_discards'"))
                .containsExactly(
                        "CREATE INDEX rudder_discards_row_id_cameleer ON web.rudder_discards USING btree (row_id)");
    }

    @Test
    void anotherOwnersTableWithoutTheReasonIsLeftAsItIsAndTheLedgerHasTheReason(
            TestWarehouse warehouse, TestBucket bucket) {
        var user = warehouse.database() + "_user";
        warehouse.execute(
                """
                create role %1$s login;
                grant create on database %2$s to %1$s;
                create schema events;
                grant all on schema events to %1$s;
                create table events.rudder_discards (column_name text, column_value text, row_id text, table_name text);
                grant select, insert on events.rudder_discards to %1$s"""
                        .formatted(user, warehouse.database()));
        bucket.putLines("1.json", order("o-1", 1, "\"n\":1"), order("o-2", 1, "\"n\":\"two\",\"N\":2"));

        var report = TestCameleer.sync(
                warehouse, bucket, "warehouse.user=" + user, "load.skip-tracks-table=true", "load.mode=append");

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        assertThat(warehouse.lines("select row_id, column_name from events.rudder_discards"))
                .containsExactly("o-2|n");
        assertThat(warehouse.lines("select column_name, values_discarded, reason <> '' from cameleer.discards"))
                .containsExactly("n|1|t");
    }

    @Test
    void noTableWaitsForTheDiscardsOfAnother(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        warehouse.execute("create schema events; create table events.ordered (id text, n bigint)");
        bucket.putLines("1.json", order("o-1", 1, "\"n\":\"one\""));
        try (var other = warehouse.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    """
                    select pg_advisory_xact_lock(hashtextextended('cameleer ' || t, 0))
                    from unnest(array['true', 'false', 'events.rudder_discards', 'rudder_discards', 'events.other']) t""");

            assertThat(TestCameleer.sync(warehouse, bucket, "load.skip-tracks-table=true", "warehouse.lock-timeout=2")
                            .allLoaded())
                    .isTrue();
            other.rollback();
        }
        assertThat(warehouse.lines(DISCARDS.formatted("events"))).containsExactly("o-1|ordered|n|one");
    }

    private static void sync(TestWarehouse warehouse, TestBucket bucket) {
        var report = TestCameleer.sync(warehouse, bucket, "load.skip-tracks-table=true");
        assertThat(report.allLoaded()).as(report.table()).isTrue();
    }

    private static String order(String id, int day, String properties) {
        return """
                {"type":"track","event":"Ordered","messageId":"%s","receivedAt":"2024-03-%02dT00:00:00.000Z","properties":{%s}}"""
                .formatted(id, day, properties);
    }

    private static String identify(String id, String user, int day, String age) {
        return """
                {"type":"identify","messageId":"%s","userId":"%s","receivedAt":"2024-03-%02dT00:00:00.000Z","traits":{"age":"%s"}}"""
                .formatted(id, user, day, age);
    }
}
