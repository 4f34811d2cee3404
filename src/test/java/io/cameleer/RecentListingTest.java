package io.cameleer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameleer.sync.Report;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which files a sync finds while folders of old days are left out, which is until the next whole listing is due. */
@ExtendWith(TestServers.class)
class RecentListingTest {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final DateTimeFormatter AMERICAN = DateTimeFormatter.ofPattern("MM-dd-yyyy");

    /** A listing long enough for that would take a test too long. */
    @BeforeEach
    void theNextWholeListingIsDueInAnHour(TestWarehouse warehouse, TestBucket bucket) {
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute("update cameleer.discoveries set whole_due_at = now() + interval '1 hour'");
    }

    @Test
    void theClocksSyncFindsWhatLiesInNoFolderOfAnOldDay(TestWarehouse warehouse, TestBucket bucket) {
        put(bucket, "src-1/" + TODAY + "/1.json");
        put(bucket, "src-1/" + TODAY.minusDays(1) + "/2.json");
        put(bucket, "src-2/" + AMERICAN.format(TODAY) + "/3.json");
        put(bucket, "4.json");
        put(bucket, "src-1/5.json");
        put(bucket, "src-1/" + TODAY.minusDays(3) + "/late.json");
        put(bucket, "src-2/" + AMERICAN.format(TODAY.minusDays(3)) + "/late.json");

        try (var console = Console.open()) {
            assertThat(clocksSync(warehouse, bucket).allLoaded()).isTrue();

            assertThat(console.text())
                    .containsPattern("Folders of days before \\d{4}-\\d\\d-\\d\\d are left out; from \\S+Z on, or with"
                            + " --once, all is listed");
        }
        assertThat(loaded(warehouse)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aLateFileIsLoadedWhenTheNextWholeListingIsDue(TestWarehouse warehouse, TestBucket bucket) {
        put(bucket, "src-1/2024-03-05/late.json");
        assertThat(clocksSync(warehouse, bucket).idle()).isTrue();

        warehouse.execute("update cameleer.discoveries set whole_due_at = now()");

        assertThat(clocksSync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(loaded(warehouse)).containsExactly("late");
    }

    @Test
    void aLateFileIsLoadedAtOnceBySomebodysSync(TestWarehouse warehouse, TestBucket bucket) {
        put(bucket, "src-1/2024-03-05/late.json");

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();

        assertThat(loaded(warehouse)).containsExactly("late");
    }

    /** What the other lists then is not enough, whether it leaves out old folders or was there already. */
    @Test
    void somebodysSyncListsAllAfterAnotherProcessHasListed(TestWarehouse warehouse, TestBucket bucket) {
        put(bucket, "src-1/2024-03-05/late.json");
        warehouse.execute(
                """
                insert into cameleer.workers (id, machine, process, process_start, lease_until)
                values ('00000000-0000-0000-0000-000000000001', 'another', 1, '', now() + interval '1 hour');
                update cameleer.discoveries set worker_id = '00000000-0000-0000-0000-000000000001'""");

        var sync = CompletableFuture.supplyAsync(() -> TestCameleer.sync(warehouse, bucket));
        await().until(() ->
                warehouse.number("select count(*) from cameleer.discoveries where whole_due_at <= now()") == 1);
        assertThat(loaded(warehouse)).isEmpty();
        warehouse.execute("update cameleer.discoveries set worker_id = null");

        assertThat(sync.join().allLoaded()).isTrue();
        assertThat(loaded(warehouse)).containsExactly("late");
    }

    /** It may be another object by now, which only a listing tells. */
    @Test
    void aFileThatCouldNotBeReadIsListedAnewInWhateverFolderItLies(TestWarehouse warehouse, TestBucket bucket) {
        put(bucket, "src-1/2024-03-05/replaced.json");
        warehouse.execute(
                """
                insert into cameleer.files (bucket, key, etag, size, last_modified)
                values ('%s', 'src-1/2024-03-05/replaced.json', 'as it was', 1, now())"""
                        .formatted(bucket.name()));

        assertThat(clocksSync(warehouse, bucket, "sync.retry-seconds=0").allLoaded())
                .isFalse();
        assertThat(clocksSync(warehouse, bucket).allLoaded()).isTrue();

        assertThat(loaded(warehouse)).containsExactly("replaced");
    }

    @Test
    void aListingThatFailsIsNoWholeOne(TestWarehouse warehouse, TestBucket bucket) {
        put(bucket, "src-1/2024-03-05/late.json");
        try (var way = FaultyConnection.to(
                bucket.endpoint().getHost(), bucket.endpoint().getPort())) {
            way.with(FaultyConnection.first(
                    Integer.MAX_VALUE,
                    FaultyConnection.Direction.REQUEST,
                    "list-type=2",
                    new FaultyConnection.Fate.Reply(
                            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII))));
            var failed = TestCameleer.sync(warehouse, bucket, "storage.endpoint=http://127.0.0.1:" + way.port());
            assertThat(failed.stopped()).startsWith("storage: HTTP 403");
        }

        assertThat(clocksSync(warehouse, bucket).allLoaded()).isTrue();

        assertThat(loaded(warehouse)).containsExactly("late");
    }

    private static void put(TestBucket bucket, String key) {
        var name = key.substring(key.lastIndexOf('/') + 1, key.length() - ".json".length());
        bucket.putLines(key, "{\"type\":\"track\",\"messageId\":\"%s\",\"event\":\"Thing Done\"}".formatted(name));
    }

    private static List<String> loaded(TestWarehouse warehouse) {
        return warehouse.hasTable("events.tracks")
                ? warehouse.lines("select id from events.tracks order by id")
                : List.of();
    }

    /** A sync that nobody asks for. */
    private static Report clocksSync(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var reports = new LinkedBlockingQueue<Report>();
        var settings = TestCameleer.settings(warehouse, bucket, more)
                .with(Map.of("sync.scheduled", "true", "sync.at-start", "true", "sync.frequency", "60"), "test");
        try (var application = new Application(settings, reports::add)) {
            application.start();
            return await().until(reports::poll, report -> report != null);
        }
    }
}
