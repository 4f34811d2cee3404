package io.cameleer;

import static io.cameleer.FaultyConnection.Fate.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is waited for without end: neither a lock, nor a statement, nor an answer that does not come. */
@ExtendWith(TestServers.class)
class TimeoutTest {
    private static final String AT_ONCE = "sync.retry-seconds=0";

    @BeforeEach
    void twoEventsAreLoadedAndTwoMoreAreThere(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1), Purchases.line(2));
        TestCameleer.sync(warehouse, bucket);
        bucket.putLines("2.json", Purchases.line(3), Purchases.line(4));
    }

    @Test
    void aTableThatSomebodyLocksHoldsBackItsRows(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        try (var holder = holding(warehouse, "lock table events.bought in share mode")) {
            var report = TestCameleer.sync(warehouse, bucket, "warehouse.lock-timeout=1", "load.retries=0", AT_ONCE);

            assertThat(report.tally().tables().get("events.bought").error())
                    .isEqualTo(
                            "PostgreSQL: canceling statement due to lock timeout (55P03). Somebody holds a lock on it for"
                                    + " longer than warehouse.lock-timeout: look into pg_stat_activity and pg_locks.");
            assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(4);
            holder.rollback();
        }
        assertLoadedByTheNext(warehouse, bucket);
    }

    @Test
    void anIndexThatOthersKeepFromBeingMadeHoldsBackItsTable(TestWarehouse warehouse, TestBucket bucket)
            throws SQLException {
        warehouse.execute("drop index events.bought_id_cameleer");
        try (var holder = holding(warehouse, "insert into events.bought (id) values ('e-0')")) {
            var report =
                    TestCameleer.sync(warehouse, bucket, "warehouse.statement-timeout=1", "load.retries=0", AT_ONCE);

            assertThat(report.tally().tables().get("events.bought").error()).isEqualTo(tooLong());
            assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(4);
            holder.rollback();
        }
        assertLoadedByTheNext(warehouse, bucket);
        assertThat(warehouse.lines(
                        "select indisvalid from pg_index where indexrelid = 'events.bought_id_cameleer'::regclass"))
                .containsExactly("t");
    }

    @Test
    void aLedgerThatSomebodyLocksFailsTheSync(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        try (var holder = holding(warehouse, "lock table cameleer.files")) {
            var report = TestCameleer.sync(warehouse, bucket, "warehouse.statement-timeout=1", "load.retries=0");

            assertThat(report.stopped()).isEqualTo(tooLong());
            holder.rollback();
        }
        assertLoadedByTheNext(warehouse, bucket);
    }

    /** As when a firewall has forgotten the connection: no end of it is seen, on neither side. */
    @ParameterizedTest
    @CsvSource({"REQUEST, COMMIT", "ANSWER, COPY 2"})
    void aConnectionThatFallsSilentIsGivenUp(
            FaultyConnection.Direction way, String text, TestWarehouse warehouse, TestBucket bucket) {
        try (var connection = FaultyConnection.to(warehouse.host(), warehouse.port())
                .with(FaultyConnection.first(1, way, text, STALL))) {
            var report = TestCameleer.sync(
                    warehouse,
                    bucket,
                    "warehouse.port=" + connection.port(),
                    "warehouse.connect-timeout=1",
                    "warehouse.statement-timeout=1",
                    "warehouse.idle-in-transaction-timeout=1");

            assertThat(report.allLoaded()).isTrue();
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 4));
    }

    private static void assertLoadedByTheNext(TestWarehouse warehouse, TestBucket bucket) {
        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 4));
    }

    private static String tooLong() {
        return "PostgreSQL: canceling statement due to user request (57014). Raise warehouse.statement-timeout if it may take so long.";
    }

    /** Somebody else's transaction, which goes on until it is closed. */
    private static Connection holding(TestWarehouse warehouse, String sql) throws SQLException {
        var connection = warehouse.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute(sql);
        return connection;
    }
}
