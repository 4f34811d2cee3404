package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.batch.NormalizedChunk;
import io.cameleer.batch.RowSlice;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.LedgerSettings;
import io.cameleer.ledger.Marks;
import io.cameleer.ledger.Worker;
import io.cameleer.message.Headers;
import io.cameleer.observe.Metrics;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.RecordRows;
import io.cameleer.postgres.Warehouse;
import io.cameleer.read.ChunkReader;
import io.cameleer.read.Lines;
import io.cameleer.reject.Rejects;
import io.cameleer.row.Row;
import io.cameleer.row.RowWriter;
import io.cameleer.row.TableLayout;
import io.cameleer.storage.DamagedObjectException;
import io.cameleer.storage.Storage;
import io.cameleer.storage.Storages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Which process has which file, by the two steps of the route {@code claim} that claim. */
@ExtendWith(TestServers.class)
class ClaimedFilesTest {
    private static final String FILE = "select state, attempts, claimed_by is null, error from cameleer.files";
    private static final TableName BOUGHT = new TableName("events", "bought");
    private static final TableName TRACKS = new TableName("events", "tracks");

    private final EventFile file = new EventFile(1, "a.json", "e", 1, "", 1, 1);
    private Process one;
    private Process other;

    /** A process in the ledger, in a sync. */
    private record Process(
            Warehouse warehouse,
            Worker worker,
            Ledger ledger,
            Syncs syncs,
            ClaimedFiles files,
            Storage storage,
            DefaultCamelContext camel)
            implements AutoCloseable {
        static Process of(TestWarehouse warehouse, TestBucket bucket, String... more) throws Exception {
            var settings = TestCameleer.settings(warehouse, bucket, more)
                    .with(Map.of("sync.max-attempts", "2", "sync.retry-seconds", "0"), "test");
            var pool = new Warehouse(ConnectionSettings.of(settings));
            var worker = new Worker(pool, Duration.ofMinutes(1));
            var ledger = new Ledger(pool, new DataSourceTransactionManager(pool), worker, LedgerSettings.of(settings));
            var metrics = new Metrics(new SimpleMeterRegistry());
            var syncs = new Syncs(pool, ledger, worker, SyncOptions.of(settings), 2, metrics, report -> {});
            var files = new ClaimedFiles(syncs, ledger, new Lines(ChunkReader.Limits.of(settings)), true, 1000);
            var storage = Storages.of(settings);

            var camel = new DefaultCamelContext();
            camel.getComponent("sql", SqlComponent.class).setDataSource(pool);
            var beans = Map.of(
                    "worker",
                    worker,
                    "ledger",
                    ledger,
                    "syncs",
                    syncs,
                    "storage",
                    storage,
                    "records",
                    new RecordRows());
            beans.forEach(camel.getRegistry()::bind);
            camel.getRegistry().bind("files", files);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:claim")
                            .errorHandler(noErrorHandler())
                            .setHeader(Headers.LAST_FILE, method("files", "last"))
                            .to("direct:ask")
                            .bean("files", "claimed");
                    from("direct:ask")
                            .errorHandler(noErrorHandler())
                            .to("sql:classpath:sql/claim-files.sql?outputClass=io.cameleer.ledger.EventFile"
                                    + "&rowMapperFactory=#records");
                }
            });
            camel.start();

            syncs.begin();
            syncs.signOn();
            files.begin(0);
            files.begin(1);
            return new Process(pool, worker, ledger, syncs, files, storage, camel);
        }

        /** What the first loader gets; nothing if others have what is left. */
        List<EventFile> claim() {
            return claim(0);
        }

        List<EventFile> claim(int loader) {
            return files("direct:claim", loader);
        }

        /** Claims, but the answer is lost. */
        void claimInVain() {
            files("direct:ask", 0);
        }

        private List<EventFile> files(String route, int loader) {
            var claimed = camel.createFluentProducerTemplate()
                    .to(route)
                    .withHeader(Headers.LOADER, loader)
                    .withHeader(Headers.LAST_FILE, files.last(loader))
                    .request(List.class);
            return Stream.of(claimed.toArray()).map(EventFile.class::cast).toList();
        }

        /** The files of one claim that were read to their end are settled with that. */
        void read(List<EventFile> claimed) {
            claimed.forEach(file -> files.read(file.id()));
            files.settle(0);
        }

        @Override
        public void close() throws IOException, SQLException {
            camel.close();
            storage.close();
            warehouse.close();
        }
    }

    @BeforeEach
    void twoProcessesAndAFile(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        one = Process.of(warehouse, bucket);
        other = Process.of(warehouse, bucket);
        warehouse.execute(
                "insert into cameleer.files (bucket, key, etag, size, last_modified) values ('%s', 'a.json', 'e', 1, '2024-03-05T06:07:08.901Z')"
                        .formatted(bucket.name()));
    }

    @AfterEach
    void close() throws IOException, SQLException {
        one.close();
        other.close();
    }

    @Test
    void aFileIsClaimedByOneProcessAlone() {
        assertThat(one.claim()).containsExactly(new EventFile(1, "a.json", "e", 1, "2024-03-05T06:07:08.901Z", 1, 1));
        assertThat(other.claim()).isEmpty();
    }

    @Test
    void aFileIsClaimedByOneLoaderAlone() {
        assertThat(one.claim(0)).hasSize(1);
        assertThat(one.claim(1)).isEmpty();
        assertThat(one.claim(0)).isEmpty();
    }

    /** The answer to the first time may have been lost. */
    @Test
    void whoHasAFileMayClaimItAgain(TestWarehouse warehouse) {
        one.claimInVain();
        assertThat(claimed(warehouse)).containsExactly("one|1|1");

        assertThat(one.claim(1)).isEmpty();
        assertThat(one.claim(0)).hasSize(1);
    }

    @Test
    void aFileIsClaimedForTheSyncThatRuns(TestWarehouse warehouse) {
        other.claim();

        assertThat(warehouse.lines("select sync_id from cameleer.files")).containsExactly("2");
        assertThat(other.syncs.id()).isEqualTo(2);
    }

    @Test
    void aFileThatWasReadAndHasNothingOpenIsComplete(TestWarehouse warehouse) {
        one.read(one.claim());

        assertThat(warehouse.lines(FILE)).containsExactly("complete|0|t|∅");
        assertThat(other.claim()).isEmpty();
    }

    @Test
    void aFileThatWasReadIsOpenUntilItsRowsAreLoaded(TestWarehouse warehouse) {
        one.claim();
        one.files.unloaded(bought(1, 1, 2), 1);
        one.files.read(1);
        one.files.settle(0);
        assertThat(warehouse.lines(FILE)).containsExactly("pending|0|f|∅");

        one.files.heldBack(batch(1, 1, 2), "no such table", false);
        one.files.settle(0);
        assertThat(warehouse.lines(FILE)).containsExactly("pending|1|t|events.bought: no such table");
    }

    @Test
    void aFileThatCouldNotBeReadIsFreeForAnotherAttemptUntilItIsGivenUp(TestWarehouse warehouse) {
        fail(one);
        assertThat(warehouse.lines(FILE)).containsExactly("pending|1|t|storage: broken");
        fail(other);
        assertThat(warehouse.lines(FILE)).containsExactly("failed|2|t|storage: broken");
        one.files.begin(0);
        assertThat(one.claim()).isEmpty();
    }

    /** It is tried again by the next sync; this one goes on behind it. */
    @Test
    void aFileThatFailedIsNotTriedAgainByTheSameLoader(TestWarehouse warehouse) {
        fail(one);

        assertThat(one.claim()).isEmpty();
        assertThat(one.files.areLeft(0)).isFalse();
    }

    @Test
    void aFileThatIsToBeTriedLaterIsNotDue(TestWarehouse warehouse) {
        warehouse.execute("update cameleer.files set next_attempt_at = now() + interval '1 minute'");

        assertThat(one.claim()).isEmpty();
    }

    @Test
    void whatADeadProcessHadIsFreeAndItsOwnWordCountsNoMore(TestWarehouse warehouse) {
        var claimed = one.claim();
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));

        assertThat(other.claim()).isEmpty();
        other.worker.join();
        assertThat(other.claim()).hasSize(1);

        one.read(claimed);
        assertThat(warehouse.lines("select state, claimed_by from cameleer.files"))
                .containsExactly("pending|" + other.worker.id());
        assertThat(one.syncs.tally().snapshot().filesEnded()).isZero();
    }

    /** The answer to the first time may have been lost. */
    @Test
    void whatASyncHasSettledIsSettledToo() {
        one.claim();
        var progress = new FileProgress(file, Marks.NONE);
        progress.ended(End.WHOLE, "");
        var files = List.of(progress);

        for (int time = 1; time <= 2; time++) {
            assertThat(one.ledger.settle(files, one.syncs.id(), true, false)).containsExactlyElementsOf(files);
        }
        assertThat(other.ledger.settle(files, other.syncs.id(), true, false)).isEmpty();
    }

    @Test
    void smallFilesAreClaimedTogetherAndProcessesShareThem(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(44, 100, warehouse, bucket);

        assertThat(one.claim()).hasSize(20);
        assertThat(claimed(warehouse)).containsExactly("one|1|20");
        assertThat(other.claim()).hasSize(20);
        assertThat(claimed(warehouse)).containsExactly("one|1|20", "other|21|40");
        assertThat(one.claim()).hasSize(5);
        assertThat(one.files.areLeft(0)).isTrue();
        assertThat(one.claim()).isEmpty();
        assertThat(one.files.areLeft(0)).isFalse();
        assertThat(other.claim()).isEmpty();
        assertThat(other.files.areLeft(0)).isFalse();
        assertThat(claimed(warehouse)).containsExactly("one|1|20", "other|21|40", "one|41|45");
    }

    /** Each passes over what another is just claiming. */
    @Test
    void processesAndLoadersThatClaimAtOnceGetEachFileOnce(TestWarehouse warehouse, TestBucket bucket)
            throws Exception {
        addFiles(299, 100, warehouse, bucket);
        var loaders = Executors.newFixedThreadPool(4);
        var claimed = new ArrayList<Long>();
        try {
            var claims = Stream.of(one, other)
                    .flatMap(process -> Stream.of(0, 1).<Callable<List<EventFile>>>map(loader -> () -> {
                        var all = new ArrayList<EventFile>();
                        while (process.files.areLeft(loader)) {
                            all.addAll(process.claim(loader));
                        }
                        return all;
                    }))
                    .toList();
            for (var files : loaders.invokeAll(claims)) {
                files.get().forEach(file -> claimed.add(file.id()));
            }
        } finally {
            loaders.shutdownNow();
        }

        assertThat(claimed)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void aLargeFileIsClaimedAlone(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(3, 600_000, warehouse, bucket);

        assertThat(one.claim()).hasSize(2);
        assertThat(one.files.areLeft(0)).isTrue();
        assertThat(claimed(warehouse)).containsExactly("one|1|2");
        assertThat(one.claim()).hasSize(1);
        assertThat(claimed(warehouse)).containsExactly("one|1|3");
    }

    @Test
    void aFileIsClaimedHoweverLargeItIs(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(2, 2_000_000_000, warehouse, bucket);

        assertThat(one.claim()).extracting(EventFile::size).containsExactly(1L);
        assertThat(one.claim()).extracting(EventFile::size).containsExactly(2_000_000_000L);
        assertThat(other.claim()).extracting(EventFile::id).containsExactly(3L);
    }

    @Test
    void eachFileOfAClaimIsAsFarAsTheLedgerSays(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(2, 100, warehouse, bucket);
        warehouse.execute("insert into cameleer.progress (file_id, table_name, line, rows_loaded, values_discarded)"
                + " values (2, 'events.bought', 7, 7, 0), (3, 'events.bought', 8, 8, 0)");

        one.claim();

        assertThat(unloaded(1, BOUGHT, 1)).containsExactly(1L);
        assertThat(unloaded(2, BOUGHT, 7, 8)).containsExactly(8L);
        assertThat(unloaded(2, TRACKS, 7)).containsExactly(7L);
        assertThat(unloaded(3, BOUGHT, 8)).isEmpty();
    }

    /** The answer to the first time was lost. */
    @Test
    void aClaimOfSeveralFilesMayBeRepeated(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(9, 100, warehouse, bucket);
        one.claimInVain();
        addFiles(9, 100, warehouse, bucket);

        assertThat(other.claim()).extracting(EventFile::id).first().isEqualTo(11L);
        assertThat(one.claim()).hasSize(10);
        assertThat(one.claim()).isEmpty();
    }

    @Test
    void whenTheSyncIsStoppedFilesOfAClaimThatAreNotBegunAreGivenBack(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(9, 100, warehouse, bucket);
        assertThat(one.claim()).hasSize(10);
        assertThat(one.files.areLeft(0)).isTrue();

        one.syncs.stop("asked to");

        assertThat(one.files.areLeft(0)).isFalse();
        one.ledger.releaseAll();
        assertThat(warehouse.lines(
                        "select distinct state, attempts, claimed_by, claimed_by_loader, error from cameleer.files"))
                .containsExactly("pending|0|∅|∅|∅");
        assertThat(other.claim()).hasSize(10);
    }

    @Test
    void theFilesOfADeadProcessAreFree(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(9, 100, warehouse, bucket);
        var claimed = one.claim();
        assertThat(claimed(warehouse)).containsExactly("one|1|10");
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));
        other.worker.join();

        // one after the other, as the process may have died of one of them
        for (int file = 1; file <= 10; file++) {
            assertThat(other.claim()).hasSize(1);
        }
        one.read(claimed);

        assertThat(claimed(warehouse)).containsExactly("other|1|10");
        assertThat(warehouse.lines("select distinct state from cameleer.files")).containsExactly("pending");
    }

    @Test
    void filesThatAreSettledTogetherEachEndAsTheyDid(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(3, 100, warehouse, bucket);
        warehouse.execute("insert into cameleer.progress (file_id, table_name, line, rows_loaded, rows_rejected,"
                + " values_discarded) select file, name, 2, 1, 1, 0 from generate_series(1, 4) file,"
                + " unnest(array['events.bought', 'cameleer.rejects']) name");
        for (var claimed : one.claim()) {
            var rows = List.of(slice(claimed.id(), BOUGHT, 1, 2), slice(claimed.id(), Rejects.TABLE, 1, 2));
            var chunk = one.files.unloaded(new NormalizedChunk(rows, 4, 2, 2, 0, 0, 4, 77), claimed.id());
            assertThat(chunk.slices()).isEmpty();
            one.files.taken(chunk, claimed.id());
            switch ((int) claimed.id()) {
                case 2 -> one.files.unreadable(claimed.id(), new DamagedObjectException("cut off", null));
                case 3 -> one.files.unreadable(claimed.id(), new IOException("no answer"));
                default -> one.files.read(claimed.id());
            }
        }

        one.files.settle(0);

        assertThat(warehouse.lines("select id, state, attempts, claimed_by, error, lines, events, rejects, dropped,"
                        + " table_rows from cameleer.files order by id"))
                .containsExactly(
                        "1|complete|0|∅|∅|4|2|2|0|{\"events.bought\": 2}",
                        "2|incomplete|0|∅|cut off|4|2|2|0|{\"events.bought\": 2}",
                        "3|pending|1|∅|storage: no answer|∅|∅|∅|∅|∅",
                        "4|complete|0|∅|∅|4|2|2|0|{\"events.bought\": 2}");
        assertThat(warehouse.lines("select id, through_line, through_checksum from cameleer.files order by id"))
                .containsExactly("1|4|77", "2|4|77", "3|∅|∅", "4|4|77");
        assertThat(warehouse.lines("select file_id, count(*) from cameleer.progress group by 1 order by 1"))
                .containsExactly("3|2");
    }

    /** Each time alone, so that others are not blamed for it; with {@code claims} it is how often in a row. */
    @Test
    void aFileOnWhichThreeProcessesHaveDiedIsSetAside(TestWarehouse warehouse, TestBucket bucket) {
        addFiles(2, 100, warehouse, bucket);
        var claims = "select id, state, attempts, claims from cameleer.files order by id";
        assertThat(one.claim()).hasSize(3);
        die(warehouse);
        assertThat(one.claim()).extracting(EventFile::id).containsExactly(1L);
        assertThat(warehouse.lines(claims)).containsExactly("1|pending|1|2", "2|pending|0|1", "3|pending|0|1");
        die(warehouse);
        assertThat(one.claim()).extracting(EventFile::id).containsExactly(1L);
        die(warehouse);
        assertThat(one.claim()).extracting(EventFile::id).containsExactly(2L);
        one.read(List.of(new EventFile(2, "b", "e", 1, "", 1, 1)));

        assertThat(one.ledger.setAside()).containsExactly("a.json");

        assertThat(warehouse.lines(claims)).containsExactly("1|failed|3|0", "2|complete|1|0", "3|pending|0|1");
    }

    @Test
    void aFileOfWhichMoreIsLoadedEachTimeIsNotSetAside(TestWarehouse warehouse) {
        for (int line = 1; line <= 5; line++) {
            assertThat(one.claim()).hasSize(1);
            warehouse.execute(
                    """
                    insert into cameleer.progress (file_id, table_name, line, rows_loaded, values_discarded)
                    values (1, 'events.bought', %1$d, 1, 0)
                    on conflict (file_id, table_name) do update set line = excluded.line"""
                            .formatted(line));
            die(warehouse);
        }
        assertThat(one.ledger.setAside()).isEmpty();
        assertThat(warehouse.lines("select state, claims from cameleer.files")).containsExactly("pending|5");
    }

    @Test
    void whatIsGivenBackWasNoDeath(TestWarehouse warehouse) {
        for (int time = 1; time <= 4; time++) {
            assertThat(one.claim()).hasSize(1);
            one.ledger.releaseAll();
            one.files.begin(0);
        }
        assertThat(warehouse.lines("select state, attempts, claims from cameleer.files"))
                .containsExactly("pending|0|0");
    }

    /** The first process is gone before it has written down how its files ended; another has its name. */
    private void die(TestWarehouse warehouse) {
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));
        one.worker.join();
        one.files.begin(0);
    }

    @Test
    void whatAnotherProcessLoadsIsNotLeft(TestWarehouse warehouse) {
        assertThat(other.ledger.countLeft()).isEqualTo(1);
        assertThat(one.claim()).hasSize(1);

        assertThat(other.ledger.countLeft()).isZero();
        assertThat(one.ledger.countLeft()).isEqualTo(1);
        warehouse.execute("update cameleer.workers set lease_until = now() where id = '%s'".formatted(one.worker.id()));
        assertThat(other.ledger.countLeft()).isEqualTo(1);
    }

    @Test
    void filesOutsideThePrefixAreNotLookedAt(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        try (var elsewhere = Process.of(warehouse, bucket, "storage.prefix=b")) {
            assertThat(elsewhere.claim()).isEmpty();
            assertThat(elsewhere.ledger.due().files()).isZero();
            assertThat(elsewhere.ledger.countLeft()).isZero();
            assertThat(elsewhere.ledger.untilLeftIsDue()).isEmpty();
            assertThat(one.ledger.discoveries().begin()).isTrue();
            assertThat(elsewhere.ledger.discoveries().isElsewhere()).isFalse();
            assertThat(elsewhere.ledger.discoveries().begin()).isTrue();
        }
        try (var here = Process.of(warehouse, bucket, "storage.prefix=a")) {
            assertThat(here.ledger.due().files()).isEqualTo(1);
            assertThat(here.ledger.countLeft()).isEqualTo(1);
            assertThat(here.ledger.untilLeftIsDue())
                    .hasValueSatisfying(time -> assertThat(time).isNegative());
            assertThat(here.claim()).extracting(EventFile::key).containsExactly("a.json");
        }
    }

    @Test
    void filesOfAnotherBucketAreNotLookedAt(TestWarehouse warehouse) throws Exception {
        try (var elsewhere = Process.of(warehouse, TestServers.newBucket())) {
            assertThat(elsewhere.claim()).isEmpty();
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
                select '%s', 'b' || gen_random_uuid(), 'e', %d, now() from generate_series(1, %d)"""
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

    private static void fail(Process process) {
        assertThat(process.claim()).hasSize(1);
        process.files.unreadable(1, new IOException("broken"));
        process.files.settle(0);
    }

    /** The lines whose rows are still to be loaded, out of some. */
    private List<Long> unloaded(long file, TableName table, long... lines) {
        var chunk = new NormalizedChunk(List.of(slice(file, table, lines)), 0, 0, 0, 0, 0, 0, 0);
        return one.files.unloaded(chunk, file).slices().stream()
                .flatMap(slice -> slice.rows().stream())
                .map(Row::line)
                .toList();
    }

    private static NormalizedChunk bought(long file, long... lines) {
        return new NormalizedChunk(
                List.of(slice(file, BOUGHT, lines)), lines.length, lines.length, 0, 0, 0, lines.length, 0);
    }

    private static RowSlice slice(long file, TableName table, long... lines) {
        return RowSlice.of(file, table, rows(table, lines), 0);
    }

    private static TableBatch batch(long file, long... lines) {
        var rows = rows(BOUGHT, lines);
        var batch = new TableBatch(BOUGHT, rows.get(0).layout());
        rows.forEach(row -> batch.add(file, row));
        return batch;
    }

    private static List<Row> rows(TableName table, long... lines) {
        var layout = new TableLayout(table.table(), table.table());
        return LongStream.of(lines)
                .mapToObj(line -> new RowWriter().row(layout, line, List.of()))
                .toList();
    }
}
