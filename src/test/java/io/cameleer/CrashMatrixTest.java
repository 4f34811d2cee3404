package io.cameleer;

import static io.cameleer.CrashMatrixTest.Side.STORAGE;
import static io.cameleer.CrashMatrixTest.Side.WAREHOUSE;
import static io.cameleer.FaultyConnection.Direction.ANSWER;
import static io.cameleer.FaultyConnection.Direction.REQUEST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.FaultyConnection.Direction;
import io.cameleer.FaultyConnection.Fate;
import io.cameleer.FaultyConnection.Fault;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each failure at each step of the way of the data, for each way to load: at the latest with the next sync every table,
 * and the ledger, is what it is when nothing happens. A step is known by what goes over the wire.
 *
 * <p>Every so many cases one is run; {@code -Dcrash-matrix.step=1} runs them all, or those from
 * {@code -Dcrash-matrix.from} on.
 */
class CrashMatrixTest {
    private static final int STEP = Integer.getInteger("crash-matrix.step", 51);
    private static final int FROM = Integer.getInteger("crash-matrix.from", 0);

    /** What happens. */
    enum Failure {
        CAMELEER_IS_KILLED,
        THE_CONNECTION_IS_CUT,
        THE_BACKENDS_ARE_TERMINATED,
        A_BACKEND_IS_KILLED,
        POSTGRESQL_CRASHES,
        THE_DISK_IS_FULL,
        THE_STORAGE_ANSWERS_503,
        THE_STORAGE_FALLS_SILENT;

        /** Whether it can happen at a step. */
        boolean concerns(Step step) {
            return switch (this) {
                case THE_STORAGE_ANSWERS_503 -> step.side == STORAGE && step.direction == REQUEST;
                case THE_STORAGE_FALLS_SILENT -> step.side == STORAGE;
                default -> true;
            };
        }
    }

    enum Side {
        STORAGE,
        WAREHOUSE
    }

    private static final String ROWS = "(copy|insert into) \"events\"";
    private static final String MARKS = "insert into cameleer\\.progress";
    private static final String COMMIT = "COMMIT";

    /** When it happens: as something goes by, once certain requests have, one after the other. */
    enum Step {
        LISTING(STORAGE, REQUEST, 0, "list-type=2"),
        REGISTERED(WAREHOUSE, ANSWER, 0, "insert into cameleer\\.files"),
        CLAIMED(WAREHOUSE, ANSWER, 0, "set claimed_by = \\$\\d, sync_id"),
        OPENING(STORAGE, REQUEST, 0, "/1\\.json"),
        HALF_READ(STORAGE, ANSWER, 60_000, "/1\\.json"),
        MAPPED(WAREHOUSE, REQUEST, 0, "from pg_catalog\\.pg_class"),
        TABLE_MADE(WAREHOUSE, ANSWER, 0, "create table if not exists \"events\"", COMMIT),
        ROWS_HALF_SENT(WAREHOUSE, REQUEST, 10_000, ROWS),
        ROWS_WRITTEN(WAREHOUSE, REQUEST, 0, MARKS, MARKS),
        COMMITTING(WAREHOUSE, REQUEST, 0, MARKS, COMMIT, MARKS, COMMIT),
        COMMITTED(WAREHOUSE, ANSWER, 0, MARKS, COMMIT, MARKS, COMMIT),
        SETTLED(WAREHOUSE, ANSWER, 0, "update cameleer\\.files f\\s+set state", COMMIT),
        CLOSED(WAREHOUSE, ANSWER, 0, "update cameleer\\.syncs set ended_at");

        private final Side side;
        private final Direction direction;
        private final int behind;
        private final List<Pattern> requests;

        /** @param behind bytes that go that way first, from the last of the requests on */
        Step(Side side, Direction direction, int behind, String... requests) {
            this.side = side;
            this.direction = direction;
            this.behind = behind;
            this.requests = Stream.of(requests).map(Pattern::compile).toList();
        }
    }

    private record Case(Failure failure, Step step, String method, String mode) {
        @Override
        public String toString() {
            return "%s at %s, %s, %s".formatted(failure, step, method, mode);
        }
    }

    /** Watches what goes by, and has a failure happen once the step is reached. */
    private static final class Trap {
        private final Step step;
        private final Supplier<Fate> failure;
        private int requests;
        private long bytes;
        private volatile boolean sprung;

        Trap(Step step, Supplier<Fate> failure) {
            this.step = step;
            this.failure = failure;
        }

