package io.cameleer;

import static io.cameleer.FaultyConnection.Direction.ANSWER;
import static io.cameleer.FaultyConnection.Direction.REQUEST;
import static io.cameleer.FaultyConnection.Fate.CUT;
import static io.cameleer.FaultyConnection.Fate.PASS;
import static io.cameleer.FaultyConnection.Fate.PASS_AND_CUT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameleer.sync.Report;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection to PostgreSQL breaks in the middle of a sync, once, often, or for long: every row is there once, in this
 * sync or by the next. What else may happen to either side is in {@link CrashMatrixTest}.
 */
@ExtendWith(TestServers.class)
class LostConnectionTest {
    /** Every answer of a sync was lost in turn once; since then one of so many, for the time that it takes. */
    private static final int STEP = Integer.getInteger("lost-answers.step", 34);

    private FaultyConnection way;

    @BeforeEach
    void open(TestWarehouse warehouse) {
        way = FaultyConnection.to(warehouse.host(), warehouse.port());
    }

    @AfterEach
    void close() {
        way.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void theConnectionIsCutSeveralTimesWhileRowsAreSent(String method, TestWarehouse warehouse, TestBucket bucket) {
        bucket.putGzipLines("1.json.gz", Purchases.lines(1, 3000));
        bucket.putGzipLines("2.json.gz", Purchases.lines(3001, 6000));
        way.with(FaultyConnection.cutEvery(REQUEST, 150_000, 6));

        var report = TestCameleer.sync(warehouse, bucket, port(), "load.batch-rows=200", "load.method=" + method);

        assertThat(report.stopped()).isEmpty();
        assertThat(report.allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 6000));
    }

    @Test
    void anyAnswerMayBeLost(TestWarehouse warehouse, TestBucket bucket) {
        var settings = TestCameleer.settings(
                warehouse, bucket, port(), "load.batch-rows=2", "load.threads=1", "load.retry-delay=1");
        int syncs = 0;
        try (var application = new Application(settings, report -> {}).start()) {
            var answers = new AtomicInteger();
            for (int lost = 0; lost <= answers.get(); lost += STEP) {
                int first = 3 * syncs++;
                bucket.putLines(first + "-a.json", Purchases.line(first), Purchases.line(first + 1));
                bucket.putLines(first + "-b.json", Purchases.line(first + 2), "{broken");
                answers.set(0);
                way.with(FaultyConnection.nth(lost, 1, ANSWER, piece -> answers.incrementAndGet() > 0, CUT));

                var report = application.sync();

                assertThat(report.allLoaded())
                        .describedAs("answer %d lost: %s", lost, report.headline())
                        .isTrue();
            }
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(0, 3 * syncs - 1));
        assertThat(warehouse.lines("select distinct line, reason, raw from cameleer.rejects"))
                .containsExactly("2|not JSON: a field name is expected here, at byte 2|{broken");
        assertThat(warehouse.number("select count(*) from cameleer.rejects")).isEqualTo(syncs);
        assertThat(warehouse.number("select count(*) from cameleer.progress")).isZero();
    }

    /** The server is still at the commit when the batch is tried again. */
    @Test
    void aCommitThatIsStillUnderWayWhenItsConnectionBreaksCounts(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute(
                """
                create sequence commits;
                create function slow_commit() returns trigger language plpgsql as $$
                begin
                  if nextval('public.commits') = 1 then perform pg_sleep(2); end if;
                  return null;
                end $$;
                create constraint trigger slow_commit after insert or update on cameleer.progress
                  deferrable initially deferred for each row execute function slow_commit()""");
        bucket.putLines("2.json", Purchases.line(3), Purchases.line(4), Purchases.line(5));
        way.with(FaultyConnection.last(REQUEST, PASS_AND_CUT, "insert into cameleer.progress", "COMMIT"));

        var report = TestCameleer.sync(warehouse, bucket, port(), "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.number("select last_value from commits")).isGreaterThanOrEqualTo(2);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 5));
    }

    /** Though the answer to the commit be lost that made them. */
    @ParameterizedTest
    @ValueSource(strings = {"copy ", "COMMIT"})
    void columnsThatAnEarlierAttemptHasMadeAreCounted(String lost, TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1));
        var requests = new LinkedBlockingQueue<>(List.of("create table if not exists \"events\"", lost));
        way.with(FaultyConnection.nth(1, 1, REQUEST, piece -> isNext(requests, piece), PASS_AND_CUT));

        var report = TestCameleer.sync(warehouse, bucket, port(), "load.skip-tracks-table=true", "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(requests).isEmpty();
        assertThat(warehouse.lines("select columns_added from cameleer.sync_tables"))
                .isEqualTo(
                        warehouse.lines("select count(*) from information_schema.columns where table_name = 'bought'"));
    }

    private static boolean isNext(Queue<String> texts, byte[] piece) {
        boolean isNext = texts.peek() != null && new String(piece, ISO_8859_1).contains(texts.peek());
        if (isNext) {
            texts.remove();
        }
        return isNext;
    }

    @Test
    void aServerThatIsGoneForTooLongFailsTheSyncAndTheNextOneCompletesIt(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putGzipLines("1.json.gz", Purchases.lines(1, 2000));
        var settings = TestCameleer.settings(
                warehouse, bucket, port(), "load.batch-rows=300", "load.retries=2", "sync.retry-seconds=0");
        try (var application = new Application(settings, report -> {}).start()) {
            var sent = new AtomicInteger();
            way.with((direction, piece) -> {
                if (direction == REQUEST && sent.addAndGet(piece.length) > 350_000) {
                    return CUT;
                }
                return PASS;
            });

            var failed = application.sync();
            way.repair();
            var completed = application.sync();

            assertThat(failed.allLoaded()).isFalse();
            assertThat(failed.stopped()).startsWith("PostgreSQL: ").endsWith("and lets this machine in.");
            assertThat(failed.rows()).isBetween(1L, 3999L);
            assertThat(completed.allLoaded()).isTrue();
            assertThat(failed.rows() + completed.rows()).isEqualTo(4000);
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2000));
    }

    @Test
    void aSyncThatFailsDoesNotKeepTheNextFromRunning(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));
        var reports = new LinkedBlockingQueue<Report>();
        var settings = TestCameleer.settings(
                warehouse,
                bucket,
                port(),
                "sync.scheduled=true",
                "sync.cron=* * * * * ?",
                "sync.tick=* * * * * ?",
                "load.retries=0");
        way.off();
        var application = new Application(settings, reports::add).start();
        try {
            await().until(() -> reports.size() >= 2);
            assertThat(reports.poll().stopped()).startsWith("PostgreSQL: ");
            assertThat(reports.poll().stopped()).startsWith("PostgreSQL: ");
            way.on();
            await().until(() -> reports.stream().anyMatch(Report::allLoaded));
        } finally {
            application.close();
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    private String port() {
        return "warehouse.port=" + way.port();
    }
}
