package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files that fail are tried again: by themselves after longer and longer pauses, and on demand. */
@ExtendWith(TestServers.class)
class RetryTest {
    private static final String FILES = "select key, state, attempts from cameleer.files order by key";
    private static final String REASON =
            "events.bought: PostgreSQL: cannot copy to view \"bought\" (42809). Rename what has the name of the table,"
                    + " or choose another warehouse.namespace.";

    private TestWarehouse warehouse;
    private TestBucket bucket;
    private Settings settings;

    @BeforeEach
    void filesOfWhichOneTableCannotBeLoaded(TestWarehouse ownWarehouse, TestBucket ownBucket) {
        warehouse = ownWarehouse;
        bucket = ownBucket;
        warehouse.execute(
                "create schema events; create view events.bought as select text 'x' as id, now() as received_at, now() as uuid_ts");
        bucket.putLines("web/1.json", Purchases.line(1));
        bucket.putLines("web/2_.json", Purchases.line(2));
        bucket.putLines("web/2x.json", Purchases.line(3));
        bucket.putLines("app/1.json", Purchases.line(4));
        bucket.putLines("good.json", Purchases.line(5).replace("bought", "looked"));
        settings = TestCameleer.settings(warehouse, bucket, "sync.max-attempts=2", "sync.retry-seconds=0");
    }

    @Test
    void aFileIsGivenUpAfterSoManyAttempts() {
        try (var console = Console.open()) {
            TestCameleer.sync(settings);
            assertThat(warehouse.lines(FILES))
                    .containsExactly(
                            "app/1.json|pending|1",
                            "good.json|complete|0",
                            "web/1.json|pending|1",
                            "web/2_.json|pending|1",
                            "web/2x.json|pending|1");

            TestCameleer.sync(settings);
            assertThat(console.text())
                    .contains("app/1.json: not wholly loaded, will be tried again: " + REASON)
                    .contains("app/1.json: not wholly loaded, and given up: " + REASON
                            + " The command retry has it tried again.");
        }
        var third = TestCameleer.sync(settings);

        assertThat(third.tally().filesEnded()).isZero();
        assertThat(third.headline()).contains("done in part").contains("4 files still to be loaded");
        assertThat(warehouse.lines(FILES))
                .containsExactly(
                        "app/1.json|failed|2",
                        "good.json|complete|0",
                        "web/1.json|failed|2",
                        "web/2_.json|failed|2",
                        "web/2x.json|failed|2");
    }

    @Test
    void whatHasFailedIsShownWithTheReason() {
        assertThat(retry()).isEqualTo("There is no ledger in this database yet; the first sync makes it.\n");
        TestCameleer.sync(settings);
        warehouse.execute(
                "update cameleer.files set next_attempt_at = '2999-01-02 03:04:05Z' where key = 'app/1.json'");
        TestCameleer.sync(settings);

        assertThat(retry())
                .isEqualTo(
                        """
                        app/1.json
                          %1$s
                          failed 1 times, last in sync 1; tried again after 2999-01-02 03:04:05 UTC
                        web/1.json
                          %1$s
                          failed 2 times, last in sync 2; given up
                        web/2_.json
                          %1$s
                          failed 2 times, last in sync 2; given up
                        web/2x.json
                          %1$s
                          failed 2 times, last in sync 2; given up
                        To have them tried again at once: cameleer retry --all
                        1 complete, 3 failed, 1 pending.
                        """
                                .formatted(REASON));
    }

    @Test
    void onDemandTheyAreTriedAgain() {
        TestCameleer.sync(settings);
        TestCameleer.sync(settings);
        warehouse.execute("drop view events.bought");

        assertThat(retry("web/3*", "good.json")).isEqualTo("No such file has failed, or waits to be tried again.\n");
        assertThat(retry("web/2_*", "app/1.json")).isEqualTo("The next sync tries again: 2 files.\n");
        TestCameleer.sync(settings);

        assertThat(warehouse.lines(FILES))
                .containsExactly(
                        "app/1.json|complete|0",
                        "good.json|complete|0",
                        "web/1.json|failed|2",
                        "web/2_.json|complete|0",
                        "web/2x.json|failed|2");
        assertThat(warehouse.lines("select id from events.bought order by id")).containsExactly("e-2", "e-4");

        assertThat(retry("--sync=1")).isEqualTo("No such file has failed, or waits to be tried again.\n");
        assertThat(retry("--sync=2", "web/1.json")).isEqualTo("The next sync tries again: 1 files.\n");
        assertThat(retry("--all")).isEqualTo("The next sync tries again: 1 files.\n");
        assertThat(TestCameleer.sync(settings).allLoaded()).isTrue();

        assertThat(warehouse.lines("select id from events.bought order by id"))
                .containsExactly("e-1", "e-2", "e-3", "e-4");
        assertThat(warehouse.lines("select id from events.tracks order by id"))
                .containsExactly("e-1", "e-2", "e-3", "e-4", "e-5");
    }

    @Test
    void thePausesDoubleUpToAnHourEachALittleDifferent() {
        var slow = TestCameleer.settings(warehouse, bucket, "sync.retry-seconds=1000");
        for (int seconds : new int[] {1000, 2000, 3600, 3600}) {
            TestCameleer.sync(slow);
            assertThat(warehouse.number("select count(*) from cameleer.files where state = 'pending'"
                            + " and extract(epoch from next_attempt_at - now()) between %1$d * 0.8 and %1$d * 1.1"
                                    .formatted(seconds)))
                    .as("pauses of %d seconds", seconds)
                    .isEqualTo(4);
            warehouse.execute("update cameleer.files set next_attempt_at = now()");
        }
        TestCameleer.sync(slow);
        assertThat(warehouse.number(
                        "select count(distinct next_attempt_at) from cameleer.files where state = 'pending'"))
                .isEqualTo(4);
    }

    @Test
    void withoutAWayToPostgresqlItSaysSo() {
        assertThat(retry("--all", "--warehouse.port=1"))
                .startsWith("PostgreSQL: Connection to localhost:1 refused.")
                .endsWith("lets this machine in.\n");
    }

    /** What the command says. */
    private String retry(String... arguments) {
        var outcome = CommandLineTest.run("retry", warehouse, bucket, arguments);
        return outcome.out() + outcome.err();
    }
}
