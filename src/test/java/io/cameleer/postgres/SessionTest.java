package io.cameleer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Tables;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a role or a database has for its settings changes nothing, and nobody else's objects are taken for PostgreSQL's. */
@ExtendWith(TestServers.class)
class SessionTest {
    private static final List<String> STRANGE = List.of(
            "array_nulls = off",
            "datestyle = 'SQL, DMY'",
            "intervalstyle = sql_standard",
            "bytea_output = escape",
            "timezone = 'Asia/Tokyo'",
            "client_encoding = LATIN1",
            "standard_conforming_strings = off",
            "backslash_quote = off",
            "transform_null_equals = on",
            "quote_all_identifiers = on",
            "xmloption = document",
            "row_security = off",
            "exit_on_error = on",
            "search_path = strange",
            "default_transaction_isolation = serializable",
            "default_transaction_read_only = on",
            "default_transaction_deferrable = on");

    private static final String TABLE =
            """
            create schema events;
            create table events.made (id text, received_at timestamptz, a text[], d date, i interval, b bytea,
              r tstzrange, l timestamp, x xml, n numeric, "odd \\ name" text, t text);
            create index on events.made (id)""";

    private static final String[] FIRST = {
        """
        {"type":"track","event":"made","messageId":"m-1","userId":"u","receivedAt":"2024-05-01T10:00:00.000Z","properties":\
        {"a":["x",null,"null"],"d":"2024-02-03","i":"1 day 02:03:04","b":"\\\\x6869","n":1.50,"t":"a\\\\b 'c' é",\
        "l":"2024-02-03T04:05:06.789Z","x":"<a/><b/>","r":"[\\"2024-02-03 00:00:00+00\\",\\"2024-02-04 00:00:00+00\\")","new":"x"}}""",
        """
        {"type":"track","event":"made","messageId":"m-2","receivedAt":"2024-05-01T10:00:00.000Z","properties":{"n":"none"}}""",
        "{\"type\":\"identify\",\"messageId\":\"i-1\",\"userId\":\"u\",\"receivedAt\":\"2024-05-01T10:00:00.000Z\",\"traits\":{\"plan\":\"a\"}}",
        "no event"
    };

    private static final String[] THEN = {
        "{\"type\":\"track\",\"event\":\"made\",\"messageId\":\"m-1\",\"receivedAt\":\"2024-05-02T10:00:00.000Z\",\"properties\":{\"a\":[null]}}",
        "{\"type\":\"identify\",\"messageId\":\"i-0\",\"userId\":\"u\",\"receivedAt\":\"2024-04-01T10:00:00.000Z\",\"traits\":{\"plan\":\"b\",\"age\":1}}"
    };

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void tablesAreTheSameWhateverTheRoleIsSetTo(String method, TestWarehouse strange, TestBucket bucket) {
        var plain = TestServers.newWarehouse();
        plain.execute(TABLE);
        strange.execute(TABLE);
        var role = "strange_" + strange.database();
        strange.execute("create role %s login; grant create on database %s to %1$s; alter schema events owner to %1$s;"
                        .formatted(role, strange.database())
                + " alter table events.made owner to " + role);
        STRANGE.forEach(setting -> strange.execute("alter role %s set %s".formatted(role, setting)));
        var loader = new TestWarehouse(strange.host(), strange.port(), strange.database(), role, "");

        bucket.putLines("1.json", FIRST);
        sync(plain, bucket, method);
        sync(loader, bucket, method);
        bucket.putLines("2.json", THEN);
        sync(plain, bucket, method);
        sync(loader, bucket, method);

        assertThat(Tables.of(strange, "events")).isEqualTo(Tables.of(plain, "events"));
        assertThat(plain.lines("select id, a, d, i, b, r, l, x, n from events.made order by id"))
                .as("and they are what was sent")
                .containsExactly("m-1|{NULL}|∅|∅|∅|∅|∅|∅|∅", "m-2|∅|∅|∅|∅|∅|∅|∅|∅");
        assertThat(plain.lines(
                        "select column_name, column_value from events.rudder_discards where table_name = 'made'"))
                .containsExactly("n|none");
    }

