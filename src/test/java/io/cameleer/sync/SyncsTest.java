package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.observe.Metrics;
import io.cameleer.settings.Settings;
import io.cameleer.warehouse.Warehouse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** When a program that starts begins a sync. */
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

    private static boolean begins(Settings settings) throws SQLException {
        try (var warehouse = new Warehouse(settings)) {
            var worker = new Worker(warehouse, Duration.ofMinutes(1));
            var ledger = new Ledger(warehouse, new DataSourceTransactionManager(warehouse), worker, settings);
            var atStart = settings.flag("sync.at-start");
            var syncs = new Syncs(
                    warehouse,
                    ledger,
                    worker,
                    Schedule.of(settings),
                    atStart,
                    new Metrics(new SimpleMeterRegistry()),
                    report -> {});
            return syncs.beginIfDue() != null;
        }
    }
}
