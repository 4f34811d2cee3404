package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.embedded.FreePorts;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is private is nowhere in the database, whatever becomes of the line that it came in. */
@ExtendWith(TestServers.class)
class PrivacyTest {
    private static final String SECRET = "jane.secret";
    private static final String EMAIL = SECRET + "@example.com";

    @ParameterizedTest
    @ValueSource(strings = {"privacy.drop", "privacy.hash", "privacy.mask"})
    void noTableOfNoSchemaHoldsAPrivateValue(String setting, TestWarehouse warehouse, TestBucket bucket) {
        putEventsOfAllFates(bucket);
        makeTablesThatRefuse(warehouse);

        var report = TestCameleer.sync(
                warehouse,
                bucket,
                setting
                        + "=traits.email,context.traits.*,properties.email,properties.contacts.email,user.email,data.email",
                "privacy.hash-key=0123456789abcdef",
                "load.store-full-event=true",
                "load.max-value-bytes=1KB",
                "read.max-line-bytes=8KB",
                "load.json-columns=track.properties.contacts");

        assertThat(report.allLoaded()).isTrue();
        assertThat(found(warehouse, SECRET)).isEmpty();
        assertThat(warehouse.number("select count(*) from events.rudder_discards"))
                .isPositive();
        assertThat(warehouse.number("select count(*) from cameleer.rejected_rows"))
                .isEqualTo(1);
        assertThat(warehouse.lines("select line, reason from cameleer.rejects order by 1"))
                .containsExactly(
                        "6|Unknown event type: \"poem\"",
                        "7|not JSON: the text ends within a string, at byte 80",
                        "8|the line is longer than read.max-line-bytes allows",
                        "9|not a JSON object");
        assertThat(warehouse.lines("select distinct raw from cameleer.rejects where line > 6"))
                .containsExactly("(not kept: what is private could not be found in it)");
    }

    @Test
    void withoutTheSettingTheSearchFindsItEverywhere(TestWarehouse warehouse, TestBucket bucket) {
        putEventsOfAllFates(bucket);
        makeTablesThatRefuse(warehouse);

        TestCameleer.sync(
                warehouse,
                bucket,
                "load.store-full-event=true",
                "load.max-value-bytes=1KB",
                "read.max-line-bytes=8KB",
                "load.json-columns=track.properties.contacts");

        assertThat(found(warehouse, SECRET))
                .contains(
                        "cameleer.rejected_rows.row",
                        "cameleer.rejects.raw",
                        "events.identifies.email",
                        "events.identifies.rudder_event",
                        "events.order_paid.contacts",
                        "events.order_paid.email",
                        "events.rudder_discards.column_value",
                        "events.users.email");
    }