        Fault on(Side side) {
            return side == step.side ? this::fate : (direction, piece) -> Fate.PASS;
        }

        private synchronized Fate fate(Direction direction, byte[] piece) {
            if (direction == REQUEST
                    && requests < step.requests.size()
                    && step.requests
                            .get(requests)
                            .matcher(new String(piece, ISO_8859_1))
                            .find()) {
                requests++;
            }
            if (sprung || requests < step.requests.size() || direction != step.direction) {
                return Fate.PASS;
            }
            bytes += piece.length;
            if (bytes <= step.behind) {
                return Fate.PASS;
            }
            sprung = true;
            return failure.get();
        }
    }

    /** All tables, and what the ledger says of the files. */
    private record Outcome(Map<String, List<String>> tables, Map<String, List<String>> ledger) {
        static Outcome of(TestWarehouse warehouse) {
            var ledger = new TreeMap<String, List<String>>();
            Stream.of(
                            "select key, state, claimed_by, lines, events, rejects, table_rows, error from cameleer.files order by key",
                            "select key, line, reason, raw from cameleer.rejects r join cameleer.files f on f.id = file_id order by key, line",
                            "select key, table_name, column_name, reason, values_discarded, example from cameleer.discards d"
                                    + " join cameleer.files f on f.id = file_id order by key, table_name, column_name",
                            "select table_name, column_name from cameleer.event_columns order by table_name, column_name",
                            "select * from cameleer.progress",
                            "select * from cameleer.rejected_rows",
                            "select * from cameleer.workers",
                            "select * from cameleer.discoveries where worker_id is not null")
                    .forEach(query -> ledger.put(query, warehouse.lines(query)));
            return new Outcome(Tables.of(warehouse, "events"), ledger);
        }
    }

    @TempDir
    private static Path folder;

    private static MortalPostgres server;
    private static Optional<SmallDisk> disk;
    private static TestBucket bucket;
    private static final Map<String, Outcome> undisturbed = new TreeMap<>();
    private static int databases;

    @BeforeAll
    static void eventFilesAndWhatBecomesOfThem() throws IOException {
        server = new MortalPostgres(folder.resolve("server"));
        disk = SmallDisk.mount(folder.resolve("disk"));
        if (disk.isPresent()) {
            server.admin()
                    .execute("create tablespace small location '%s'"
                            .formatted(disk.get().folder("tables")));
        }
        bucket = TestServers.newBucket();
        bucket.putLines("1.json", lines(1, 600).toArray(String[]::new));
        bucket.putGzipLines("2.json.gz", lines(2, 100));
        bucket.putGzipLines("3.json.gz", lines(3, 100));
        for (var mode : List.of("append", "merge")) {
            var warehouse = database("");
            var report = TestCameleer.sync(settings(warehouse, "load.mode=" + mode));
            assertThat(report.allLoaded()).as(report.headline()).isTrue();
            undisturbed.put(mode, Outcome.of(warehouse));
        }
        assertThat(undisturbed.get("append")).isNotEqualTo(undisturbed.get("merge"));
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        if (disk.isPresent()) {
            disk.get().close();
        }
    }

