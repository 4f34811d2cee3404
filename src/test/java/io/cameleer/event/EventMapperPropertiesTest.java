package io.cameleer.event;

import static io.cameleer.event.GoldenCase.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.event.MappingOptions.OnCollision;
import io.cameleer.event.MappingOptions.OnReserved;
import io.cameleer.read.SourceContext;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for any event. The events are made from a seed, of names and values that are apt to get in each other's way. */
class EventMapperPropertiesTest {
    private static final List<String> TYPES =
            List.of("track", "identify", "page", "screen", "group", "alias", "extract", "merge", "Track", "record");
    private static final List<String> KEYS = List.of(
            "a",
            "b",
            "A",
            "fooBar",
            "foo_bar",
            "foo bar",
            "FooBar",
            "a_b",
            "context",
            "traits",
            "context_a",
            "0",
            "1",
            "id",
            "userId",
            "user_id",
            "timestamp",
            "name",
            "event",
            "user",
            "_user",
            "日本",
            "",
            "é",
            "uuid_ts",
            "sourceId",
            "rudder_event",
            "properties",
            "x".repeat(62) + "yz",
            "x".repeat(62) + "y",
            "ip",
            "received_at",
            "__a",
            "a\"b\\c");

    @Property(tries = 1_500)
    void anEventIsMappedOrRejectedAndItsNamesAreValid(@ForAll long seed) {
        var random = new Random(seed);
        MappedRows mapped = mapping(random).map(event(random).toString());
        assertThat(mapped.events() + mapped.rejects().size()).isEqualTo(1);
        assertThat(mapped.rejects())
                .allSatisfy(reject -> assertThat(reject.reason()).isNotBlank());
        for (Row row : mapped.rows()) {
            assertThat(row.layout().table()).matches("[a-z_][a-z0-9_$\\\\]{0,62}");
            assertThat(TestMapper.cells(row).keySet()).allMatch(name -> name.matches("[a-z_][a-z0-9_$\\\\]{0,62}"));
            assertThat(TestMapper.cells(row)).doesNotContainKey("uuid_ts");
        }
    }

    @Property(tries = 1_500)
    void everyScalarIsInARowOrADiscardOrADocumentedDrop(@ForAll long seed) {
        var random = new Random(seed);
        TestMapper mapping = mapping(random);
        ObjectNode event = event(random);
        MappedRows mapped = mapping.map(event.toString());
        // a merge becomes no row, and neither does a track event without a name where tracks is skipped
        if (mapped.rows().isEmpty()) {
            return;
        }
        var kept = new StringBuilder();
        for (Row row : mapped.rows()) {
            TestMapper.cells(row).values().forEach(cell -> kept.append(cell).append('\n'));
            row.discards().forEach(discard -> kept.append(discard.value()).append('\n'));
        }
        var lost = new ArrayList<String>();
        scalars(event, "", event.path("type").asText().toLowerCase(Locale.ROOT), kept.toString(), lost);
        assertThat(lost).as("%s%n%s", event, kept).isEmpty();
    }

    @Property(tries = 1_000)
    void theOrderOfKeysAndWhatCameBeforeDoNotMatter(@ForAll long seed) throws JsonProcessingException {
        var random = new Random(seed);
        TestMapper one = mapping(random);
        TestMapper other = mapping(new Random(seed));
        ObjectNode event = event(random);
        var expected = comparable(one.text(event.toString()));
        for (int before = 0; before < 3; before++) {
            other.map(event(random).toString());
        }
        assertThat(comparable(other.text(event.toString()))).isEqualTo(expected);
        assertThat(comparable(other.text(shuffled(event, random).toString()))).isEqualTo(expected);
    }

    private static TestMapper mapping(Random random) {
        var options = new MappingOptions(
                random.nextInt(4) == 0,
                random.nextInt(4) == 0,
                random.nextInt(3) == 0
                        ? List.of("track.properties.a", "identify.context.traits", "fooBar", "a.b")
                        : List.of(),
                random.nextBoolean(),
                random.nextBoolean(),
                false,
                random.nextInt(10) == 0 ? 12 : 1600,
                SendingRules.ALL,
                random.nextBoolean() ? OnReserved.DISCARD : OnReserved.KEEP,
                random.nextBoolean() ? OnCollision.DISCARD : OnCollision.SUFFIX);
        String category = random.nextInt(4) == 0 ? "cloud" : "";
        return new TestMapper(
                options,
                new SourceContext("src", "js", category, "dst", "POSTGRES", "2024-01-01", line -> "auto-" + line));
    }

    private static ObjectNode event(Random random) {
        ObjectNode event = JSON.createObjectNode();
        int[] marks = {0};
        event.put("type", TYPES.get(random.nextInt(TYPES.size())));
        for (String field : List.of("properties", "userProperties", "traits", "context")) {
            if (random.nextInt(4) > 0) {
                event.set(field, part(random, marks, field));
            }
        }
        if (event.path("context").isObject() && random.nextBoolean()) {
            ((ObjectNode) event.path("context")).set("traits", object(random, marks, 1));
        }
        for (String field : List.of(
                "messageId",
                "anonymousId",
                "userId",
                "channel",
                "event",
                "name",
                "recordId",
                "sentAt",
                "timestamp",
                "groupId",
                "previousId",
                "request_ip",
                "other")) {
            if (random.nextInt(3) > 0) {
                event.set(field, random.nextInt(5) == 0 ? value(random, marks, 1) : mark(marks));
            }
        }
        return event;
    }

