package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of every line and every row it is known what became of it: what gets lost on the way in silence is found out. */
@ExtendWith(TestServers.class)
class CountsTest {
    private static final String CUT = "throwException: {exceptionType: java.sql.SQLException, message: cut}";

    @ParameterizedTest
    @CsvSource({"copy, merge", "insert, merge", "copy, append", "insert, append"})
    void aRowThatATriggerKeepsOutWithoutAWordIsRejected(
            String method, String mode, TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1));
        TestCameleer.sync(warehouse, bucket);
        keepOut(warehouse, "bought", "new.id = 'e-3'");
        bucket.putLines("2.json", Purchases.lines(2, 5).toArray(String[]::new));

        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method, "load.mode=" + mode);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id from events.bought order by id"))
                .containsExactly("e-1", "e-2", "e-4", "e-5");
        assertThat(warehouse.lines("select line, row ->> 'id', sqlstate, message from cameleer.rejected_rows"))
                .containsExactly("2|e-3|02000|no error is reported, but the row is not in events.bought:"
                        + " a trigger or a rule of the table keeps it out");
        assertThat(warehouse.lines("select rows_mapped, rows_loaded, rows_rejected from cameleer.sync_tables"
                        + " where sync_id = 2 and table_name = 'events.bought'"))
                .containsExactly("4|3|1");
    }

    @Test
    void aUserWhomATriggerKeepsOutIsRejectedToo(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", identify("u-1"));
        TestCameleer.sync(warehouse, bucket);
        keepOut(warehouse, "users", "new.id = 'u-3'");
        bucket.putLines("2.json", identify("u-1"), identify("u-2"), identify("u-3"));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id from events.users order by id")).containsExactly("u-1", "u-2");
        assertThat(warehouse.lines("select table_name, row ->> 'id', sqlstate from cameleer.rejected_rows"))
                .containsExactly("events.users|u-3|02000");
    }

    @Test
    void discardsThatATriggerKeepsOutHoldBackTheirTable(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1));
        TestCameleer.sync(warehouse, bucket);
        keepOut(warehouse, "rudder_discards", "true");
        bucket.putLines("2.json", Purchases.line(2).replaceAll("\"number\":2", "\"number\":\"two\""));

        var report = TestCameleer.sync(warehouse, bucket, "sync.retry-seconds=0");

        assertThat(report.allLoaded()).isFalse();
        assertThat(report.tally().tables().get("events.bought").error())
                .contains("the row is not in events.rudder_discards");

        warehouse.execute("drop trigger keep_out on events.rudder_discards");
        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(warehouse.lines("select row_id, column_value from events.rudder_discards"))
                .containsExactly("e-2|two");
    }

    @Test
    void aRouteThatLetsRejectsFallFailsTheSync(TestWarehouse warehouse, TestBucket bucket, @TempDir Path folder)
            throws IOException {
        TestRoutes.copy(folder);
        var map = folder.resolve("load-file.camel.yaml");
        var normalize = "ref: normalization, method: normalize }\n";
        var text = Files.readString(map);
        assertThat(text).contains(normalize);
        // the rows of two tables come first
        var edited = text.replace(
                normalize,
                normalize
                        + "              - setProperty: { name: forgotten, simple: \"${body.slices.subList(2, 3).clear}\" }\n");
        Files.writeString(map, edited);
        bucket.putLines("1.json", Purchases.line(1), "no event");

        var report = TestCameleer.sync(warehouse, bucket, "routes.folder=" + folder);

        assertThat(report.allLoaded()).isFalse();
        assertThat(report.stopped())
                .isEqualTo("the counts do not add up: 2 lines, but 1 events, 0 rejects, 0 dropped and 0 excluded");
        assertThat(warehouse.lines("select state, error from cameleer.syncs"))
                .containsExactly(
                        "failed|the counts do not add up: 2 lines, but 1 events, 0 rejects, 0 dropped and 0 excluded");
        assertThat(warehouse.lines("select state, error from cameleer.files"))
                .containsExactly(
                        "pending|the counts do not add up: 2 lines, but 1 events, 0 rejects, 0 dropped and 0 excluded");
    }

    /** The connection is cut while the commit is under way, and again when the next attempt has begun. */
    @ParameterizedTest
    @CsvSource({"merge", "append"})
    void aBatchCountsOnceThoughTheAnswerToItsCommitIsLostAndTheNextAttemptBreaksOff(
            String mode, TestWarehouse warehouse, TestBucket bucket, @TempDir Path folder) throws IOException {
        TestRoutes.copy(folder);
        var routes = folder.resolve("load-batch.camel.yaml");
        var text = Files.readString(routes);
        var ask = "              - to: sql:classpath:sql/loaded.sql?outputType=SelectOne&outputHeader=CameleerLoaded\n";
        var load = "                    - to: direct:load-rows\n                    - to: direct:discards\n";
        var last = "                    - bean: { ref: tables, method: requireMarks }\n";
        assertThat(text).contains(ask, load, last);
        var edited = text.replace(
                        ask,
                        when(
                                "${header.CamelRedeliveryCounter} == 2",
                                ask.strip().substring(2),
                                14))
                .replace(load, when("${header.CamelRedeliveryCounter} == 1", CUT, 20) + load)
                .replace(last, last + when("${header.CamelRedelivered} == null", CUT, 14));
        Files.writeString(routes, edited);
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));

        var report = TestCameleer.sync(warehouse, bucket, "routes.folder=" + folder, "load.mode=" + mode);

        assertThat(report.allLoaded()).as(report.headline()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
        assertThat(warehouse.lines("select table_name, rows_mapped, rows_loaded from cameleer.sync_tables order by 1"))
                .containsExactly("events.bought|2|2", "events.tracks|2|2");
    }

    @Test
    void aLedgerThatSaysOtherwiseFailsTheFile(TestWarehouse warehouse, TestBucket bucket) {
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute(
                """
                create function miscount() returns trigger language plpgsql as $$ begin
                  new.rows_loaded = new.rows_loaded - 1; return new; end $$;
                create trigger miscount before insert on cameleer.progress for each row
                when (new.table_name = 'events.bought') execute function miscount()""");
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.lines("select state, error from cameleer.files"))
                .containsExactly("pending|the counts do not add up: events.bought: 2 rows of the file, 1 loaded");
    }

    /** What has moved the mark between two batches does not matter: rows that do not go on where it stands are not loaded. */
    @Test
    void aGapBetweenTwoBatchesIsRefused(TestWarehouse warehouse, TestBucket bucket) {
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute(
                """
                create function misplace() returns trigger language plpgsql as $$ begin
                  new.line = new.line - 1; return new; end $$;
                create trigger misplace before insert on cameleer.progress for each row
                when (new.table_name = 'events.bought') execute function misplace()""");
        bucket.putLines("1.json", Purchases.lines(1, 6).toArray(String[]::new));

        try (var console = Console.open()) {
            var report = TestCameleer.sync(warehouse, bucket, "load.batch-rows=2", "sync.retry-seconds=0");

            assertThat(report.allLoaded()).isFalse();
            assertThat(console.text()).doesNotContain("Trying again");
        }
        assertThat(warehouse.lines("select state, attempts, error from cameleer.files"))
                .containsExactly(
                        "pending|1|events.bought: the rows of 1.json go on behind line 2, but those before are loaded through"
                                + " line 1: none of the batch is loaded, and the file is read again from there.");
        assertThat(warehouse.lines("select id from events.bought order by id")).containsExactly("e-1", "e-2");

        warehouse.execute("drop trigger misplace on cameleer.progress;"
                + " update cameleer.progress set rows_loaded = 1 where table_name = 'events.bought'");

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 6));
    }

    /** A step of a route that is taken only then. */
    private static String when(String condition, String step, int indent) {
        return """
                - filter:
                    simple: "%s"
                    steps:
                      - %s
                """
                .formatted(condition, step)
                .indent(indent);
    }

    private static void keepOut(TestWarehouse warehouse, String table, String condition) {
        warehouse.execute(
                """
                create function keep_out() returns trigger language plpgsql as $$ begin return null; end $$;
                create trigger keep_out before insert on events.%s for each row when (%s) execute function keep_out()"""
                        .formatted(table, condition));
    }

    private static String identify(String user) {
        return "{\"type\":\"identify\",\"messageId\":\"m-%1$s\",\"userId\":\"%1$s\",\"receivedAt\":\"2024-03-05T06:07:08.901Z\"}"
                .formatted(user);
    }
}
