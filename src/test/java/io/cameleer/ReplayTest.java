package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.CommandLineTest.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rejected rows and lines are listed, and the rows are loaded once what was at fault is mended. */
@ExtendWith(TestServers.class)
class ReplayTest {
    private static final String MEND = "alter table events.order_done drop constraint %s";

    @ParameterizedTest
    @CsvSource({"copy, append", "insert, merge"})
    void onceTheConstraintIsGoneTheRowsAreLoadedAsTheyWouldHaveBeen(
            String method, String mode, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.order_done (id text, constraint no check (id <> 'm-2'))");
        var properties =
                """
                'n':1e5,'big':12345678901234567890,'ratio':0.10,'text':'ü \\\\ \\" 😀','flag':true,'list':[1,'ü','a\\\\b'],
                'at':'2024-02-03','cart':{'items':[{'sku':'é','price':1.50}]},'word':'[1]'"""
                        .replace("\n", "");
        bucket.putLines("a.json", order("m-1", properties), order("m-2", properties), order("m-3", properties));
        var settings =
                new String[] {"load.method=" + method, "load.mode=" + mode, "load.json-columns=track.properties.cart"};
        TestCameleer.sync(warehouse, bucket, settings);
        assertThat(warehouse.lines("select id from events.order_done order by id"))
                .containsExactly("m-1", "m-3");

        warehouse.execute(MEND.formatted("no"));
        var replay = replay(warehouse, bucket, settings, "--all");
        var again = replay(warehouse, bucket, settings, "--all");

        assertThat(replay.out()).isEqualTo("events.order_done: 1 rows loaded: 1 new, 0 replaced, 0 there already\n");
        assertThat(replay.exitCode()).isZero();
        assertThat(again.out()).isEqualTo("There are no such rejected rows.\n");
        // but for their ids and the times of loading all rows are the same
        assertThat(warehouse.lines("select distinct to_jsonb(o) - 'id' - 'uuid_ts' from events.order_done o"))
                .hasSize(1);
        assertThat(warehouse.lines("select id from events.order_done order by id"))
                .containsExactly("m-1", "m-2", "m-3");
        assertThat(warehouse.number("select count(*) from events.order_done where uuid_ts is null"))
                .isZero();
    }

    @Test
    void aTableThatTheContractKeptOutIsMadeOnceItMayBe(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("a.json", order("m-1", "'n':1,'at':'2024-02-03T04:05:06.789Z','list':[1]"));
        TestCameleer.sync(warehouse, bucket, "schema.new-tables=reject");
        assertThat(warehouse.hasTable("events.order_done")).isFalse();

        replay(warehouse, bucket, new String[0], "--table=order_done");

        assertThat(warehouse.lines("select id, n, at, list, event_text, pg_typeof(n), pg_typeof(at), pg_typeof(list)"
                        + " from events.order_done"))
                .containsExactly(
                        "m-1|1|2024-02-03 04:05:06.789+00|[1]|Order Done|bigint|timestamp with time zone|text");
        assertThat(warehouse.hasTable("events.tracks")).isFalse();
    }

    @Test
    void whatIsRefusedAgainIsKeptAgainAndTheRestGoesIn(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.order_done (id text, n int, constraint few check (n < 2), constraint even check (n % 2 = 0))");
        bucket.putLines(
                "a.json",
                IntStream.range(0, 6).mapToObj(n -> order("m-" + n, "'n':" + n)).toArray(String[]::new));
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute(MEND.formatted("few"));

        var replay = replay(warehouse, bucket, new String[0], "--table=events.order_done");

        assertThat(replay.out())
                .isEqualTo(
                        """
                        events.order_done: 2 rows loaded: 2 new, 0 replaced, 0 there already
                          3 refused again: new row for relation "order_done" violates check constraint "even"
                        """);
        assertThat(replay.exitCode()).isEqualTo(1);
        assertThat(warehouse.lines("select n from events.order_done order by n"))
                .containsExactly("0", "2", "4");
        assertThat(warehouse.lines("select line, message like '%\"even\"%' from cameleer.rejected_rows"
                        + " where replayed_at is null order by line"))
                .containsExactly("2|t", "4|t", "6|t");

        warehouse.execute(MEND.formatted("even"));
        assertThat(replay(warehouse, bucket, new String[0], "--reason=\"even\"").exitCode())
                .isZero();
        assertThat(warehouse.number("select count(*) from events.order_done")).isEqualTo(6);
    }