    /** Mostly an object; or the JSON text of one, or what is none. */
    private static JsonNode part(Random random, int[] marks, String field) {
        return switch (random.nextInt(12)) {
            case 0 -> JSON.getNodeFactory().textNode(object(random, marks, 0).toString());
            case 1 -> field.equals("context") ? JSON.getNodeFactory().textNode("") : mark(marks);
            case 2 ->
                field.equals("context")
                        ? JSON.createArrayNode()
                        : JSON.createArrayNode().add(mark(marks));
            default -> object(random, marks, 0);
        };
    }

    private static ObjectNode object(Random random, int[] marks, int depth) {
        ObjectNode object = JSON.createObjectNode();
        for (int field = random.nextInt(7); field > 0; field--) {
            object.set(KEYS.get(random.nextInt(KEYS.size())), value(random, marks, depth));
        }
        return object;
    }

    private static JsonNode value(Random random, int[] marks, int depth) {
        return switch (random.nextInt(depth < 5 ? 10 : 4)) {
            case 0 -> JSON.getNodeFactory().numberNode(1_000_000_000L + marks[0]++);
            case 1 -> JSON.getNodeFactory().numberNode(0.5 + 1_000_000_000L + marks[0]++);
            case 2 -> JSON.nullNode();
            case 3 -> JSON.getNodeFactory().textNode("");
            case 4 -> JSON.createArrayNode().add(mark(marks)).add(object(random, marks, depth + 1));
            case 5 -> JSON.createArrayNode();
            case 6 -> mark(marks);
            default -> object(random, marks, depth + 1);
        };
    }

    private static JsonNode mark(int[] marks) {
        return JSON.getNodeFactory().textNode("mark-" + marks[0]++ + ".");
    }

    /** Finds the scalars that are neither kept nor documented to be left out. */
    private static void scalars(JsonNode node, String path, String type, String kept, List<String> lost) {
        if (node.isTextual() && node.textValue().startsWith("{")) {
            scalars(tree(node.textValue()), path, type, kept, lost);
        } else if (node.isObject()) {
            node.properties()
                    .forEach(field -> scalars(
                            field.getValue(),
                            path.isEmpty() ? field.getKey() : path + "\0" + field.getKey(),
                            type,
                            kept,
                            lost));
        } else if (node.isArray()) {
            // an array goes where its path says, with all that is in it
            leaves(node).forEach(leaf -> scalars(leaf, path, type, kept, lost));
        } else if (!node.isNull()
                && !node.asText().isEmpty()
                && !kept.contains(node.asText())
                && !isDocumentedDrop(path.split("\0", -1), type)) {
            lost.add(path.replace('\0', '.') + " = " + node);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private static List<JsonNode> leaves(JsonNode node) {
        if (!node.isContainerNode()) {
            return List.of(node);
        }
        var leaves = new ArrayList<JsonNode>();
        node.forEach(each -> leaves.addAll(leaves(each)));
        return leaves;
    }

    private static boolean isDocumentedDrop(String[] path, String type) {
        String root = path[0];
        var known = EventType.of(type).orElseThrow();
        boolean flattened =
                switch (root) {
                    case "context" -> path.length == 1 || !path[1].equals("sourceId");
                    case "properties" ->
                        Set.of(EventType.TRACK, EventType.PAGE, EventType.SCREEN, EventType.EXTRACT)
                                .contains(known);
                    case "traits" ->
                        Set.of(EventType.IDENTIFY, EventType.GROUP, EventType.ALIAS)
                                .contains(known);
                    case "userProperties" ->
                        Set.of(EventType.TRACK, EventType.IDENTIFY).contains(known);
                    default -> isRead(root, known);
                };
        return !flattened;
    }

    private static boolean isRead(String field, EventType type) {
        return switch (field) {
            case "event" -> type == EventType.TRACK || type == EventType.EXTRACT;
            case "recordId" -> type == EventType.EXTRACT;
            case "name" -> type == EventType.PAGE || type == EventType.SCREEN;
            case "groupId" -> type == EventType.GROUP;
            case "previousId" -> type == EventType.ALIAS;
            case "messageId", "anonymousId", "userId", "channel", "sentAt", "timestamp", "originalTimestamp" ->
                type != EventType.EXTRACT;
            case "request_ip" -> type != EventType.EXTRACT;
            default -> false;
        };
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(each -> array.add(shuffled(each, random)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        var fields = new ArrayList<>(node.properties());
        Collections.shuffle(fields, random);
        ObjectNode object = JSON.createObjectNode();
        fields.forEach(field -> object.set(field.getKey(), shuffled(field.getValue(), random)));
        return object;
    }

    /** Rows as trees, with JSON texts read, so that the order of keys within them does not count. */
    private static Object comparable(JsonNode node) throws JsonProcessingException {
        if (node.isTextual() && node.asText().matches("(?s)[\\[{].*")) {
            return JSON.readTree(node.asText());
        }
        if (node.isObject()) {
            Map<String, Object> object = new TreeMap<>();
            for (var field : node.properties()) {
                object.put(field.getKey(), comparable(field.getValue()));
            }
            return object;
        }
        if (node.isArray()) {
            var array = new ArrayList<>();
            for (JsonNode each : node) {
                array.add(comparable(each));
            }
            return array;
        }
        return node;
    }
}
