package io.cameleer;

import static io.cameleer.FaultyConnection.Fate.STALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cameleer.sync.Report;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    void whileATableIsLockedOthersAreLoadedAndItsRowsWhenItIsFree(TestWarehouse warehouse, TestBucket bucket)
            throws SQLException {
        for (int file = 3; file < 9; file++) {
            bucket.putLines(file + ".json", Purchases.line(2 * file - 1), Purchases.line(2 * file));
        }
        CompletableFuture<Report> sync;
        try (var holder = holding(warehouse, "lock table events.bought")) {
            sync = CompletableFuture.supplyAsync(() -> TestCameleer.sync(
                    warehouse, bucket, "load.batch-rows=2", "load.retries=1000", "load.retry-delay=100"));
            await().until(() -> warehouse.number("select count(*) from events.tracks") == 16);
            holder.rollback();
        }

        assertThat(sync.join().allLoaded()).as(sync.join().table()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 16));
    }

    @Test
    void aTableThatStaysLockedCostsItsFilesNoAttempt(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        try (var holder = holding(warehouse, "lock table events.bought")) {
            var report = TestCameleer.sync(
                    warehouse, bucket, "load.batch-rows=1", "load.memory=8KB", "load.retries=0", AT_ONCE);

            assertThat(report.allLoaded()).isFalse();
            assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(4);
            assertThat(warehouse.lines("select key, state, attempts from cameleer.files order by key"))
                    .containsExactly("1.json|complete|0", "2.json|pending|0");
            holder.rollback();
        }
        assertLoadedByTheNext(warehouse, bucket);
    }

    @Test
    void anIndexThatOthersKeepFromBeingBuiltHoldsUpNothing(TestWarehouse warehouse, TestBucket bucket)
            throws SQLException {
        warehouse.execute("drop index events.bought_id_cameleer");
        bucket.putLines("3.json", Purchases.line(1));
        try (var holder = holding(warehouse, "insert into events.tracks (id) values ('e-0')")) {
            assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
            assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 4));
            // a new column does not wait for it either
            bucket.putLines("4.json", Purchases.line(5).replace("\"number\":5", "\"number\":5,\"more\":1"));
            assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
            holder.rollback();
        }
        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        bucket.putLines("5.json", Purchases.line(6));
        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        await().until(() -> warehouse.lines(INDEXES).equals(List.of("bought_id_cameleer|t")));
        assertThat(warehouse.number("select count(*) from events.bought")).isEqualTo(6);
    }

    @Test
    void aRolesOwnStatementTimeoutEndsNoIndexAndWhatABrokenAttemptHasLeftIsReplaced(
            TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        warehouse.execute("drop index events.bought_id_cameleer");
        // as an attempt leaves it that is cut short
        try (var holder = holding(warehouse, "insert into events.bought (id) values ('e-0')");
                var other = warehouse.connect();
                var statement = other.createStatement()) {
            statement.execute("set statement_timeout = 100");
            assertThatThrownBy(() ->
                            statement.execute("create index concurrently bought_id_cameleer on events.bought (id)"))
                    .hasMessageContaining("statement timeout");
            holder.rollback();
        }
        assertThat(warehouse.lines(INDEXES)).containsExactly("bought_id_cameleer|f");
        warehouse.execute(
                "insert into events.bought (id) select 'x-' || n from generate_series(1, 200000) n; alter database "
                        + warehouse.database() + " set statement_timeout = '100ms'");

        // the limit is for what is not of a transaction of ours alone
        TestCameleer.sync(warehouse, bucket, "load.retries=50");
        warehouse.execute("alter database " + warehouse.database() + " reset statement_timeout");

        await().until(() -> warehouse.lines(INDEXES).equals(List.of("bought_id_cameleer|t")));
    }

    private static final String INDEXES =
            """
            select relname, indisvalid from pg_index join pg_class c on c.oid = indexrelid
            where indrelid = 'events.bought'::regclass""";

    @Test
    void aLedgerThatSomebodyLocksFailsTheSync(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        try (var holder = holding(warehouse, "lock table cameleer.files")) {
            var report = TestCameleer.sync(warehouse, bucket, "warehouse.statement-timeout=1", "load.retries=0");

            assertThat(report.stopped()).isEqualTo(tooLong().replace("user request", "statement timeout"));
            holder.rollback();
        }
        assertLoadedByTheNext(warehouse, bucket);
    }

    /** As when a firewall has forgotten the connection: no end of it is seen, on neither side. */
    @ParameterizedTest
    @CsvSource({"REQUEST, insert into cameleer.progress/COMMIT", "ANSWER, COPY 2"})
    void aConnectionThatFallsSilentIsGivenUp(
            FaultyConnection.Direction way, String texts, TestWarehouse warehouse, TestBucket bucket) {
        try (var connection = FaultyConnection.to(warehouse.host(), warehouse.port())
                .with(FaultyConnection.last(way, STALL, texts.split("/")))) {
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
