package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.aggregate.TableBatches;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.observe.Metrics;
import io.cameleer.warehouse.Warehouse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Which process has which file. */
@ExtendWith(TestServers.class)
class ClaimsTest {
    private static final String FILE = "select state, attempts, claimed_by is null, error from cameleer.files";

    private final Claims claims = new Claims();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final EventFile file = new EventFile(1, "a.json", "e", 1, "");
    private Process one;
    private Process other;

    /** A process in the ledger, with a loader. */
    private record Process(Warehouse warehouse, Worker worker, Ledger ledger, Sync sync, Loader loader)
            implements AutoCloseable {
        static Process of(TestWarehouse warehouse, TestBucket bucket, String... more) throws SQLException {
            var settings =
                    TestCameleer.settings(warehouse, bucket, more).with(Map.of("sync.max-attempts", "2"), "test");
            var pool = new Warehouse(settings);
            var worker = new Worker(pool, Duration.ofMinutes(1));
            var ledger = new Ledger(pool, new DataSourceTransactionManager(pool), worker, settings);
            ledger.migrate();
            worker.join();
            var sync = new Sync(new Metrics(new SimpleMeterRegistry()));
            sync.id(ledger.open());
            var loader = new Loader(
                    sync, ledger, MappingOptions.DEFAULT, "events", new TableBatches(new TableBatches.Limits(1, 1, 1)));
            return new Process(pool, worker, ledger, sync, loader);
        }

        @Override
        public void close() throws SQLException {
            warehouse.close();
        }
    }

    @BeforeEach
    void twoProcessesAndAFile(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        one = Process.of(warehouse, bucket);
        other = Process.of(warehouse, bucket);
        warehouse.execute(
                "insert into cameleer.files (bucket, key, etag, size, last_modified) values ('%s', 'a.json', 'e', 1, now())"
                        .formatted(bucket.name()));
    }

    @AfterEach
    void close() throws SQLException {
        one.close();
        other.close();
    }

    @Test
    void aFileIsClaimedByOneProcessAlone() {
        assertThat(claim(one)).isTrue();
        assertThat(claim(other)).isFalse();
    }

    /** The answer to the first time may have been lost. */
    @Test
    void whoHasAFileMayClaimItAgain() {
        assertThat(claim(one)).isTrue();
        assertThat(claim(one)).isTrue();
    }

    @Test
    void aFileThatWasReadAndHasNothingOpenIsComplete(TestWarehouse warehouse) {
        var exchange = exchange(one);
        claims.add(exchange, "1");
        claims.confirm(exchange, "1");
        one.loader.settle();

        assertThat(warehouse.lines(FILE)).containsExactly("complete|0|t|∅");
        assertThat(claim(other)).isFalse();
    }

    @Test
    void aFileThatCouldNotBeReadIsFreeForAnotherAttemptUntilItIsGivenUp(TestWarehouse warehouse) {
        fail(one);
        assertThat(warehouse.lines(FILE)).containsExactly("pending|1|t|java.io.IOException: broken");
        fail(other);
        assertThat(warehouse.lines(FILE)).containsExactly("failed|2|t|java.io.IOException: broken");
        assertThat(claim(one)).isFalse();
    }

    @Test
    void whatADeadProcessHadIsFreeAndItsOwnWordCountsNoMore(TestWarehouse warehouse) {
        var exchange = exchange(one);
        claims.add(exchange, "1");
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));

        assertThat(claim(other)).isFalse();
        other.worker.join();
        assertThat(claim(other)).isTrue();

        claims.confirm(exchange, "1");
        one.loader.settle();
        assertThat(warehouse.lines("select state, claimed_by from cameleer.files"))
                .containsExactly("pending|" + other.worker.id());
        assertThat(one.sync.tally().snapshot().filesEnded()).isZero();
    }

    /** The answer to the first time may have been lost. */
    @Test
    void whatASyncHasSettledIsSettledToo() {
        var exchange = exchange(one);
        claims.add(exchange, "1");
        claims.confirm(exchange, "1");
        var files = List.of(exchange.getProperty("file", FileProgress.class));

        for (int time = 1; time <= 2; time++) {
            assertThat(one.ledger.settle(files, one.sync.id(), false)).containsExactlyElementsOf(files);
        }
        assertThat(other.ledger.settle(files, other.sync.id(), false)).isEmpty();
    }

    @Test
    void whatAnotherProcessLoadsIsNotLeft(TestWarehouse warehouse) {
        assertThat(other.ledger.countLeft()).isEqualTo(1);
        assertThat(claim(one)).isTrue();

        assertThat(other.ledger.countLeft()).isZero();
        assertThat(one.ledger.countLeft()).isEqualTo(1);
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));
        assertThat(other.ledger.countLeft()).isEqualTo(1);
    }

    @Test
    void filesOutsideThePrefixAreNotLookedAt(TestWarehouse warehouse, TestBucket bucket) throws SQLException {
        try (var elsewhere = Process.of(warehouse, bucket, "storage.prefix=b")) {
            assertThat(elsewhere.ledger.due(0, 10)).isEmpty();
            assertThat(elsewhere.ledger.countDue()).isZero();
            assertThat(elsewhere.ledger.countLeft()).isZero();
            assertThat(elsewhere.ledger.untilLeftIsDue()).isEmpty();
            assertThat(one.ledger.beginDiscovery()).isTrue();
            assertThat(elsewhere.ledger.isBeingListed()).isFalse();
            assertThat(elsewhere.ledger.beginDiscovery()).isTrue();
        }
        try (var here = Process.of(warehouse, bucket, "storage.prefix=a")) {
            assertThat(here.ledger.due(0, 10)).extracting(EventFile::key).containsExactly("a.json");
            assertThat(here.ledger.countDue()).isEqualTo(1);
            assertThat(here.ledger.countLeft()).isEqualTo(1);
            assertThat(here.ledger.untilLeftIsDue())
                    .hasValueSatisfying(time -> assertThat(time).isNegative());
        }
    }

    @Test
    void oneProcessAtATimeListsABucket() {
        assertThat(one.ledger.beginDiscovery()).isTrue();
        assertThat(other.ledger.beginDiscovery()).isFalse();
        assertThat(other.ledger.isBeingListed()).isTrue();
        one.worker.leave();
        assertThat(other.ledger.isBeingListed()).isFalse();
        assertThat(other.ledger.beginDiscovery()).isTrue();
        other.ledger.endDiscovery();
        assertThat(other.ledger.beginDiscovery()).isTrue();
    }

    private boolean claim(Process process) {
        return claims.add(exchange(process), "1");
    }

    private void fail(Process process) {
        var exchange = exchange(process);
        assertThat(claims.add(exchange, "1")).isTrue();
        exchange.setException(new IOException("broken"));
        claims.remove(exchange, "1");
        process.loader.settle();
    }

    private Exchange exchange(Process process) {
        var exchange = new DefaultExchange(camel);
        exchange.setProperty("loader", process.loader);
        exchange.getMessage().setBody(file);
        return exchange;
    }
}
