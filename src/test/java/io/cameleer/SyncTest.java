package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameleer.embedded.SampleFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which files a sync loads, and what it makes of many. */
@ExtendWith(TestServers.class)
class SyncTest {
    @Test
    void aSecondSyncLoadsNothingAgain(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putGzipLines("a.json.gz", track("m-1"), track("m-2"));
        TestCameleer.sync(warehouse, bucket);

        var second = TestCameleer.sync(warehouse, bucket);

        assertThat(second.idle()).isTrue();
        assertThat(second.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id from events.tracks order by id")).containsExactly("m-1", "m-2");
        assertThat(warehouse.lines("select id, state, files_complete, rows_loaded from cameleer.syncs order by id"))
                .containsExactly("1|done|1|4", "2|done|0|0");
    }

    @Test
    void aFileThatComesLaterIsLoadedByALaterTick(TestWarehouse warehouse, TestBucket bucket) {
        var settings = TestCameleer.settings(
                warehouse, bucket, "sync.scheduled=true", "sync.cron=* * * * * ?", "sync.tick=* * * * * ?");
        try (var application = new Application(settings, report -> {})) {
            application.start();
            bucket.putLines("early.json", track("m-1"));
            await().untilAsserted(() -> assertThat(complete(warehouse)).containsExactly("early.json"));

            bucket.putLines("later.json", track("m-2"));

            await().untilAsserted(() -> assertThat(complete(warehouse)).containsExactly("early.json", "later.json"));
        }
        assertThat(tracks(warehouse)).containsExactly("m-1", "m-2");
    }

    @Test
    void theProgramEndsThoughAStatementOfAScheduledSyncGoesOn(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events; create table events.tracks (id text);
                create function wait_long() returns trigger language plpgsql as $$
                begin perform pg_sleep(3600); return null; end $$;
                create trigger wait_long after insert on events.tracks execute function wait_long()""");
        var settings = TestCameleer.settings(
                warehouse,
                bucket,
                "sync.scheduled=true",
                "sync.cron=* * * * * ?",
                "sync.tick=* * * * * ?",
                "shutdown.timeout=1");
        try (var application = new Application(settings, report -> {}).start()) {
            // the first sync is not the clock's
            await().until(() -> warehouse.hasTable("cameleer.syncs")
                    && warehouse.number("select count(*) from cameleer.syncs where state = 'done'") > 0);
            bucket.putLines("1.json", track("m-1"));
            await().until(warehouse::isSleeping);

            CompletableFuture.runAsync(application::close).orTimeout(1, MINUTES).join();
        }
        assertThat(warehouse.lines("select state, claimed_by from cameleer.files"))
                .containsExactly("pending|∅");
        await().until(() -> !warehouse.isSleeping());
    }

    @Test
    void ofAnObjectThatGrowsAfterItWasLoadedTheRestIsLoaded(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("a.json", track("m-1"));
        bucket.putLines("b.json", track("m-2"));
        TestCameleer.sync(warehouse, bucket);
        bucket.putLines("a.json", track("m-1"), track("m-3"));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.rows()).isEqualTo(2);
        assertThat(tracks(warehouse)).containsExactly("m-1", "m-2", "m-3");
        assertThat(warehouse.lines(
                        "select key, state, lines, version, changed_at is not null from cameleer.files order by id"))
                .containsExactly("a.json|complete|2|1|t", "b.json|complete|1|1|f");
    }

    @Test
    void anObjectThatChangesBeforeItIsLoadedIsLoadedAsItIsNow(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("a.json", track("m-1"));
        TestCameleer.sync(warehouse, bucket);
        bucket.putLines("b.json", track("m-2"));
        warehouse.execute(
                """
                insert into cameleer.files (bucket, key, etag, size, last_modified)
                values ('%s', 'b.json', 'as it was', 1, now())"""
                        .formatted(bucket.name()));

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();

        assertThat(tracks(warehouse)).containsExactly("m-1", "m-2");
        assertThat(warehouse.lines("select key, version, changed_at is null from cameleer.files order by id"))
                .containsExactly("a.json|1|t", "b.json|1|f");
    }

    @Test
    void objectsThatAreNoEventFilesOrOutsideThePrefixAreLeftAlone(TestWarehouse warehouse, TestBucket bucket) {
        for (var key : List.of(
                "in/a.json", "in/b.jsonl", "in/c.ndjson", "in/d.json.gz", "in/e.jsonl.gz", "in/f/g.ndjson.gz")) {
            bucket.putLines(key, track(key));
        }
        for (var key : List.of("in/a.csv", "in/json", "in/b.json.bz2", "in/c.gz", "in/d.JSON.tmp", "out/a.json")) {
            bucket.putLines(key, track(key));
        }

        TestCameleer.sync(warehouse, bucket, "storage.prefix=in/");

        assertThat(tracks(warehouse))
                .containsExactly(
                        "in/a.json", "in/b.jsonl", "in/c.ndjson", "in/d.json.gz", "in/e.jsonl.gz", "in/f/g.ndjson.gz");
        assertThat(warehouse.number("select count(*) from cameleer.files")).isEqualTo(6);
    }

    /** A listing has pages of a thousand keys. */
    @Test
    void moreFilesThanAListingsPageAreAllLoaded(TestWarehouse warehouse, TestBucket bucket) {
        int files = 1_050;
        for (int i = 0; i < files; i++) {
            bucket.drop("many/%04d.json".formatted(i), track("m-" + i).getBytes(UTF_8));
        }

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select count(*), count(distinct id) from events.tracks"))
                .containsExactly(files + "|" + files);
        assertThat(warehouse.lines("select state, count(*), sum(lines) from cameleer.files group by state"))
                .containsExactly("complete|" + files + "|" + files);
    }

    /** Two loaders meet at a table that neither has seen; each brings a column that the other does not know. */
    @Test
    void loadersThatWidenATableAtTheSameTimeLoseNoColumn(TestWarehouse warehouse, TestBucket bucket) {
        for (int i = 0; i < 40; i++) {
            bucket.putLines(
                    "%02d.json".formatted(i),
                    """
                    {"type":"page","messageId":"m-%1$d","properties":{"column%1$d":"value"}}"""
                            .formatted(i));
        }

        TestCameleer.sync(warehouse, bucket, "load.threads=8", "load.batch-rows=1");

        assertThat(warehouse.number("select count(*) from events.rudder_discards"))
                .isZero();
        assertThat(warehouse.number(
                        "select count(*) from events.pages, jsonb_each(to_jsonb(pages)) where value = '\"value\"'"))
                .isEqualTo(40);
    }

    /** Counted by another parser than Cameleer's own, and by rules of a few lines. */
    @Test
    void thousandsOfSampleEventsMakeAsManyRowsAsTheirLinesSay(TestWarehouse warehouse, TestBucket bucket) {
        var expected = new TreeMap<String, Integer>();
        var users = new HashSet<String>();
        for (var file : SampleFiles.all()) {
            bucket.put(file.key(), file.gzip());
            file.lines()
                    .lines()
                    .flatMap(line -> tablesOf(line, users))
                    .forEach(table -> expected.merge(table, 1, Integer::sum));
        }
        // the one table that has one row for each id in any mode
        expected.put("events.users", users.size());

        var report = TestCameleer.sync(warehouse, bucket, "load.mode=append");

        assertThat(report.allLoaded()).isTrue();
        var counted = new TreeMap<String, Integer>();
        expected.keySet().forEach(table -> counted.put(table, (int) warehouse.number("select count(*) from " + table)));
        assertThat(counted).isEqualTo(expected).hasSizeGreaterThan(15);
        assertThat(warehouse.number("select count(*) from pg_tables where schemaname = 'events'"))
                .as("tables, with rudder_discards and without the rejects")
                .isEqualTo(expected.size());
    }

    private static Stream<String> tablesOf(String line, Set<String> users) {
        JsonNode event;
        try {
            event = new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            return Stream.of("cameleer.rejects");
        }
        return switch (event.path("type").asText()) {
            case "track" ->
                Stream.of(
                        "events.tracks",
                        "events."
                                + event.get("event")
                                        .asText()
                                        .toLowerCase(Locale.ROOT)
                                        .replace(' ', '_'));
            case "identify" -> {
                if (!event.path("userId").asText().isBlank()) {
                    users.add(event.get("userId").asText());
                }
                yield Stream.of("events.identifies");
            }
            case "page" -> Stream.of("events.pages");
            case "screen" -> Stream.of("events.screens");
            case "group" -> Stream.of("events.groups");
            case "alias" -> Stream.of("events.aliases");
            default -> Stream.of("cameleer.rejects");
        };
    }

    private static List<String> complete(TestWarehouse warehouse) {
        return warehouse.hasTable("cameleer.files")
                ? warehouse.lines("select key from cameleer.files where state = 'complete' order by id")
                : List.of();
    }

    private static List<String> tracks(TestWarehouse warehouse) {
        return warehouse.lines("select id from events.tracks order by id");
    }

    private static String track(String id) {
        return """
                {"type":"track","messageId":"%s","event":"Thing Done","receivedAt":"2024-03-05T06:07:08.901Z"}"""
                .formatted(id);
    }
}