    @Test
    void whatTheUsersStepsFailOnIsKeptWithoutPrivateValues(
            TestWarehouse warehouse, TestBucket bucket, @TempDir Path folder) throws IOException {
        TestRoutes.copy(folder);
        TestRoutes.customize(
                folder,
                """
                - setHeader:
                    name: number
                    simple:
                      expression: "${body[traits][email]}"
                      resultType: java.lang.Integer
                """);
        bucket.putLines("1.json", identify("u-1", EMAIL));

        TestCameleer.sync(
                warehouse, bucket, "routes.folder=" + folder, "privacy.mask=traits.email,context.traits.mail");

        assertThat(warehouse.lines("select reason, raw from cameleer.rejects"))
                .containsExactly(
                        "the customize route failed: NumberFormatException|" + identify("u-1", "***@example.com"));
        assertThat(found(warehouse, SECRET)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.cameleer.HostileShapes#RULES")
    void noShapeOfAnEventGetsAPrivateValueIntoTablesLogOrMetrics(
            String rules, TestWarehouse warehouse, TestBucket bucket) throws Exception {
        putHostileShapes(warehouse, bucket);
        int port = FreePorts.any();

        String log;
        String metrics;
        try (var console = Console.open();
                var application = new Application(
                                shapeSettings(warehouse, bucket, port, HostileShapes.settings(rules)), report -> {})
                        .start()) {
            assertThat(application.sync().allLoaded()).isTrue();
            metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            log = console.text();
        }

        assertThat(found(warehouse, SECRET)).isEmpty();
        assertThat(found(warehouse, "203.0.113.77")).isEmpty();
        assertThat(log).contains("events.shown").doesNotContain(SECRET, "203.0.113.77");
        assertThat(metrics).contains("cameleer_events_total").doesNotContain(SECRET, "203.0.113.77");
        assertThat(warehouse.number("select count(*) from cameleer.rejects")).isPositive();
        assertThat(warehouse.number("select count(*) from cameleer.rejected_rows"))
                .isPositive();
    }

    @Test
    void withoutTheRulesTheSearchFindsWhatTheShapesHave(TestWarehouse warehouse, TestBucket bucket) {
        putHostileShapes(warehouse, bucket);

        TestCameleer.sync(shapeSettings(warehouse, bucket, 0));

        assertThat(found(warehouse, SECRET))
                .contains(
                        "cameleer.discards.example",
                        "cameleer.rejected_rows.row",
                        "cameleer.rejects.raw",
                        "events.identifies.email",
                        "events.identifies.rudder_event",
                        "events.rudder_discards.column_value",
                        "events.shown.contact_email",
                        "events.users.context_traits_email");
        assertThat(found(warehouse, "203.0.113.77"))
                .contains("events.tracks.context_ip", "events.tracks.context_request_ip");
    }

    /** Two hundred lines, and some that were found to get through. */
    private static void putHostileShapes(TestWarehouse warehouse, TestBucket bucket) {
        warehouse.execute(
                """
                create schema events;
                create table events.shown (id text check (right(id, 1) > '3'), email bigint)""");
        var random = new Random(15);
        bucket.putLines(
                "1.json",
                IntStream.range(0, 200)
                        .mapToObj(i -> HostileShapes.line(random, SECRET))
                        .toArray(String[]::new));
        bucket.putLines(
                "2.json",
                Stream.of("Email", "EMAIL", " email", "email ", "-email", "email\\ud800", "card_number", "card.number")
                        .map(name ->
                                "{\"type\":\"track\",\"event\":\"Visit\",\"request_ip\":\"203.0.113.77\",\"context\":{\"ip\":\"203.0.113.77\"},\"properties\":{\"%s\":\"%s\"}}"
                                        .formatted(name, EMAIL))
                        .toArray(String[]::new));
    }

    private static Settings shapeSettings(TestWarehouse warehouse, TestBucket bucket, int port, String... more) {
        return TestCameleer.settings(warehouse, bucket, more)
                .with(
                        Map.of(
                                "observe.enabled", Boolean.toString(port > 0),
                                "observe.port", Integer.toString(Math.max(port, 1)),
                                "load.store-full-event", "true",
                                "load.max-value-bytes", "1KB",
                                "identify.allow-users-context-traits", "true",
                                "load.json-columns", "track.properties.contact"),
                        "test");
    }

    /** Loaded, discarded for its column, too large, refused by its table, mapped already, unknown, broken, too long, no object. */
    private static void putEventsOfAllFates(TestBucket bucket) {
        bucket.putLines(
                "1.json",
                identify("u-1", EMAIL),
                order(
                        "o-1",
                        "\"email\":\"%s\",\"contacts\":[{\"email\":\"%1$s\"},[{\"email\":\"%1$s\"}]]".formatted(EMAIL)),
                order("o-2", "\"email\":\"%s\"".formatted(EMAIL.repeat(200))),
                order("refused", "\"email\":\"%s\"".formatted(EMAIL)),
                "{\"data\":{\"id\":\"d-1\",\"email\":\"%s\",\"amount\":\"much\"},\"metadata\":{\"table\":\"deals\",\"columns\":{\"id\":\"string\",\"amount\":\"string\",\"email\":\"string\"}}}"
                        .formatted(EMAIL),
                "{\"type\":\"poem\",\"user\":{\"email\":\"%s\"}}".formatted(EMAIL),
                "{\"type\":\"track\",\"event\":\"Broken\",\"properties\":{\"email\":\"" + EMAIL,
                order("o-3", "\"email\":\"%s\"".formatted(EMAIL.repeat(1000))),
                "[\"%s\"]".formatted(EMAIL));
    }

    /** One row is refused for its id; two columns of deals have room for numbers alone. */
    private static void makeTablesThatRefuse(TestWarehouse warehouse) {
        warehouse.execute(
                """
                create schema events;
                create table events.order_paid (id text check (id <> 'refused'));
                create table events.deals (id text, email bigint, amount bigint)""");
    }

    private static String identify(String user, String email) {
        return "{\"type\":\"identify\",\"messageId\":\"i-%s\",\"userId\":\"%1$s\",\"traits\":{\"email\":\"%s\"},\"context\":{\"traits\":{\"mail\":\"%2$s\"}}}"
                .formatted(user, email);
    }

    private static String order(String id, String properties) {
        return "{\"type\":\"track\",\"event\":\"Order Paid\",\"messageId\":\"%s\",\"properties\":{%s}}"
                .formatted(id, properties);
    }

    /** Where in the whole database a text is, in any column of any table, as {@code schema.table.column}. */
    private static List<String> found(TestWarehouse warehouse, String text) {
        var found = new ArrayList<String>();
        for (var table : warehouse.lines(
                """
                select format('%I.%I', table_schema, table_name) from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                order by table_schema, table_name""")) {
            if (warehouse.number("select count(*) from %s as t where strpos(cast(t as text), '%s') > 0"
                            .formatted(table, text))
                    > 0) {
                warehouse
                        .lines(
                                "select distinct key from %s as t, jsonb_each_text(to_jsonb(t)) where strpos(value, '%s') > 0 order by 1"
                                        .formatted(table, text))
                        .forEach(column -> found.add(table + "." + column));
            }
        }
        return found;
    }
}
