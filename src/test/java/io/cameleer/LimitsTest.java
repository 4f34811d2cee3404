package io.cameleer;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Little that comes in makes little of what is kept, and one bad thing stops nothing else. */
@ExtendWith(TestServers.class)
class LimitsTest {
    private static final String FILE = "select state, lines, events, rejects from cameleer.files order by key";

    /** Two kilobytes of gzip. */
    @Test
    void aMillionRejectedLinesAreSomeHundredsInTheLedger(TestWarehouse warehouse, TestBucket bucket) {
        var lines = new ArrayList<>(Collections.nCopies(1_000_000, "x"));
        lines.add(Purchases.line(1));
        bucket.putGzipLines("1.json.gz", lines);

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.lines(FILE)).containsExactly("incomplete|1000001|1|1000000");
        assertThat(warehouse.lines("select count(*), max(line) from cameleer.rejects"))
                .containsExactly("300|300");
        assertThat(warehouse.lines("select reason, rejects, first_line, example from cameleer.rejects_by_reason"))
                .singleElement()
                .asString()
                .endsWith("|1000000|1|x");
        assertThat(warehouse.number("select pg_total_relation_size('cameleer.rejects')"))
                .isLessThan(1 << 20);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 1));
    }

    /** Each with a reason of its own, and long: a few megabytes of them are kept, and all are counted. */
    @Test
    void longRejectedLinesOfManyReasonsTakeAFewMegabytes(TestWarehouse warehouse, TestBucket bucket) {
        var lines = IntStream.range(0, 2_000)
                .mapToObj(n -> "{\"type\":\"t" + n + "\",\"x\":\"" + "y".repeat(100_000) + "\"}")
                .toList();
        bucket.putGzipLines("1.json.gz", lines);

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).as("fewer than read.max-rejects").isTrue();
        assertThat(warehouse.lines(FILE)).containsExactly("complete|2000|0|2000");
        assertThat(warehouse.number("select sum(octet_length(raw)) from cameleer.rejects"))
                .isBetween(7L << 20, 8L << 20);
        assertThat(warehouse.number("select sum(rejects) from cameleer.rejects_by_reason"))
                .isEqualTo(2_000);
        assertThat(warehouse.number("select count(*) from cameleer.rejects_not_kept"))
                .isLessThanOrEqualTo(1_001);
    }

    @Test
    void aBurstOfEventNamesMakesAsManyTablesAsAreAllowedInASync(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", tracks("a", 0, 20));

        var report = TestCameleer.sync(warehouse, bucket, "schema.max-tables=5", "load.threads=1");

        assertThat(report.allLoaded()).as(report.table()).isTrue();
        // the events' own, and tracks, which all share
        assertThat(tables(warehouse)).hasSize(6);
        assertThat(warehouse.lines(
                        "select count(*), count(distinct table_name), min(message) from cameleer.rejected_rows"))
                .singleElement()
                .asString()
                .startsWith("15|15|one sync has brought more than schema.max-tables = 5 new event names");

        bucket.putLines("2.json", tracks("b", 0, 4));
        TestCameleer.sync(warehouse, bucket, "schema.max-tables=5", "load.threads=1");

        assertThat(tables(warehouse)).as("the next sync may make as many again").hasSize(10);
    }

    /** Each beside good files, which are loaded; what the ledger cannot hold is left out, and said. */
    @Test
    void keysThatAreOddStopNoOtherFile(TestWarehouse warehouse, TestBucket bucket) {
        var odd = List.of(
                "b\u001b[2J.json",
                "c\u0001\u0008.json",
                "d\r\n.json",
                "e%1b+ &<>\"'.json",
                "f\u00e9\ud83d\ude00\u202e.json");
        bucket.putLines("a.json", Purchases.line(1));
        for (int i = 0; i < odd.size(); i++) {
            bucket.putLines(odd.get(i), Purchases.line(i + 2));
        }
        bucket.putLines("z.json", Purchases.line(odd.size() + 2));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).as(report.headline()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, odd.size() + 2));
        assertThat(warehouse.lines("select key from cameleer.files")).containsAll(odd);

        var latin1 = warehouse.database() + "_latin1";
        warehouse.execute(
                "create database %s encoding LATIN1 template template0 lc_collate 'C' lc_ctype 'C'".formatted(latin1));
        var there =
                new TestWarehouse(warehouse.host(), warehouse.port(), latin1, warehouse.user(), warehouse.password());

        var second = TestCameleer.sync(there, bucket);

        assertThat(second.allLoaded()).as(second.headline()).isTrue();
        assertThat(there.lines("select id from events.bought"))
                .hasSize(odd.size() + 1)
                .doesNotContain("e-6");
        assertThat(there.number("select count(*) from cameleer.files")).isEqualTo(odd.size() + 1);
    }

    @Test
    void whatTheLedgerSaysOfLongAgoIsRemovedButNotWhatIsLoaded(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                "create schema events; create table events.bought (id text, number int, check (number <> 2))");
        bucket.putLines(
                "1.json",
                Purchases.line(1),
                Purchases.line(2),
                "x",
                Purchases.line(3).replace("3}", "\"?\"}"));
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute(
                """
                update cameleer.syncs set started_at = started_at - interval '399 days', ended_at = ended_at - interval '399 days';
                update cameleer.rejects set rejected_at = rejected_at - interval '399 days';
                update cameleer.files set completed_at = completed_at - interval '399 days'""");
        var kept = "select (select count(*) from cameleer.syncs), (select count(*) from cameleer.sync_tables),"
                + " (select count(*) from cameleer.rejects), (select count(*) from cameleer.discards),"
                + " (select count(*) from cameleer.rejected_rows), (select count(*) from cameleer.files where state = 'complete')";
        TestCameleer.sync(warehouse, bucket);
        assertThat(warehouse.lines(kept)).containsExactly("2|3|1|1|1|1");

        TestCameleer.sync(warehouse, bucket, "ledger.retention=398");

        assertThat(warehouse.lines(kept))
                .as("the row that is nowhere else stays")
                .containsExactly("2|0|0|0|1|1");
        assertThat(warehouse.lines("select id from events.bought order by id")).containsExactly("e-1", "e-3");
    }

    private static List<String> tables(TestWarehouse warehouse) {
        return warehouse.lines(
                "select tablename from pg_tables where schemaname = 'events' and tablename <> 'rudder_discards'");
    }

    private static String tracks(String prefix, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n ->
                        "{\"type\":\"track\",\"event\":\"%s %s\",\"messageId\":\"%1$s-%d\",\"receivedAt\":\"2024-03-05T00:00:00.000Z\"}"
                                .formatted(prefix, Letters.of(n), n))
                .collect(joining("\n"));
    }
}
