package io.cameleer.reject;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that PostgreSQL refuses, though each of their values fits: they are kept, the rest is loaded. */
@ExtendWith(TestServers.class)
class RejectedRowsTest {
    private static final String REJECTED =
            "select line, table_name, row ->> 'id', sqlstate, message from cameleer.rejected_rows order by table_name, line";

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aTriggerMayRefuseSomeRowsInTenThousand(String method, TestWarehouse warehouse, TestBucket bucket) {
        table(warehouse, "id text, n bigint");
        warehouse.execute(
                """
                create function events.refuse() returns trigger language plpgsql as $$ begin
                  if new.n % 10000 = 5000 then raise 'n is %', new.n; end if; return new; end $$;
                create trigger refuse before insert on events.order_done for each row execute function events.refuse()""");
        bucket.putGzipLines("a.json.gz", orders(1, 20_000));

        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines(REJECTED))
                .containsExactly(
                        "5000|events.order_done|m-5000|P0001|n is 5000",
                        "15000|events.order_done|m-15000|P0001|n is 15000");
        assertThat(warehouse.lines("select count(*), count(distinct id), sum(n) from events.order_done"))
                .containsExactly("19998|19998|" + (20_000L * 20_001 / 2 - 20_000));
        assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(20_000);
        assertThat(warehouse.lines("select state, rows_loaded, rows_rejected from cameleer.syncs"))
                .containsExactly("done|39998|2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aRowMayBreakAnyKindOfConstraint(String method, TestWarehouse warehouse, TestBucket bucket) {
        table(
                warehouse,
                """
                id text, color text check (color <> 'grey'), sku text unique, shop text not null,
                country text references events.countries deferrable initially deferred""");
        bucket.putLines(
                "a.json",
                order("m-1", "'shop':'s','color':'grey'"),
                order("m-2", "'shop':'s','sku':'x','color':'red'"),
                order("m-3", "'shop':'s','sku':'x'"),
                order("m-4", "'color':'red'"),
                order("m-5", "'shop':'s','country':'atlantis'"),
                order("m-6", "'shop':'s','country':'norway'"));

        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method, "schema.event-tables=order_done");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, color, sku, country from events.order_done order by id"))
                .containsExactly("m-2|red|x|∅", "m-6|∅|∅|norway");
        assertThat(warehouse.lines("select line, sqlstate, row ->> 'id' from cameleer.rejected_rows order by line"))
                .containsExactly("1|23514|m-1", "3|23505|m-3", "4|23502|m-4", "5|23503|m-5");
        assertThat(warehouse.value("select message || ': ' || detail from cameleer.rejected_rows where line = 5"))
                .isEqualTo(
                        "insert or update on table \"order_done\" violates foreign key constraint"
                                + " \"order_done_country_fkey\": Key (country)=(atlantis) is not present in table \"countries\".");
    }

    @Test
    void aRejectedRowIsKeptAsJsonWithEveryValueAsItCame(TestWarehouse warehouse, TestBucket bucket) {
        table(warehouse, "id text, check (id is null)");
        bucket.putLines(
                "a.json",
                order(
                        "m-1",
                        "'n':1e5,'text':'\\\\ \\\" \\u0001 \\ud83d\\ude00 é','flag':true,'list':[1,[2],'ü'],'at':'2024-02-03'"));

        TestCameleer.sync(warehouse, bucket);

        assertThat(warehouse.value("select row ->> 'n' || '|' || (row ->> 'text') || '|' || (row ->> 'flag') || '|'"
                        + " || (row ->> 'list') || '|' || (row ->> 'at') from cameleer.rejected_rows"))
                .isEqualTo("100000|\\ \" \u0001 😀 é|true|[1,[2],\"\\u00fc\"]|2024-02-03");
    }

    @Test
    void aTableThatRefusesMoreRowsThanRowsCanBeAtFaultIsHeldBack(TestWarehouse warehouse, TestBucket bucket) {
        table(warehouse, "id text, check (id is null)");
        bucket.putLines("a.json", orders(1, 6).toArray(String[]::new));

        var report = TestCameleer.sync(warehouse, bucket, "load.max-rejected=5", "sync.retry-seconds=0");

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(6);
        assertThat(warehouse.number("select count(*) from cameleer.rejected_rows"))
                .isZero();
        assertThat(warehouse.value("select error from cameleer.sync_tables where table_name = 'events.order_done'"))
                .contains("violates check constraint \"order_done_id_check\"");

        warehouse.execute("alter table events.order_done drop constraint order_done_id_check");
        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(warehouse.lines("select count(*), count(distinct id) from events.order_done"))
                .containsExactly("6|6");
        assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(6);
    }

    /** As many as cannot be looked for one after the other: the server finds them. */
    @ParameterizedTest
    @CsvSource({"copy, merge", "insert, merge", "copy, append"})
    void manyRefusedRowsAreFoundTogether(String method, String mode, TestWarehouse warehouse, TestBucket bucket) {
        table(warehouse, "id text, n bigint check (n % 20 <> 0), received_at timestamptz, uuid_ts timestamptz");
        warehouse.execute("create index on events.order_done (id); create table events.users (id text, n bigint check"
                + " (n % 20 <> 0), received_at timestamptz)");
        bucket.putLines("a.json", orders(1, 1_000).toArray(String[]::new));
        bucket.putLines(
                "b.json",
                IntStream.rangeClosed(1, 200)
                        .mapToObj(n -> ("{'type':'identify','messageId':'i-" + n + "','userId':'u-" + n
                                        + "','receivedAt':'2024-03-05T06:07:08.901Z','traits':{'n':" + n + "}}")
                                .replace('\'', '"'))
                        .toArray(String[]::new));
        // some are there already, and are replaced
        warehouse.execute("insert into events.order_done (id, n) select 'm-' || n, 1 from generate_series(500, 600) n");

        var report = TestCameleer.sync(
                warehouse, bucket, "load.method=" + method, "load.mode=" + mode, "load.skip-tracks-table=true");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select count(*), count(distinct id), count(distinct n) from events.order_done"
                        + " where n % 20 <> 0 and n > 1 or id = 'm-1'"))
                .containsExactly("950|950|950");
        assertThat(warehouse.lines("select table_name, count(*), min(line), max(line), count(distinct row ->> 'id'),"
                        + " min(sqlstate), min(message) from cameleer.rejected_rows group by table_name order by 1"))
                .containsExactly(
                        "events.order_done|50|20|1000|50|23514|new row for relation \"order_done\" violates check"
                                + " constraint \"order_done_n_check\"",
                        "events.users|10|20|200|10|23514|new row for relation \"users\" violates check constraint"
                                + " \"users_n_check\"");
        assertThat(warehouse.lines("select count(*), sum(n) from events.users")).containsExactly("190|19000");
        assertThat(warehouse.number("select count(*) from events.identifies")).isEqualTo(200);
        assertThat(
                        warehouse.value(
                                "select detail from cameleer.rejected_rows where line = 40 and table_name = 'events.order_done'"))
                .startsWith("Failing row contains (m-40, 40, ");
    }

    private static void table(TestWarehouse warehouse, String columns) {
        warehouse.execute("create schema events; create table events.countries (name text primary key);"
                + " insert into events.countries values ('norway'); create table events.order_done (" + columns + ")");
    }

    private static List<String> orders(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(n -> order("m-" + n, "'n':" + n))
                .toList();
    }

    private static String order(String id, String properties) {
        return ("{'type':'track','event':'Order Done','messageId':'" + id
                        + "','receivedAt':'2024-03-05T06:07:08.901Z','properties':{" + properties + "}}")
                .replace('\'', '"');
    }
}
