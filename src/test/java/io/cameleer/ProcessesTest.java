package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameleer.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes side by side, killed, held up, asked to end, or of another time: each row is there once, as if nothing had
 * happened.
 */
@ExtendWith(TestServers.class)
class ProcessesTest {
    private static final int FILES = 200;
    private static final int LINES = 24;
    private static final int EVENTS = 4_600;
    /** How often somebody is killed at random; {@code -Dcrash-soak.kills=200} takes a while. */
    private static final int KILLS = Integer.getInteger("crash-soak.kills", 3);

    private static TestBucket bucket;
    private static Map<String, List<String>> undisturbed;

    @BeforeAll
    static void whatAnUndisturbedSyncMakes() {
        bucket = TestServers.newBucket();
        for (int file = 0; file < FILES; file++) {
            bucket.drop(
                    "src-%d/%03d.json".formatted(file % 2, file), lines(file).getBytes(UTF_8));
        }
        var warehouse = TestServers.newWarehouse();
        assertThat(TestCameleer.sync(warehouse, bucket, "load.mode=append").allLoaded())
                .isTrue();
        undisturbed = Tables.of(warehouse, "events");
        assertThat(tracks(warehouse)).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @CsvSource({"2, false", "4, false", "4, true"})
    void severalProcessesShareTheFiles(int processes, boolean oneIsKilled, TestWarehouse warehouse)
            throws SQLException {
        var settings = manyTransactions(warehouse, "load.threads=1", "sync.lease-seconds=3600");
        var running = together(warehouse, settings, Collections.nCopies(processes, new String[0]));
        var first = running.get(0);
        if (oneIsKilled) {
            awaitIn(first, () -> hasFile(warehouse, first));
            first.kill();
        }
        running.forEach(process -> {
            try (process) {
                boolean isKilled = oneIsKilled && process == first;
                assertThat(process.exitCode()).as(process.output()).isEqualTo(isKilled ? 137 : Cameleer.OK);
            }
        });
        if (oneIsKilled) {
            assertThat(TestCameleer.sync(settings).allLoaded()).isTrue();
        } else {
            assertShared(warehouse);
            assertThat(warehouse.lines("select sum(files_complete), sum(lines), sum(rows_loaded) from cameleer.syncs"))
                    .containsExactly("200|4800|9200");
        }
        assertUndisturbed(warehouse);
    }

    /** Of Cameleer and PostgreSQL now one, now the other; whenever all is loaded, it begins anew. */
    @Test
    void whoeverIsKilledAtWhateverMoment(@TempDir Path folder) throws IOException {
        var dice = new Random();
        try (var server = new MortalPostgres(folder)) {
            long begin = System.nanoTime();
            try (var process = CameleerProcess.once(manyTransactions(server.create("alive", "")), "128m")) {
                assertThat(process.exitCode()).isZero();
            }
            long whole = System.nanoTime() - begin;
            int kills = 0;
            int loads = 0;
            while (kills < KILLS) {
                var warehouse = server.create("killed_" + loads, "");
                var settings = manyTransactions(
                        warehouse,
                        "load.method=" + (loads++ % 2 == 0 ? "copy" : "insert"),
                        // enough to outlive some of the server's recoveries
                        "load.retry-delay=50",
                        "sync.lease-seconds=3600",
                        "sync.retry-seconds=0");
                boolean loaded = false;
                while (!loaded) {
                    try (var process = CameleerProcess.once(settings, "128m")) {
                        while (!process.endsWithin(Duration.ofNanos((long) (whole / 4 * dice.nextDouble())))) {
                            server.awaitRecovery(); // from the time before
                            if (dice.nextInt(5) == 0) {
                                process.kill();
                                kills++;
                            } else if (server.killBackend(warehouse.database())) {
                                kills++;
                            }
                        }
                        loaded = process.exitCode() == Cameleer.OK;
                    }
                }
                server.awaitRecovery();
                assertUndisturbed(warehouse);
                System.err.printf("Killed %d times while all was loaded %d times%n", kills, loads);
            }
        }
    }

    /** The one that is held up may be within a transaction; its successor does not wait for that. */
    @Test
    void aProcessThatIsHeldUpBeyondItsLeaseWritesNothingBesideItsSuccessor(TestWarehouse warehouse) {
        slowDown(warehouse, 0.03);
        var settings = manyTransactions(warehouse, "sync.lease-seconds=5", "sync.heartbeat=1000");
        try (var heldUp = CameleerProcess.once(settings, "128m")) {
            awaitIn(heldUp, () -> tracks(warehouse) > 300);
            heldUp.pause();
            await().until(() ->
                    warehouse.number("select count(*) from cameleer.workers where lease_until > clock_timestamp()")
                            == 0);
            assertThat(TestCameleer.sync(settings).allLoaded()).isTrue();
            assertUndisturbed(warehouse);

            heldUp.resume();

            assertThat(heldUp.exitCode()).as(heldUp.output()).isEqualTo(Cameleer.NOT_ALL_LOADED);
            assertThat(heldUp.output()).contains("this process was held up for so long that its lease has ended");
        }
        assertUndisturbed(warehouse);
    }

    @Test
    void askedToEndItFinishesWhatIsOpenAndGivesBackItsFiles(TestWarehouse warehouse) {
        slowDown(warehouse, 0.03);
        var settings = manyTransactions(warehouse, "sync.lease-seconds=3600");
        try (var process = CameleerProcess.once(settings, "128m")) {
            awaitIn(process, () -> tracks(warehouse) > 300);
            process.terminate();
            assertThat(process.exitCode()).as(process.output()).isNotZero();
        }
        assertGivenBack(warehouse);
        assertThat(tracks(warehouse)).isLessThan(EVENTS);

        assertThat(TestCameleer.sync(settings).allLoaded()).isTrue();
        assertUndisturbed(warehouse);
    }

    @Test
    void askedToEndItRollsBackWhatTakesLongerThanTheTimeout(TestWarehouse warehouse) {
        slowDown(warehouse, 3600);
        var settings = manyTransactions(warehouse, "sync.lease-seconds=3600", "shutdown.timeout=1");
        try (var process = CameleerProcess.once(settings, "128m")) {
            awaitIn(process, warehouse::isSleeping);
            process.terminate();
            assertThat(process.exitCode()).as(process.output()).isNotZero();
            assertThat(process.output())
                    .contains("WARN  cameleer The sync has not ended within shutdown.timeout.")
                    .doesNotContain("Exchange", "\tat ");
        }
        assertGivenBack(warehouse);
        await().until(() -> !warehouse.isSleeping());

        warehouse.execute("drop trigger slow_down on events.tracks");
        assertThat(TestCameleer.sync(settings).allLoaded()).isTrue();
        assertUndisturbed(warehouse);
    }

    /** Leases, and all that is written down, go by the clock of the database. */
    @ParameterizedTest
    @CsvSource({"+2d", "-2d"})
    void aClockThatIsWrongDoesNoHarm(String error, TestWarehouse warehouse) throws SQLException {
        if (!Files.isExecutable(Path.of("/usr/bin/faketime"))) {
            Skip.because("a wrong clock", "there is no /usr/bin/faketime on this machine");
        }
        // leases soon end, were they not renewed
        var settings = manyTransactions(
                warehouse, "load.threads=1", "sync.lease-seconds=5", "sync.heartbeat=1000", "sync.retry-seconds=0");
        var running = together(warehouse, settings, List.of(new String[0], new String[] {"faketime", "-f", error}));
        try (var right = running.get(0);
                var wrong = running.get(1)) {
            assertThat(List.of(right.exitCode(), wrong.exitCode()))
                    .as(right.output() + wrong.output())
                    .contains(0)
                    .isSubsetOf(0, 1);
            assertThat(right.output() + wrong.output()).doesNotContain("its lease has ended");
        }
        assertShared(warehouse);
        assertUndisturbed(warehouse);
        var now = " not between now() - interval '1 hour' and now()";
        assertThat(warehouse.number(
                        "select count(*) from cameleer.syncs where started_at" + now + " or ended_at" + now))
                .isZero();
        assertThat(warehouse.number("select count(*) from cameleer.files where discovered_at" + now + " or completed_at"
                        + now + " or next_attempt_at" + now))
                .isZero();
        assertThat(warehouse.number("select count(*) from events.tracks where uuid_ts" + now))
                .isZero();
        assertThat(warehouse.number(
                        "select count(*) from (select cast(substring(description from 'first seen (.*)') as timestamptz) as seen"
                                + " from pg_description) d where seen" + now))
                .isZero();
    }

    /** Whether more than one of them has loaded something. */
    private static void assertShared(TestWarehouse warehouse) {
        assertThat(warehouse.number("select count(*) from cameleer.syncs where files_complete > 0"))
                .isGreaterThan(1);
    }

    private static void assertUndisturbed(TestWarehouse warehouse) {
        assertThat(Tables.of(warehouse, "events")).isEqualTo(undisturbed);
        assertThat(
                        warehouse.lines(
                                "select state, count(*), sum(lines), sum(events), sum(rejects) from cameleer.files group by state"))
                .containsExactly("complete|200|4800|4600|200");
        assertThat(warehouse.lines("select count(*), count(distinct (file_id, line)) from cameleer.rejects"))
                .containsExactly("200|200");
        assertThat(warehouse.number("select count(*) from cameleer.progress")).isZero();
    }

    private static void assertGivenBack(TestWarehouse warehouse) {
        assertThat(warehouse.number("select count(*) from cameleer.workers")).isZero();
        assertThat(warehouse.number("select count(*) from cameleer.files where claimed_by is not null"))
                .isZero();
    }

    /**
     * Starts processes that begin to load at the same moment, however long each takes to start.
     *
     * @param wrappers for each a command that runs it, or nothing
     */
    private static List<CameleerProcess> together(TestWarehouse warehouse, Settings settings, List<String[]> wrappers)
            throws SQLException {
        // makes the ledger, and loads nothing
        TestCameleer.sync(settings.with(Map.of("storage.prefix", "none"), "test"));
        try (var holder = warehouse.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table cameleer.files");
            var running = wrappers.stream()
                    .map(wrapper -> CameleerProcess.once(settings, "128m", wrapper))
                    .toList();
            await().until(() -> warehouse.number("select count(*) from cameleer.workers") == running.size());
            holder.rollback();
            return running;
        }
    }

    /** Has every insert into tracks take a while once it has rows enough to act upon. */
    private static void slowDown(TestWarehouse warehouse, double seconds) {
        warehouse.execute(
                """
                create schema events; create table events.tracks (id text);
                create function slow_down() returns trigger language plpgsql as $$
                begin
                  if (select count(*) from events.tracks) > 300 then perform pg_sleep(%s); end if;
                  return null;
                end $$;
                create trigger slow_down after insert on events.tracks execute function slow_down()"""
                        .formatted(seconds));
    }

    /** Waits for a moment in the life of a process. */
    private static void awaitIn(CameleerProcess process, Callable<Boolean> moment) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(10, MILLISECONDS)
                .until(() -> moment.call() || !process.isAlive());
        assertThat(process.isAlive()).as(process.output()).isTrue();
    }

