package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A namespace that RudderStack has filled, with duplicates as its append leaves them and no index, is loaded into. */
@ExtendWith(TestServers.class)
class FromRudderStackTest {
    private static final String ORDERS =
            "select id, total, quantity, coupon, extract(day from received_at) from web.order_paid order by id, received_at, total, quantity desc nulls last";
    private static final String USERS =
            "select id, plan, email, extract(day from received_at) from web.users order by id";
    private static final String DISCARDS =
            "select row_id, table_name, column_name, column_value, reason from web.rudder_discards order by row_id";

    @BeforeEach
    void whatRudderStackHasLeftAndWhatComesNow(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema web;
                create table web.tracks (
                  anonymous_id text, event text, event_text text, id text, original_timestamp timestamptz,
                  received_at timestamptz, sent_at timestamptz, "timestamp" timestamptz, user_id text, uuid_ts timestamptz);
                create table web.order_paid (
                  anonymous_id text, coupon text, event text, event_text text, id text, original_timestamp timestamptz,
                  quantity bigint, received_at timestamptz, sent_at timestamptz, "timestamp" timestamptz, total numeric,
                  user_id text, uuid_ts timestamptz);
                create table web.identifies (
                  email text, id text, plan text, received_at timestamptz, user_id text, uuid_ts timestamptz);
                create table web.users (email text, id text, plan text, received_at timestamptz, uuid_ts timestamptz);
                create table web.rudder_discards (
                  column_name text, column_value text, reason text, received_at timestamptz, row_id text,
                  table_name text, uuid_ts timestamptz);
                insert into web.tracks (id, event, received_at)
                  select id, 'order_paid', '2024-03-01Z' from unnest(array['o-1', 'o-1', 'o-2', null]) id;
                insert into web.order_paid (id, total, quantity, coupon, received_at) values
                  ('o-1', 5, 1, 'OLD', '2024-03-01Z'), ('o-1', 5, 1, 'OLD', '2024-03-01Z'), ('o-2', 7, 2, null, '2024-03-01Z'),
                  ('o-2', 8, 2, null, '2024-03-02Z'), (null, 9, 3, null, '2024-03-01Z');
                insert into web.identifies (id, user_id, plan, received_at) values
                  ('i-1', 'u-1', 'free', '2024-03-01Z'), ('i-2', 'u-2', 'pro', '2024-03-20Z');
                insert into web.users (id, plan, received_at) values
                  ('u-1', 'free', '2024-03-01Z'), ('u-2', 'pro', '2024-03-20Z');
                insert into web.rudder_discards (row_id, table_name, column_name, column_value, reason) values
                  ('o-2', 'order_paid', 'quantity', 'two', 'incompatible schema conversion from int to string')""");
        bucket.putLines(
                "1.json",
                order("o-1", 5, "\"total\":6"),
                order("o-2", 1, "\"total\":7"),
                order("o-3", 5, "\"total\":1.5,\"quantity\":4.99"),
                identify("i-3", "u-1", 5, "\"plan\":\"pro\""),
                // received before what is stored of the user: it fills what is missing
                identify("i-4", "u-2", 5, "\"plan\":\"free\",\"email\":\"b@example.com\""),
                identify("i-5", "u-3", 5, "\"plan\":\"free\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void mergedIntoItLeavesOneRowOfEachEventThatComesAgain(String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "merge", method);

        assertThat(warehouse.lines(ORDERS))
                .containsExactly("o-1|6|∅|OLD|5", "o-2|8|2|∅|2", "o-3|1.5|∅|∅|5", "∅|9|3|∅|1");
        assertThat(warehouse.lines("select id, count(*) from web.tracks group by id order by id"))
                .containsExactly("o-1|1", "o-2|1", "o-3|1", "∅|1");
        assertUsersAndDiscards(warehouse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void appendedToItHasAllRowsAndUsersAreMergedAllTheSame(String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "append", method);

        assertThat(warehouse.lines(ORDERS))
                .containsExactly(
                        "o-1|5|1|OLD|1",
                        "o-1|5|1|OLD|1",
                        "o-1|6|∅|∅|5",
                        "o-2|7|2|∅|1",
                        "o-2|7|∅|∅|1",
                        "o-2|8|2|∅|2",
                        "o-3|1.5|∅|∅|5",
                        "∅|9|3|∅|1");
        assertThat(warehouse.lines("select id, count(*) from web.tracks group by id order by id"))
                .containsExactly("o-1|3", "o-2|2", "o-3|1", "∅|1");
        assertUsersAndDiscards(warehouse);
    }

    @Test
    void theModeMayBeSwitchedAndSwitchedBack(TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "append", "copy");
        bucket.putLines("2.json", order("o-3", 6, "\"total\":2"), order("o-4", 6, "\"total\":4"));
        sync(warehouse, bucket, "merge", "copy");
        assertThat(warehouse.lines(ORDERS))
                .as("only what comes again is merged")
                .containsExactly(
                        "o-1|5|1|OLD|1",
                        "o-1|5|1|OLD|1",
                        "o-1|6|∅|∅|5",
                        "o-2|7|2|∅|1",
                        "o-2|7|∅|∅|1",
                        "o-2|8|2|∅|2",
                        "o-3|2|∅|∅|6",
                        "o-4|4|∅|∅|6",
                        "∅|9|3|∅|1");
        bucket.putLines("3.json", order("o-4", 7, "\"total\":5"));
        sync(warehouse, bucket, "append", "copy");
        assertThat(warehouse.lines("select id, total from web.order_paid where id > 'o-3' order by total"))
                .containsExactly("o-4|4", "o-4|5");
        bucket.putLines(
                "4.json",
                order("o-1", 8, "\"total\":1"),
                order("o-2", 8, "\"total\":2"),
                order("o-4", 8, "\"total\":4"));
        sync(warehouse, bucket, "merge", "copy");

        assertThat(warehouse.lines(ORDERS))
                .containsExactly("o-1|1|∅|∅|8", "o-2|2|∅|∅|8", "o-3|2|∅|∅|6", "o-4|4|∅|∅|8", "∅|9|3|∅|1");
    }

    @Test
    void tablesGetAnIndexToMergeByAndStayUsableMeanwhile(TestWarehouse warehouse, TestBucket bucket) {
        try (var console = Console.open()) {
            sync(warehouse, bucket, "append", "copy");
            assertThat(warehouse.lines(INDEXES))
                    .as("users are merged in any mode")
                    .containsExactly("CREATE INDEX users_id_cameleer ON web.users USING btree (id)|t");
            bucket.putLines("2.json", order("o-5", 6, "\"total\":2"), identify("i-6", "u-1", 6, "\"plan\":\"free\""));
            sync(warehouse, bucket, "merge", "copy");

            assertThat(console.text())
                    .contains("web.order_paid gets an index on id, to merge by; loading goes on meanwhile");
        }
        assertThat(warehouse.lines(INDEXES))
                .containsExactly(
                        "CREATE INDEX identifies_id_cameleer ON web.identifies USING btree (id)|t",
                        "CREATE INDEX identifies_user_id_cameleer ON web.identifies USING btree (user_id)|t",
                        "CREATE INDEX order_paid_id_cameleer ON web.order_paid USING btree (id)|t",
                        "CREATE INDEX rudder_discards_row_id_cameleer ON web.rudder_discards USING btree (row_id)|t",
                        "CREATE INDEX tracks_id_cameleer ON web.tracks USING btree (id)|t",
                        "CREATE INDEX users_id_cameleer ON web.users USING btree (id)|t");
    }

    private static final String INDEXES =
            """
            select pg_get_indexdef(indexrelid), indisvalid
            from pg_index join pg_class c on c.oid = indrelid
            where relnamespace = 'web'::regnamespace order by 1""";

    private static void assertUsersAndDiscards(TestWarehouse warehouse) {
        assertThat(warehouse.lines(USERS)).containsExactly("u-1|pro|∅|5", "u-2|pro|b@example.com|20", "u-3|free|∅|5");
        assertThat(warehouse.lines(DISCARDS))
                .containsExactly(
                        "o-2|order_paid|quantity|two|incompatible schema conversion from int to string",
                        "o-3|order_paid|quantity|4.99|a value of type float does not fit a column of type bigint");
        assertThat(warehouse.lines(
                        "select table_name, column_name, data_type from information_schema.columns where table_schema = 'web'"
                                + " and (column_name in ('total', 'quantity', 'coupon', 'plan', 'email') or table_name = 'rudder_discards')"
                                + " order by table_name, ordinal_position"))
                .containsExactly(
                        "identifies|email|text",
                        "identifies|plan|text",
                        "order_paid|coupon|text",
                        "order_paid|quantity|bigint",
                        "order_paid|total|numeric",
                        "rudder_discards|column_name|text",
                        "rudder_discards|column_value|text",
                        "rudder_discards|reason|text",
                        "rudder_discards|received_at|timestamp with time zone",
                        "rudder_discards|row_id|text",
                        "rudder_discards|table_name|text",
                        "rudder_discards|uuid_ts|timestamp with time zone",
                        "users|email|text",
                        "users|plan|text");
    }

    private static void sync(TestWarehouse warehouse, TestBucket bucket, String mode, String method) {
        var report = TestCameleer.sync(
                warehouse, bucket, "warehouse.namespace=web", "load.mode=" + mode, "load.method=" + method);
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }

    private static String order(String id, int day, String properties) {
        return """
                {"type":"track","event":"Order Paid","messageId":"%s","receivedAt":"2024-03-%02dT00:00:00.000Z","properties":{%s}}"""
                .formatted(id, day, properties);
    }

    private static String identify(String id, String user, int day, String traits) {
        return """
                {"type":"identify","messageId":"%s","userId":"%s","receivedAt":"2024-03-%02dT00:00:00.000Z","traits":{%s}}"""
                .formatted(id, user, day, traits);
    }
}
