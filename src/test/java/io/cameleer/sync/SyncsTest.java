package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.LedgerSettings;
import io.cameleer.ledger.Worker;
import io.cameleer.observe.Metrics;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Warehouse;
import io.cameleer.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** When a program begins a sync: after its own last one, and after that of an earlier program. */
@ExtendWith(TestServers.class)
class SyncsTest {
    private static final String HOURLY = "sync.frequency=60";

    @Test
    void theVeryFirstSyncIsDueAtOnce(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        assertThat(begins(TestCameleer.settings(warehouse, bucket, HOURLY))).isTrue();
    }

    @Test
    void aRestartDoublesNoSync(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        TestCameleer.sync(warehouse, bucket, HOURLY);

        assertThat(begins(TestCameleer.settings(warehouse, bucket, HOURLY))).isFalse();
    }

    @Test
    void aRestartSkipsNoSync(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        TestCameleer.sync(warehouse, bucket, HOURLY);
        warehouse.execute("update cameleer.syncs set started_at = now() - interval '61 minutes'");

        assertThat(begins(TestCameleer.settings(warehouse, bucket, HOURLY))).isTrue();
    }

    @Test
    void aStartMayAskForASyncWheneverTheLastOneWas(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        TestCameleer.sync(warehouse, bucket, HOURLY);

        assertThat(begins(TestCameleer.settings(warehouse, bucket, HOURLY, "sync.at-start=true")))
                .isTrue();
    }

    @Test
    void theSyncsOfOtherFilesAreNoneOfItsOwn(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        TestCameleer.sync(warehouse, bucket, HOURLY);

        assertThat(begins(TestCameleer.settings(warehouse, bucket, HOURLY, "storage.prefix=other/")))
                .isTrue();
        assertThat(begins(TestCameleer.settings(warehouse, TestServers.newBucket(), HOURLY)))
                .isTrue();
    }

    @Test
    void aRestartGoesOnWithWhatWasLeft(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        TestCameleer.sync(warehouse, bucket, HOURLY);
        var settings = TestCameleer.settings(warehouse, bucket, HOURLY);

        warehouse.execute("update cameleer.syncs set error = 'PostgreSQL was not there'");
        assertThat(begins(settings)).isTrue();
        warehouse.execute("update cameleer.syncs set error = null, ended_at = null");
        assertThat(begins(settings)).isTrue();
        warehouse.execute("update cameleer.syncs set ended_at = now()");
        assertThat(begins(settings)).isFalse();
        left(warehouse, bucket, "-1 second");
        assertThat(begins(settings)).isTrue();
    }

    @Test
    void noSyncIsDueBeforeItsTime(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        assertThat(isDueAgain(warehouse, bucket, sync -> {})).isFalse();
    }

    @Test
    void whatIsLeftDoesNotWaitForTheSchedule(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        assertThat(isDueAgain(warehouse, bucket, sync -> left(warehouse, bucket, "-1 second")))
                .isTrue();
        warehouse.execute("update cameleer.files set next_attempt_at = now() + interval '1 minute'");
        assertThat(isDueAgain(warehouse, bucket, sync -> {})).isFalse();
    }

    @Test
    void aSyncThatCouldNotGoOnIsFollowedByOneAfterAPause(TestWarehouse warehouse, TestBucket bucket)
            throws SQLException {
        assertThat(isDueAgain(warehouse, bucket, sync -> sync.stop("PostgreSQL is not there")))
                .isFalse();
        assertThat(isDueAgain(warehouse, bucket, sync -> sync.stop("PostgreSQL is not there"), "sync.retry-seconds=0"))
                .isTrue();
    }

    @Test
    void aSyncThatCouldNotGoOnKeepsNothingFromOthers(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        isDueAgain(warehouse, bucket, sync -> {
            left(warehouse, bucket, "1 hour");
            warehouse.execute(
                    """
                    update cameleer.files set claimed_by = (select id from cameleer.workers);
                    insert into cameleer.discoveries (bucket, worker_id) select '%s', id from cameleer.workers"""
                            .formatted(bucket.name()));
            sync.stop("the storage is not there");
        });

        assertThat(warehouse.number("select count(*) from cameleer.workers")).isEqualTo(1);
        assertThat(warehouse.lines("select claimed_by from cameleer.files")).containsExactly("∅");
        assertThat(warehouse.lines("select worker_id from cameleer.discoveries"))
                .containsExactly("∅");
    }

    @Test
    void aSyncWhoseProcessIsGoneHasFailed(TestWarehouse warehouse, TestBucket bucket) {
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute("update cameleer.syncs set state = 'running', ended_at = null, process = -1");

        TestCameleer.sync(warehouse, bucket);

        assertThat(warehouse.lines("select id, state, ended_at is null, error from cameleer.syncs order by id"))
                .containsExactly("1|failed|t|its process was gone before its end", "2|done|f|∅");
    }

    /** A file that no process has. */
    private static void left(TestWarehouse warehouse, TestBucket bucket, String due) {
        warehouse.execute(
                """
                insert into cameleer.files (bucket, key, etag, size, last_modified, next_attempt_at)
                values ('%s', 'left.json', '', 1, now(), now() + interval '%s')"""
                        .formatted(bucket.name(), due));
    }

    private static boolean begins(Settings settings) throws SQLException {
        return with(settings, Syncs::isDue);
    }

    /** Whether another sync is due when one has ended in which this happened. */
    private static boolean isDueAgain(
            TestWarehouse warehouse, TestBucket bucket, Consumer<Syncs> meanwhile, String... more) throws SQLException {
        var settings = TestCameleer.settings(warehouse, bucket, more)
                .with(Map.of("sync.frequency", "60", "sync.at-start", "true"), "test");
        return with(settings, syncs -> {
            assertThat(syncs.isDue()).isTrue();
            syncs.begin();
            syncs.signOn();
            meanwhile.accept(syncs);
            syncs.writeDown();
            syncs.end();
            return syncs.isDue();
        });
    }

    private static boolean with(Settings settings, Predicate<Syncs> question) throws SQLException {
        try (var warehouse = new Warehouse(ConnectionSettings.of(settings))) {
            var worker = new Worker(warehouse, Duration.ofMinutes(1));
            var ledger = new Ledger(
                    warehouse, new DataSourceTransactionManager(warehouse), worker, LedgerSettings.of(settings));
            var metrics = new Metrics(new SimpleMeterRegistry());
            return question.test(
                    new Syncs(warehouse, ledger, worker, SyncOptions.of(settings), 1, metrics, report -> {}));
        }
    }
}