    /** Whether a process has a file. */
    private static boolean hasFile(TestWarehouse warehouse, CameleerProcess process) {
        return warehouse.hasTable("cameleer.files")
                && warehouse.number(
                                "select count(*) from cameleer.files f join cameleer.workers w on w.id = f.claimed_by where process = "
                                        + process.id())
                        > 0;
    }

    /** Rows in tracks: one for each event. */
    private static long tracks(TestWarehouse warehouse) {
        return warehouse.hasTable("events.tracks") ? warehouse.number("select count(*) from events.tracks") : 0;
    }

    private static Settings manyTransactions(TestWarehouse warehouse, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.add("load.batch-rows=20");
        // so that a small heap will do
        settings.add("load.memory=16MB");
        settings.add("read.max-line-bytes=4MB");
        // a row that came twice would be seen
        settings.add("load.mode=append");
        return TestCameleer.settings(warehouse, bucket, settings.toArray(String[]::new));
    }

    /** Events of nine names, some with a value to discard, and a reject. */
    private static String lines(int file) {
        var lines = new StringBuilder();
        for (int line = 1; line <= LINES; line++) {
            lines.append(
                            line == LINES
                                    ? "broken in file " + file
                                    : """
                              {"type":"track","messageId":"%1$d-%2$d","event":"Thing %3$d Done","receivedAt":"2024-03-05T06:07:08.901Z",\
                              "properties":{"line":%2$d,"fooBar":%4$s,"foo_bar":"x","only_%3$d":"tab\\t"}}"""
                                            .formatted(file, line, line % 9, line % 13 == 0 ? "true" : "null"))
                    .append('\n');
        }
        return lines.toString();
    }
}
