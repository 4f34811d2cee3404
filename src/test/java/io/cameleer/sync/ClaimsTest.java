package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.aggregate.TableBatches;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
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
import java.util.Optional;
import java.util.stream.Stream;
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
            sync.files(new DueFiles(ledger), 0);
            var loader = new Loader(
                    sync, ledger, MappingOptions.DEFAULT, "events", new TableBatches(new TableBatches.Limits(1, 1, 1)));
            return new Process(pool, worker, ledger, sync, loader);
        }

        /** Claims the file that is next; empty if another process has it. */
        Optional<FileProgress> claimNext() {
            return loader.claim(loader.files().next());
        }

        /** Claims as many files as that, and says how many of them it got. */
        long claimNext(int files) {
            return Stream.generate(this::claimNext)
                    .limit(files)
                    .filter(Optional::isPresent)
                    .count();
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
    void smallFilesAreClaimedByTheHandfulAndProcessesShareThem(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(44, 100, warehouse, bucket);
        assertThat(other.loader.files().hasNext()).isTrue(); // it knows of the same files

        assertThat(one.claimNext()).isPresent();
        assertThat(claimed(warehouse)).containsExactly("one|1|20");
        assertThat(other.claimNext(21)).isEqualTo(1);
        assertThat(claimed(warehouse)).containsExactly("one|1|20", "other|21|40");
        assertThat(one.claimNext(19)).isEqualTo(19);
        assertThat(one.claimNext(25)).isEqualTo(5);
        assertThat(one.loader.files().hasNext()).isFalse();
        assertThat(other.claimNext(24)).isEqualTo(19);
        assertThat(other.loader.files().hasNext()).isFalse();
        assertThat(claimed(warehouse)).containsExactly("one|1|20", "other|21|40", "one|41|45");
    }

    @Test
    void aLargeFileIsClaimedAlone(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(3, 600_000, warehouse, bucket);

        assertThat(one.claimNext(2)).isEqualTo(2);
        assertThat(one.loader.files().hasNext()).isTrue();
        assertThat(claimed(warehouse)).containsExactly("one|1|2");
        assertThat(one.claimNext()).isPresent();
        assertThat(claimed(warehouse)).containsExactly("one|1|3");
    }

    @Test
    void eachFileOfAHandfulIsAsFarAsTheLedgerSays(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(2, 100, warehouse, bucket);
        warehouse.execute("insert into cameleer.progress (file_id, table_name, line, rows_loaded, values_discarded)"
                + " values (2, 'events.bought', 7, 7, 0), (3, 'events.bought', 8, 8, 0)");

        assertThat(one.claimNext()).hasValueSatisfying(first -> assertThat(first.wants("events.bought", 1))
                .isTrue());
        assertThat(one.claimNext()).hasValueSatisfying(second -> {
            assertThat(second.wants("events.bought", 7)).isFalse();
            assertThat(second.wants("events.bought", 8)).isTrue();
            assertThat(second.wants("events.tracks", 7)).isTrue();
        });
        assertThat(one.claimNext()).hasValueSatisfying(third -> assertThat(third.wants("events.bought", 8))
                .isFalse());
    }

    /** The answer to the first time was lost. */
    @Test
    void whoHasAHandfulMayClaimItAgain(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(9, 100, warehouse, bucket);
        var files = one.ledger.due(0, 10);
        assertThat(one.loader.files().hasNext()).isTrue();
        assertThat(one.ledger.claim(files, one.sync.id())).hasSize(10);

        assertThat(one.claimNext(10)).isEqualTo(10);
        assertThat(other.ledger.claim(files, other.sync.id())).isEmpty();
    }

    @Test
    void whenTheSyncIsStoppedWhatIsNotBegunOfAHandfulIsGivenBack(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(9, 100, warehouse, bucket);
        assertThat(one.claimNext(3)).isEqualTo(3);

        one.sync.stop("asked to");

        assertThat(one.loader.files().hasNext()).isFalse();
        one.ledger.releaseAll();
        assertThat(warehouse.lines("select distinct state, attempts, claimed_by, error from cameleer.files"))
                .containsExactly("pending|0|∅|∅");
        assertThat(other.claimNext(10)).isEqualTo(10);
    }

    @Test
    void theHandfulOfADeadProcessIsFree(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(9, 100, warehouse, bucket);
        var exchange = exchange(one);
        one.loader.files().next();
        claims.add(exchange, "1");
        assertThat(claimed(warehouse)).containsExactly("one|1|10");
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));
        other.worker.join();

        assertThat(other.claimNext(10)).isEqualTo(10);
        claims.confirm(exchange, "1");
        one.loader.settle();

        assertThat(claimed(warehouse)).containsExactly("other|1|10");
        assertThat(warehouse.lines("select distinct state from cameleer.files")).containsExactly("pending");
    }

    @Test
    void filesThatAreSettledTogetherEachEndAsTheyDid(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(3, 100, warehouse, bucket);
        warehouse.execute(
                "insert into cameleer.progress (file_id, table_name, line, rows_loaded, rows_rejected, values_discarded)"
                        + " select file, name, 2, 1, 1, 0 from generate_series(1, 4) file,"
                        + " unnest(array['events.bought', 'cameleer.rejects']) name");
        for (int file = 0; file < 4; file++) {
            var progress = one.claimNext().orElseThrow();
            for (int line = 1; line <= 2; line++) {
                progress.wants("events.bought", line);
                progress.wants("cameleer.rejects", line);
            }
            progress.taken(4, 4, 2, 2, 0);
            switch (file) {
                case 1 -> one.loader.ended(progress, End.DAMAGED, "cut off");
                case 2 -> one.loader.ended(progress, End.FAILED, "no answer");
                default -> one.loader.ended(progress, End.WHOLE, "");
            }
        }

        one.loader.settle();

        assertThat(
                        warehouse.lines(
                                "select id, state, attempts, claimed_by, error, lines, events, rejects, dropped, table_rows from cameleer.files order by id"))
                .containsExactly(
                        "1|complete|0|∅|∅|4|2|2|0|{\"events.bought\": 2}",
                        "2|incomplete|0|∅|cut off|4|2|2|0|{\"events.bought\": 2}",
                        "3|pending|1|∅|no answer|∅|∅|∅|∅|∅",
                        "4|complete|0|∅|∅|4|2|2|0|{\"events.bought\": 2}");
        assertThat(warehouse.lines("select file_id, count(*) from cameleer.progress group by 1 order by 1"))
                .containsExactly("2|2", "3|2");
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
            assertThat(one.ledger.discoveries().begin()).isTrue();
            assertThat(elsewhere.ledger.discoveries().isElsewhere()).isFalse();
            assertThat(elsewhere.ledger.discoveries().begin()).isTrue();
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
        assertThat(one.ledger.discoveries().begin()).isTrue();
        assertThat(other.ledger.discoveries().begin()).isFalse();
        assertThat(other.ledger.discoveries().isElsewhere()).isTrue();
        one.worker.leave();
        assertThat(other.ledger.discoveries().isElsewhere()).isFalse();
        assertThat(other.ledger.discoveries().begin()).isTrue();
        other.ledger.discoveries().end();
        assertThat(other.ledger.discoveries().begin()).isTrue();
    }

    private static void addFiles(int files, int size, TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                insert into cameleer.files (bucket, key, etag, size, last_modified)
                select '%s', 'b' || file, 'e', %d, now() from generate_series(1, %d) file"""
                        .formatted(bucket.name(), size, files));
    }

    /** Which files in a row are claimed by whom: {@code process|first|last}. */
    private List<String> claimed(TestWarehouse warehouse) {
        return warehouse.lines(
                """
                select case claimed_by when '%s' then 'one' else 'other' end, min(id), max(id)
                from (
                  select id, claimed_by, id - row_number() over (partition by claimed_by order by id) as run
                  from cameleer.files where claimed_by is not null) claimed
                group by claimed_by, run order by min(id)"""
                        .formatted(one.worker.id()));
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
