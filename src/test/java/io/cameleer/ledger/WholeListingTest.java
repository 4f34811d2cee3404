package io.cameleer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Warehouse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** When a listing is a whole one. */
@ExtendWith(TestServers.class)
class WholeListingTest {
    private static final String DUE =
            "select round(extract(epoch from whole_due_at - now()) / 60) from cameleer.discoveries";

    private Warehouse connections;
    private Ledger ledger;
    private Discoveries discoveries;

    @BeforeEach
    void aProcess(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        var settings = TestCameleer.settings(warehouse, bucket);
        connections = new Warehouse(ConnectionSettings.of(settings));
        var worker = new Worker(connections, Duration.ofMinutes(1));
        ledger = new Ledger(
                connections, new DataSourceTransactionManager(connections), worker, LedgerSettings.of(settings));
        ledger.migrate();
        worker.join();
        discoveries = ledger.discoveries();
    }

    @AfterEach
    void close() throws SQLException {
        connections.close();
    }

    @Test
    void theFirstIs() {
        assertThat(discoveries.begin()).isTrue();

        assertThat(discoveries.recentSince()).isEmpty();
    }

    @Test
    void theNextIsDueWhenAHundredTimesAsLongHasPassed(TestWarehouse warehouse) {
        discoveries.begin();
        hasTaken("5 minutes", warehouse);
        discoveries.end();

        assertThat(warehouse.value(DUE)).isEqualTo("500");
        assertThat(discoveries.isWholeDue()).isFalse();
    }

    @Test
    void theNextIsDueADayAfterTheLastBeganAtTheLatest(TestWarehouse warehouse) {
        discoveries.begin();
        hasTaken("2 hours", warehouse);
        discoveries.end();

        assertThat(warehouse.value(DUE)).isEqualTo(Integer.toString(22 * 60));
    }

    @Test
    void inBetweenTheFoldersOfTodayAndYesterdayAreListedAndThatPutsOffNothing(TestWarehouse warehouse) {
        discoveries.begin();
        hasTaken("5 minutes", warehouse);
        discoveries.end();
        var due = discoveries.wholeDueAt();

        assertThat(discoveries.begin()).isTrue();
        assertThat(discoveries.recentSince())
                .isEqualTo(warehouse.value(
                        "select cast(begun_at at time zone 'UTC' as date) - 1 from cameleer.discoveries"));
        hasTaken("10 minutes", warehouse);
        discoveries.end();

        assertThat(discoveries.wholeDueAt()).isEqualTo(due).isEqualTo(due.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void theNextIsWhenItIsRequired(TestWarehouse warehouse) {
        discoveries.begin();
        hasTaken("5 minutes", warehouse);
        discoveries.end();

        discoveries.requireWhole();

        assertThat(discoveries.isWholeDue()).isTrue();
        assertThat(discoveries.begin()).isTrue();
        assertThat(discoveries.recentSince()).isEmpty();
    }

    @Test
    void oneThatIsUnderWayIsNotTheOneThatIsRequired(TestWarehouse warehouse) {
        discoveries.begin();
        hasTaken("5 minutes", warehouse);
        discoveries.requireWhole();
        discoveries.end();

        assertThat(discoveries.isWholeDue()).isTrue();
    }

    @Test
    void oneThatIsGivenUpIsNone(TestWarehouse warehouse) {
        discoveries.begin();
        hasTaken("5 minutes", warehouse);

        ledger.releaseAll();

        assertThat(discoveries.isWholeDue()).isTrue();
    }

    /** The listing under way began so long ago; what was due then still is. */
    private static void hasTaken(String time, TestWarehouse warehouse) {
        warehouse.execute(
                """
                update cameleer.discoveries set begun_at = begun_at - interval '%1$s',
                  whole_due_at = case when whole_due_at <= begun_at then whole_due_at - interval '%1$s' else whole_due_at end"""
                        .formatted(time));
    }
}