    /** As anybody may make them in public, up to PostgreSQL 14: a name that fits better goes before PostgreSQL's own. */
    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void functionsAndOperatorsThatOthersHavePutInTheirWayAreNotRun(
            String mode, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create table public.loot (what text);
                create function public.hashtextextended(unknown text, n integer) returns bigint language plpgsql as $$
                begin insert into public.loot values ('hashtextextended'); return pg_catalog.hashtextextended($1, $2::bigint); end $$;
                create function public.eqtv(text, varchar) returns boolean language plpgsql as $$
                begin insert into public.loot values ('='); return $1 operator(pg_catalog.=) $2::text; end $$;
                create operator public.= (leftarg = text, rightarg = varchar, procedure = public.eqtv);
                create function public.catv(text, varchar) returns text language plpgsql as $$
                begin insert into public.loot values ('||'); return $1 operator(pg_catalog.||) $2::text; end $$;
                create operator public.|| (leftarg = text, rightarg = varchar, procedure = public.catv);
                create function public.starts_with(text, varchar) returns boolean language plpgsql as $$
                begin insert into public.loot values ('starts_with'); return pg_catalog.starts_with($1, $2::text); end $$""");
        warehouse.value("select hashtextextended('x', 0)");
        assertThat(warehouse.lines("table public.loot")).as("the traps work").containsExactly("hashtextextended");
        warehouse.execute("delete from public.loot");

        bucket.putLines("1.json", FIRST);
        sync(warehouse, bucket, "copy", "load.mode=" + mode);
        bucket.putLines("2.json", THEN);
        sync(warehouse, bucket, "insert", "load.mode=" + mode);

        assertThat(warehouse.lines("table public.loot")).isEmpty();
    }

    @Test
    void aStatementOutsideATransactionIsPinnedLikeAnyOther(TestWarehouse warehouse) throws Exception {
        for (var setting : List.of("statement_timeout = '7s'", "lock_timeout = '7s'", "transaction_timeout = '7s'")) {
            warehouse.execute("alter database %s set %s".formatted(warehouse.database(), setting));
        }
        try (var pool = new Warehouse(ConnectionSettings.of(TestCameleer.settings(warehouse)));
                var connection = pool.getConnection();
                var statement = connection.createStatement();
                var prepared = connection.prepareStatement(
                        "select current_setting('timezone'), current_setting(?),"
                                + " current_setting('statement_timeout'), current_setting('lock_timeout'),"
                                + " current_setting('idle_in_transaction_session_timeout'), current_setting('transaction_timeout')")) {
            for (var autoCommit : List.of(true, false, true)) {
                connection.setAutoCommit(autoCommit);
                prepared.setString(1, "search_path");
                try (var row = prepared.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("UTC");
                    assertThat(row.getString(2)).isEqualTo("pg_catalog, pg_temp");
                    assertThat(List.of(row.getString(3), row.getString(4), row.getString(5), row.getString(6)))
                            .containsExactly("1h", "30s", "1min", "0");
                }
            }
            statement.execute("create table public.made (id text)");
            statement.execute("create index concurrently on public.made (id)");
            connection.setAutoCommit(false);
            connection.setSavepoint();
            try (var row = statement.executeQuery("show transaction_isolation")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("read committed");
            }
            connection.rollback();
        }
    }

    private static void sync(TestWarehouse warehouse, TestBucket bucket, String method, String... more) {
        var settings = new String[more.length + 1];
        System.arraycopy(more, 0, settings, 0, more.length);
        settings[more.length] = "load.method=" + method;
        var report = TestCameleer.sync(warehouse, bucket, settings);
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }
}
