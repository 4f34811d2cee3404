package io.cameleer.copy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cameleer.Application;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes in, each of its values can be read back: from the table, from its {@code _overflow}, from the discards or
 * from the rejected rows. The tables are of the kind that takes little: columns of many types, a constraint, a trigger, and
 * room for few columns.
 */
class NothingIsLostTest {
    private static final List<String> NAMES = List.of(
            "total",
            "code",
            "at",
            "flag",
            "color",
            "list",
            "free",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "id",
            "userId",
            "receivedAt",
            "xmin",
            "_overflow");

    /** An instant is found again as it was written, or in the form that PostgreSQL gives it. */
    private static final List<String> TEXTS =
            List.of("red", "2024-02-03", "2024-02-30", "2024-02-03 04:05:06.123456+01:00", " ", "xmin");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static TestWarehouse warehouse;
    private static TestBucket bucket;
    private static Application cameleer;
    private static int files;

    private int marks;

    @BeforeContainer
    static void start() {
        warehouse = TestServers.newWarehouse();
        bucket = TestServers.newBucket();
        warehouse.execute(
                """
                create schema events;
                create type events.color as enum ('red', 'green');
                create table events.made (
                  id text, total bigint check (total % 7 > 0), code varchar(12), at date, flag boolean, color events.color,
                  list bigint[], uuid_ts timestamptz);
                create function events.refuse() returns trigger language plpgsql as $$ begin
                  if new.code like '%5%' then raise 'no fives'; end if;
                  if new.code like '%6%' then return null; end if;
                  return new; end $$;
                create trigger refuse before insert on events.made for each row execute function events.refuse()""");
        cameleer = new Application(
                        TestCameleer.settings(
                                warehouse, bucket, "schema.max-columns=22", "load.batch-rows=20", "load.mode=append"),
                        report -> {})
                .start();
    }

    @AfterContainer
    static void end() {
        cameleer.close();
    }

    @Property(tries = 20)
    void everyValueIsInItsRowOrAmongTheDiscardsOrTheRejectedRows(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var file = "%05d.json".formatted(++files);
        var events = new ArrayList<ObjectNode>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            events.add(event(file + "-" + i, random));
        }
        bucket.putLines(file, events.stream().map(ObjectNode::toString).toArray(String[]::new));

        var report = cameleer.sync();

        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
        var kept = kept(file);
        for (var event : events) {
            var ofEvent = kept.get(event.get("messageId").textValue());
            var lost = new ArrayList<String>();
            leaves(properties(event), lost);
            lost.removeIf(value -> value.isEmpty() || ofEvent.contains(value) || ofEvent.contains(instant(value)));
            assertThat(lost).as("%s%n%s", event, ofEvent).isEmpty();
        }
    }

    /** All that the database has of the events of a file, as text by their ids. */
    private static Map<String, String> kept(String file) throws JsonProcessingException {
        var kept = new HashMap<String, String>();
        for (var row : warehouse.rows(
                """
                select id, row from (
                  select id, cast(to_jsonb(m) as text) as row from events.made m
                  union all select id, cast(to_jsonb(t) as text) from events.tracks t
                  union all select row_id, cast(to_jsonb(d) as text) from events.rudder_discards d
                  union all select row ->> 'id', cast(row as text) from cameleer.rejected_rows) r
                where id like '%s-%%'"""
                        .formatted(file))) {
            var leaves = new ArrayList<String>();
            leaves(JsonMapper.builder().build().readTree((String) row.get("row")), leaves);
            leaves.replaceAll(NothingIsLostTest::plain);
            kept.merge((String) row.get("id"), String.join("\n", leaves), (one, other) -> one + "\n" + other);
        }
        return kept;
    }

    /** The leaves of a text that is JSON itself, as arrays are in a text column; else the text. */
    private static String plain(String text) {
        if (!text.startsWith("[")) {
            return text;
        }
        try {
            var leaves = new ArrayList<String>();
            leaves(JsonMapper.builder().build().readTree(text), leaves);
            return String.join("\n", leaves);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /** How a column of times shows a text of {@link #TEXTS} that is one. */
    private static String instant(String text) {
        return text.equals("2024-02-03 04:05:06.123456+01:00") ? "2024-02-03T03:05:06.123456+00:00" : text;
    }

    private static void leaves(JsonNode node, List<String> into) {
        if (node.isContainerNode()) {
            node.forEach(each -> leaves(each, into));
        } else if (!node.isNull()) {
            into.add(node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.asText());
        }
    }

    private ObjectNode event(String id, Random random) {
        var event = JSON.objectNode()
                .put("type", "track")
                .put("event", "made")
                .put("messageId", id)
                .put("receivedAt", "2024-03-05T06:07:08.901Z");
        var properties = JSON.objectNode();
        for (int i = random.nextInt(NAMES.size()); i >= 0; i--) {
            properties.set(NAMES.get(random.nextInt(NAMES.size())), value(random, 0));
        }
        return switch (random.nextInt(10)) {
            case 0 -> event.put("properties", properties.toString());
            case 1 -> event.put("properties", "mark-" + ++marks);
            case 2 -> event.set("properties", JSON.arrayNode().add(value(random, 1)));
            default -> event.set("properties", properties);
        };
    }

    /** What an event has, though it may have it as text. */
    private static JsonNode properties(ObjectNode event) throws JsonProcessingException {
        var properties = event.get("properties");
        return properties.isTextual() && properties.textValue().startsWith("{")
                ? JsonMapper.builder().build().readTree(properties.textValue())
                : properties;
    }

    private JsonNode value(Random random, int depth) {
        marks++;
        return switch (random.nextInt(depth < 2 ? 9 : 6)) {
            case 0 -> JSON.numberNode(1_000_000_000L + marks);
            case 1 -> JSON.numberNode(9_000_000_000_000_000_000L + marks);
            case 2 -> JSON.numberNode(new BigDecimal(1_000_000_000L + marks + ".5"));
            case 3 -> JSON.textNode("mark-" + marks);
            case 4 -> JSON.textNode("mark-%d. ü \\ 'quoted' \t\n😀".formatted(marks));
            case 5 -> JSON.booleanNode(random.nextBoolean());
            case 6 -> JSON.arrayNode().add(value(random, depth + 1)).add(value(random, depth + 1));
            case 7 -> JSON.objectNode().set("in", value(random, depth + 1));
            default -> JSON.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }
}
