package io.cameleer.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameleer.TestBucket;
import io.cameleer.TestServers;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServers.class)
class SampleEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST_THOUSAND = "fcd4efc2e5bd49f3a8104f30e3a9dbd984a7658fb4a65c1dec02e4a84f2ea794";

    @Test
    void theSameSeedGivesTheSameBytesWhereverItRuns() throws Exception {
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(sha256(lines(1, 1000, SampleEvents.Flaws.FEW))).isEqualTo(FIRST_THOUSAND);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertThat(sha256(lines(1, 1000, SampleEvents.Flaws.FEW))).isEqualTo(FIRST_THOUSAND);
        assertThat(sha256(lines(2, 1000, SampleEvents.Flaws.FEW))).isNotEqualTo(FIRST_THOUSAND);
    }

    @Test
    void withoutFlawsEachLineIsAnEventOfItsOwn() throws Exception {
        var ids = new HashSet<String>();
        for (var line : lines(1, 5000, SampleEvents.Flaws.NONE)) {
            assertThat(ids.add(JSON.readTree(line).get("messageId").textValue()))
                    .isTrue();
        }
    }

    @Test
    void theFilesHoldAllKindsOfEventsAndTenEventNames() {
        var types = new TreeSet<String>();
        var names = new TreeSet<String>();
        for (var event : goodEvents()) {
            types.add(event.get("type").textValue());
            if (event.has("event")) {
                names.add(event.get("event").textValue());
            }
        }
        assertThat(types).containsExactly("alias", "group", "identify", "page", "screen", "track");
        assertThat(names)
                .containsExactly(
                        "Cart Viewed",
                        "Checkout Started",
                        "Coupon Applied",
                        "Order Completed",
                        "Product Added",
                        "Product Viewed",
                        "Search Performed",
                        "Signed Up",
                        "Subscription Renewed",
                        "Support Ticket Opened");
    }

    @Test
    void trackEventsAreOfUsualSize() {
        var tracks = goodEvents().stream()
                .filter(event -> event.get("type").textValue().equals("track"))
                .toList();
        assertThat(tracks.stream()
                        .mapToInt(event -> event.toString().getBytes(UTF_8).length)
                        .average()
                        .orElseThrow())
                .isBetween(1300.0, 1700.0);
        assertThat(tracks.stream().mapToInt(SampleEventsTest::columns).average().orElseThrow())
                .isBetween(42.0, 53.0);
    }

    @Test
    void thereAreFewFlawsAndTheyAreCounted() {
        var lines = fileLines();
        var good = goodEvents();
        var odd = good.stream().filter(SampleEventsTest::isOdd).count();

        assertThat(lines).hasSize(6000);
        assertThat(lines.size() - good.size()).as("broken").isEqualTo(10);
        assertThat(good.size()
                        - good.stream()
                                .map(event -> event.get("messageId"))
                                .distinct()
                                .count())
                .as("retried")
                .isEqualTo(20);
        assertThat(odd).as("odd values").isBetween(10L, 60L);
    }

    @Test
    void theFilesGoToTheBucketUnderTheNamesThatRudderStackGives(TestBucket bucket) throws Exception {
        assertThat(SampleFiles.put(bucket.client(), bucket.name())).isEqualTo(40);

        assertThat(bucket.keys())
                .hasSize(40)
                .allMatch(key ->
                        key.matches("rudder-logs/(\\w+)/2026-03-0[2-7]/\\d{10}\\.\\1\\.[0-9a-f-]{36}\\.json\\.gz"));
        assertThat(bucket.keys().stream().map(key -> key.split("/")[2]).distinct())
                .hasSize(5);
        var first = SampleFiles.all().get(0);
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bucket.get(first.key())))) {
            assertThat(new String(gzip.readAllBytes(), UTF_8)).isEqualTo(first.lines());
        }
    }

    private static List<String> lines(long seed, int count, SampleEvents.Flaws flaws) {
        var events = new SampleEvents(seed, SampleSource.WEB, 1_767_225_600_000L, flaws);
        var line = new StringBuilder();
        var lines = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            line.setLength(0);
            events.next(line);
            lines.add(line.toString());
        }
        return lines;
    }

    private static List<String> fileLines() {
        return SampleFiles.all().stream().flatMap(file -> file.lines().lines()).toList();
    }

    private static List<JsonNode> goodEvents() {
        var events = new ArrayList<JsonNode>();
        for (var line : fileLines()) {
            try {
                var event = JSON.readTree(line);
                if (!event.get("type").textValue().equals("heartbeat")) {
                    events.add(event);
                }
            } catch (JsonProcessingException broken) {
                // counted by its absence
            }
        }
        return events;
    }

    private static boolean isOdd(JsonNode event) {
        var properties = event.path("properties");
        return List.of("position", "quantity", "item_count", "loyalty_points").stream()
                        .anyMatch(name -> properties.path(name).isTextual())
                || properties.path("query").asText().indexOf('\0') >= 0;
    }

    /** About the columns of the event's own table: leaves of context and properties, and those that all events have. */
    private static int columns(JsonNode event) {
        var idsTimesAndNames = 14;
        return leaves(event.get("context")) + leaves(event.path("properties")) + idsTimesAndNames;
    }

    private static int leaves(JsonNode node) {
        if (!node.isObject()) {
            return node.isNull() || node.asText("x").isEmpty() && !node.isArray() ? 0 : 1;
        }
        var leaves = 0;
        for (var child : node) {
            leaves += leaves(child);
        }
        return leaves;
    }

    private static String sha256(List<String> lines) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256")
                .digest(String.join("\n", lines).getBytes(UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
