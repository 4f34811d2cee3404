package io.cameleer.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same events make the same tables, however they are ordered, split over files and syncs, and repeated. What the
 * tables are to hold is worked out here from the events alone.
 */
@ExtendWith(TestServers.class)
class MergeOrderTest {
    private static final int EVENTS = 80;

    /** An identify or a page event in the test's own terms; traits, or properties, that it lacks are absent. */
    private record Event(String type, String id, String user, int minute, Map<String, String> traits) {
        String line() {
            var text = new ArrayList<String>();
            traits.forEach((trait, value) -> text.add("\"%s\":\"%s\"".formatted(trait, value)));
            return """
                    {"type":"%s","messageId":"%s","userId":"%s","receivedAt":"%s","%s":{%s}}"""
                    .formatted(
                            type,
                            id,
                            user,
                            receivedAt(),
                            type.equals("page") ? "properties" : "traits",
                            String.join(",", text));
        }

        String receivedAt() {
            return "2024-01-01T%02d:%02d:00.000Z".formatted(minute / 60, minute % 60);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, copy, 1", "2, insert, 2", "3, copy, 3"})
    void theSameEventsMakeTheSameTables(
            int seed, String method, int threads, TestWarehouse warehouse, TestBucket bucket) {
        var random = new Random(seed);
        var events = events(random);
        var sent = new ArrayList<>(events);
        for (int i = 0; i < EVENTS / 2; i++) {
            sent.add(events.get(random.nextInt(EVENTS)));
        }
        Collections.shuffle(sent, random);

        int syncs = 1 + random.nextInt(3);
        int file = 0;
        for (int sync = 0; sync < syncs; sync++) {
            var share = sent.subList(sent.size() * sync / syncs, sent.size() * (sync + 1) / syncs);
            int size = 1 + random.nextInt(30);
            for (int from = 0; from < share.size(); from += size) {
                bucket.putGzipLines(
                        "%04d.json.gz".formatted(file++),
                        share.subList(from, Math.min(from + size, share.size())).stream()
                                .map(Event::line)
                                .toList());
            }
            var report = TestCameleer.sync(
                    warehouse,
                    bucket,
                    "load.mode=merge",
                    "load.method=" + method,
                    "load.threads=" + threads,
                    "load.batch-rows=" + (5 + random.nextInt(40)));
            assertThat(report.allLoaded())
                    .as(report.headline() + report.table())
                    .isTrue();
        }

        for (var type : List.of("identify", "page")) {
            assertThat(warehouse.lines(
                            "select id, user_id, to_char(received_at at time zone 'utc', 'HH24:MI'), plan, name, city"
                                    + " from events." + (type.equals("page") ? "pages" : "identifies")
                                    + " order by id"))
                    .isEqualTo(latest(type, events));
        }
        assertThat(warehouse.lines("select id, to_char(received_at at time zone 'utc', 'HH24:MI'), plan, name, city"
                        + " from events.users order by id"))
                .isEqualTo(users(events));
    }

    /** Events of some users; some pages are later versions of earlier ones. No two were received at the same time. */
    private static List<Event> events(Random random) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < EVENTS; i++) {
            var type = random.nextInt(3) == 0 ? "page" : "identify";
            var id = type.equals("page") ? "p-%02d".formatted(random.nextInt(30)) : "m-%03d".formatted(i);
            var user = type.equals("page") ? "u-1" : "u-" + random.nextInt(12);
            var traits = new TreeMap<String, String>();
            for (var trait : List.of("plan", "name", "city")) {
                if (random.nextBoolean()) {
                    traits.put(trait, trait + random.nextInt(1000));
                }
            }
            events.add(new Event(type, id, user, i * 3 + i % 2, traits));
        }
        return events;
    }

    /** Of each event the version received last. */
    private static List<String> latest(String type, List<Event> events) {
        var last = new TreeMap<String, Event>();
        events.stream()
                .filter(event -> event.type.equals(type))
                .forEach(event -> last.merge(event.id, event, (a, b) -> a.minute > b.minute ? a : b));
        return last.values().stream()
                .map(event -> String.join(
                        "|",
                        event.id,
                        event.user,
                        event.receivedAt().substring(11, 16),
                        event.traits.getOrDefault("plan", "∅"),
                        event.traits.getOrDefault("name", "∅"),
                        event.traits.getOrDefault("city", "∅")))
                .toList();
    }

    /** Of each user, for each trait, the value received last. */
    private static List<String> users(List<Event> events) {
        var users = new TreeMap<String, TreeMap<String, String>>();
        events.stream()
                .filter(event -> event.type.equals("identify"))
                .sorted((a, b) -> Integer.compare(a.minute, b.minute))
                .forEach(event -> {
                    var user = users.computeIfAbsent(event.user, id -> new TreeMap<>());
                    user.putAll(event.traits);
                    user.put("received", event.receivedAt().substring(11, 16));
                });
        return users.entrySet().stream()
                .map(user -> String.join(
                        "|",
                        user.getKey(),
                        user.getValue().get("received"),
                        user.getValue().getOrDefault("plan", "∅"),
                        user.getValue().getOrDefault("name", "∅"),
                        user.getValue().getOrDefault("city", "∅")))
                .toList();
    }
}
