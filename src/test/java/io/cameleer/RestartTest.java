package io.cameleer;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameleer.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed, held up or side by side: each row is there once, as if nothing had happened. */
@ExtendWith(TestServers.class)
class RestartTest {
    private static final int FILES = 8;
    private static final int LINES = 600;
    private static final int KILLS = 11;

    private Map<String, List<String>> undisturbed;

    @BeforeEach
    void whatAnUndisturbedSyncMakes(TestBucket bucket) {
        for (int file = 0; file < FILES; file++) {
            bucket.putGzipLines("rudder-logs/src-%d/events-%d.json.gz".formatted(file % 2, file), lines(file));
        }
        var warehouse = TestServers.newWarehouse();
        assertThat(TestCameleer.sync(warehouse, bucket, "load.mode=append").allLoaded())
                .isTrue();
        undisturbed = Tables.of(warehouse, "events");
        assertThat(tracks(warehouse)).isEqualTo(4_704);
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void killedAtAnyPointAndStartedAgainItLoadsEachRowOnce(String method, TestWarehouse warehouse, TestBucket bucket) {
        // so long a lease that nobody could wait for its end: whoever is dead on this machine is known to be
        var settings = manyTransactions(warehouse, bucket, "load.method=" + method, "sync.lease-seconds=3600");
        var dice = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            try (var process = CameleerProcess.once(settings, "256m")) {
                if (kill % 4 == 0) {
                    awaitIn(process, () -> signedOn(warehouse, process));
                } else {
                    long enough = tracks(warehouse) + dice.nextInt(380);
                    awaitIn(process, () -> tracks(warehouse) > enough);
                }
                process.kill();
            }
        }
        assertThat(tracks(warehouse)).isLessThan(4_704);

        try (var process = CameleerProcess.once(settings, "256m")) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }

        assertUndisturbed(warehouse);
    }

    @Test
    void twoProcessesShareTheFiles(TestWarehouse warehouse, TestBucket bucket) {
        var settings = manyTransactions(warehouse, bucket, "load.threads=1");
        try (var one = CameleerProcess.once(settings, "256m");
                var other = CameleerProcess.once(settings, "256m")) {
            var codes = List.of(one.exitCode(), other.exitCode());
            // who ends first leaves files to the other, and says so
            assertThat(codes).as(one.output() + other.output()).contains(0).isSubsetOf(0, 1);
        }

        assertUndisturbed(warehouse);
        assertThat(warehouse.lines("select sum(files_complete), sum(lines), sum(rows_loaded) from cameleer.syncs"))
                .containsExactly("8|4800|9408");
    }

    /** The one that is held up may be within a transaction; its successor does not wait for that. */
    @Test
    void aProcessThatIsHeldUpBeyondItsLeaseWritesNothingBesideItsSuccessor(TestWarehouse warehouse, TestBucket bucket) {
        var settings = manyTransactions(warehouse, bucket, "sync.lease-seconds=5", "sync.heartbeat=1000");
        try (var heldUp = CameleerProcess.once(settings, "256m")) {
            awaitIn(heldUp, () -> tracks(warehouse) > 500);
            heldUp.pause();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> warehouse.number(
                                    "select count(*) from cameleer.workers where lease_until > clock_timestamp()")
                            == 0);
            try (var successor = CameleerProcess.once(settings, "256m")) {
                assertThat(successor.exitCode()).as(successor.output()).isZero();
            }
            assertUndisturbed(warehouse);

            heldUp.resume();

            assertThat(heldUp.exitCode()).as(heldUp.output()).isEqualTo(Cameleer.NOT_ALL_LOADED);
            assertThat(heldUp.output()).contains("this process was held up for so long that its lease has ended");
        }
        assertUndisturbed(warehouse);
    }

    @Test
    void askedToEndItFinishesWhatIsOpenAndGivesBackItsFiles(TestWarehouse warehouse, TestBucket bucket) {
        var settings = manyTransactions(warehouse, bucket, "sync.lease-seconds=3600");
        try (var process = CameleerProcess.once(settings, "256m")) {
            awaitIn(process, () -> tracks(warehouse) > 500);
            process.terminate();
            assertThat(process.exitCode()).as(process.output()).isNotZero();
        }
        assertThat(warehouse.number("select count(*) from cameleer.workers")).isZero();
        assertThat(warehouse.number("select count(*) from cameleer.files where claimed_by is not null"))
                .isZero();
        assertThat(tracks(warehouse)).isLessThan(4_704);

        try (var process = CameleerProcess.once(settings, "256m")) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
        assertUndisturbed(warehouse);
    }

    private void assertUndisturbed(TestWarehouse warehouse) {
        assertThat(Tables.of(warehouse, "events")).isEqualTo(undisturbed);
        assertThat(
                        warehouse.lines(
                                "select state, count(*), sum(lines), sum(events), sum(rejects) from cameleer.files group by state"))
                .containsExactly("complete|8|4800|4704|96");
        assertThat(warehouse.lines("select count(*), count(distinct (file_id, line)) from cameleer.rejects"))
                .containsExactly("96|96");
        assertThat(
                        warehouse.lines(
                                "select name, sum(cast(rows as bigint)) from cameleer.files, jsonb_each_text(table_rows) as t (name, rows) group by name order by name"))
                .isEqualTo(undisturbed.entrySet().stream()
                        .filter(table -> !table.getKey().equals("rudder_discards"))
                        .map(table -> "events." + table.getKey() + "|"
                                + (table.getValue().size() - 1))
                        .toList());
        assertThat(warehouse.number("select count(*) from cameleer.progress")).isZero();
    }

    /** Waits for a moment in the life of a process. */
    private static void awaitIn(CameleerProcess process, Callable<Boolean> moment) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(10, MILLISECONDS)
                .atMost(Duration.ofSeconds(60))
                .until(() -> moment.call() || !process.isAlive());
        assertThat(process.isAlive()).as(process.output()).isTrue();
    }

    private static boolean signedOn(TestWarehouse warehouse, CameleerProcess process) {
        return exists(warehouse, "cameleer.workers")
                && warehouse.number("select count(*) from cameleer.workers where process = " + process.id()) == 1;
    }

    /** Rows in tracks: one for each event. */
    private static long tracks(TestWarehouse warehouse) {
        return exists(warehouse, "events.tracks") ? warehouse.number("select count(*) from events.tracks") : 0;
    }

    private static boolean exists(TestWarehouse warehouse, String table) {
        return warehouse.value("select to_regclass('%s')".formatted(table)) != null;
    }

    private static Settings manyTransactions(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.add("load.batch-rows=20");
        // a row that came twice would be seen
        settings.add("load.mode=append");
        return TestCameleer.settings(warehouse, bucket, settings.toArray(String[]::new));
    }

    /** Events of nine names, some with a value to discard, and rejects. */
    private static List<String> lines(int file) {
        var lines = new ArrayList<String>();
        for (int line = 1; line <= LINES; line++) {
            if (line % 50 == 0) {
                lines.add("broken in file " + file);
            } else {
                lines.add(
                        """
                        {"type":"track","messageId":"%1$d-%2$d","event":"Thing %3$d Done","receivedAt":"2024-03-05T06:07:08.901Z",\
                        "properties":{"line":%2$d,"fooBar":%4$s,"foo_bar":"x","only_%3$d":"tab\\t"}}"""
                                .formatted(file, line, line % 9, line % 13 == 0 ? "true" : "null"));
            }
        }
        return lines;
    }
}