    static List<Case> cases() {
        var cases = new ArrayList<Case>();
        for (var failure : Failure.values()) {
            for (var step : Step.values()) {
                for (var method : List.of("copy", "insert")) {
                    for (var mode : List.of("append", "merge")) {
                        if (failure.concerns(step)) {
                            cases.add(new Case(failure, step, method, mode));
                        }
                    }
                }
            }
        }
        return IntStream.range(FROM, cases.size())
                .filter(i -> i % STEP == 0)
                .mapToObj(cases::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTableIsAsIfNothingHadHappened(Case it) {
        if (it.failure == Failure.THE_DISK_IS_FULL && disk.isEmpty()) {
            Skip.because(it.toString(), "no small disk can be mounted here; root can");
        }
        var warehouse = database(it.failure == Failure.THE_DISK_IS_FULL ? "tablespace small" : "");
        try (var toWarehouse = FaultyConnection.to(warehouse.host(), warehouse.port());
                var toStorage =
                        FaultyConnection.to("127.0.0.1", bucket.endpoint().getPort())) {
            var settings = settings(
                    warehouse,
                    "load.method=" + it.method,
                    "load.mode=" + it.mode,
                    "warehouse.port=" + toWarehouse.port(),
                    "storage.endpoint=http://127.0.0.1:" + toStorage.port());
            var process = new CompletableFuture<CameleerProcess>();
            var trap = new Trap(it.step, () -> happens(it.failure, warehouse, process));
            toWarehouse.with(trap.on(WAREHOUSE));
            toStorage.with(trap.on(STORAGE));

            if (it.failure == Failure.CAMELEER_IS_KILLED) {
                try (var killed = CameleerProcess.once(settings, "384m")) {
                    process.complete(killed);
                    assertThat(killed.exitCode()).as(killed.output()).isEqualTo(137);
                }
            }
            try (var application = new Application(settings, report -> {}).start()) {
                if (it.failure != Failure.CAMELEER_IS_KILLED) {
                    application.sync();
                }
                assertThat(trap.sprung).isTrue();
                disk.ifPresent(SmallDisk::free);
                server.awaitRecovery();
                var report = application.sync();

                assertThat(report.allLoaded())
                        .as(report.headline() + report.table())
                        .isTrue();
            }
        }
        var outcome = Outcome.of(warehouse);
        assertThat(outcome.tables).isEqualTo(undisturbed.get(it.mode).tables);
        assertThat(outcome.ledger).isEqualTo(undisturbed.get(it.mode).ledger);
        server.admin().execute("drop database %s with (force)".formatted(warehouse.database()));
    }

    private static Fate happens(Failure failure, TestWarehouse warehouse, CompletableFuture<CameleerProcess> process) {
        switch (failure) {
            case CAMELEER_IS_KILLED -> process.join().kill();
            case THE_CONNECTION_IS_CUT -> {}
            case THE_BACKENDS_ARE_TERMINATED -> server.terminateBackends(warehouse.database());
            case A_BACKEND_IS_KILLED -> server.killBackend(warehouse.database());
            case POSTGRESQL_CRASHES -> server.crash();
            case THE_DISK_IS_FULL -> {
                disk.orElseThrow().fill();
                return Fate.PASS;
            }
            case THE_STORAGE_ANSWERS_503 -> {
                return new Fate.Reply("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            }
            case THE_STORAGE_FALLS_SILENT -> {
                return Fate.STALL;
            }
        }
        return Fate.CUT;
    }

    /** A database with a table made by hand, so that the types of its columns do not depend on what comes first. */
    private static TestWarehouse database(String where) {
        var warehouse = server.create("crash_" + databases++, where);
        warehouse.execute(
                "create schema events; create table events.order_paid (id text, total numeric, currency text)");
        return warehouse;
    }

    private static Settings settings(TestWarehouse warehouse, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(
                // so that the steps come one after the other
                "load.threads=1",
                "load.batch-rows=150",
                "load.retries=3",
                "load.retry-delay=50",
                "storage.timeout=1",
                "sync.retry-seconds=0",
                // so long that nobody could wait for its end: who is dead on this machine is known to be
                "sync.lease-seconds=3600"));
        return TestCameleer.settings(warehouse, bucket, settings.toArray(String[]::new));
    }

    /** Events of all sorts, of which a later file repeats some, the same or in a later version. */
    private static List<String> lines(int file, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(line -> line(line % 7 == 0 ? 1 : file, line, line % 3))
                .toList();
    }

    private static String line(int file, int line, int kind) {
        if (line % 50 == 0) {
            return "broken in file " + file;
        }
        // later files hold earlier events as well
        var receivedAt = "2024-03-05T%02d:%02d:%02d.%03dZ".formatted((line * 7) % 24, line / 60, line % 60, file);
        return switch (kind) {
            case 0 ->
                """
                {"type":"identify","messageId":"i-%1$d-%2$d","userId":"u-%3$d","receivedAt":"%4$s",\
                "traits":{"plan":"plan %2$d","trait_%5$d":"%1$d-%2$d"}}"""
                        .formatted(file, line, line % 20, receivedAt, line % 4);
            case 1 ->
                """
                {"type":"track","event":"Order Paid","messageId":"o-%2$d","receivedAt":"%3$s",\
                "properties":{"total":%4$s,"currency":"EUR","line":%2$d,"in_file_%1$d":"tab\\t and \\\\","note":"%5$s"}}"""
                        .formatted(file, line, receivedAt, line % 13 == 0 ? "\"free\"" : line + ".25", "x".repeat(100));
            default ->
                // without an id: one is made from file and line
                """
                {"type":"page","receivedAt":"%s","properties":{"title":"Page %d","path":"/%d"}}"""
                        .formatted(receivedAt, line, file);
        };
    }
}