    @Test
    void aReplayThatCannotCommitLeavesEverythingAsItWas(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.order_done (id text, constraint no check (id is null))");
        bucket.putLines("a.json", order("m-1", ""), order("m-2", ""));
        TestCameleer.sync(warehouse, bucket, "load.mode=append");
        warehouse.execute(MEND.formatted("no"));
        warehouse.execute(
                """
                create function fail() returns trigger language plpgsql as $$ begin raise 'no power' using errcode = '55000'; end $$;
                create constraint trigger fail after update on cameleer.rejected_rows deferrable initially deferred
                for each row execute function fail()""");

        var failed = replay(warehouse, bucket, new String[] {"load.mode=append"}, "--all");

        assertThat(failed.out())
                .isEqualTo(
                        """
                        events.order_done: 0 rows loaded: 0 new, 0 replaced, 0 there already
                          the others stay rejected: PostgreSQL: no power (55000).
                        """);
        assertThat(warehouse.number("select count(*) from events.order_done")).isZero();

        warehouse.execute("drop trigger fail on cameleer.rejected_rows");
        replay(warehouse, bucket, new String[] {"load.mode=append"}, "--all");
        assertThat(warehouse.lines("select id from events.order_done order by id"))
                .containsExactly("m-1", "m-2");
    }

    @Test
    void twoReplaysAtOnceLoadEachRowOnce(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.order_done (id text, constraint no check (id is null))");
        bucket.putLines(
                "a.json",
                IntStream.range(0, 1_500).mapToObj(n -> order("m-" + n, "")).toArray(String[]::new));
        TestCameleer.sync(warehouse, bucket, "load.mode=append");
        warehouse.execute(MEND.formatted("no"));

        var replays = new ArrayList<CompletableFuture<Outcome>>();
        for (var name : List.of("one", "other")) {
            var settings = new String[] {"load.mode=append", "camel.main.name=" + name};
            replays.add(CompletableFuture.supplyAsync(() -> replay(warehouse, bucket, settings, "--all")));
        }

        assertThat(replays).allMatch(replay -> replay.join().exitCode() == 0);
        assertThat(warehouse.lines("select count(*), count(distinct id) from events.order_done"))
                .containsExactly("1500|1500");
    }

    @Test
    void rejectsAreListedForPeopleAndForPrograms(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        warehouse.execute(
                "create schema events; create table events.order_done (id text, n int, constraint even check (n % 2 = 0))");
        bucket.putLines(
                "a.json",
                "no event",
                "nor this",
                order("m-1", "'n':1"),
                order("m-2", "'n':3"),
                order("m-3", "'n':'x'"));

        assertThat(run(warehouse, bucket, "rejects").err())
                .isEqualTo("There is no ledger in this database yet; the first sync makes it.\n");
        TestCameleer.sync(warehouse, bucket);
        var all = run(warehouse, bucket, "rejects");
        var ofTable = run(warehouse, bucket, "rejects", "--table=order_done", "--limit=1");
        var json = run(warehouse, bucket, "rejects", "--json", "--sync=1");

        assertThat(all.out().replaceAll("line 3: .*", "line 3: …"))
                .isEqualTo(
                        """
                        2 rejected lines
                                2  not JSON: only null can start like this, at byte 2
                                   sync 1, a.json, line 1: no event
                        2 rejected rows
                                2  events.order_done: new row for relation "order_done" violates check constraint "even" (23514)
                                   sync 1, a.json, line 3: …
                        1 discarded values
                                1  events.order_done.n: a value of type string does not fit a column of type integer
                                   sync 1, a.json: x
                        """);
        assertThat(ofTable.out()).startsWith("0 rejected lines\n2 rejected rows\n");
        var read = JsonMapper.builder().build().readTree(json.out());
        assertThat(read.at("/values/total").intValue()).isEqualTo(1);
        assertThat(read.at("/values/shown/0").toString())
                .isEqualTo(
                        "{\"sync\":1,\"file\":\"a.json\",\"table\":\"events.order_done\",\"column\":\"n\",\"reason\":\"a value of type"
                                + " string does not fit a column of type integer\",\"count\":1,\"firstLine\":0,\"example\":\"x\"}");
        assertThat(run(warehouse, bucket, "rejects", "--sync=7").out())
                .isEqualTo("0 rejected lines\n0 rejected rows\n0 discarded values\n");
    }

    @Test
    void whichRowsAreToBeReplayedMustBeSaid(TestWarehouse warehouse, TestBucket bucket) {
        for (var arguments : List.of(new String[0], new String[] {"--all", "--table=order_done"})) {
            var outcome = replay(warehouse, bucket, new String[0], arguments);

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err())
                    .startsWith("Say which rows: --all, or some of --sync, --file, --table and --reason");
        }
    }

    private static Outcome replay(TestWarehouse warehouse, TestBucket bucket, String[] settings, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        for (var setting : settings) {
            all.add("--" + setting);
        }
        return run(warehouse, bucket, "replay", all.toArray(String[]::new));
    }

    private static Outcome run(TestWarehouse warehouse, TestBucket bucket, String command, String... arguments) {
        return CommandLineTest.run(command, warehouse, bucket, arguments);
    }

    private static String order(String id, String properties) {
        return ("{'type':'track','event':'Order Done','messageId':'" + id
                        + "','receivedAt':'2024-03-05T06:07:08.901Z','properties':{" + properties + "}}")
                .replace('\'', '"');
    }
}
