package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each recipe of {@code routes/examples} does what {@code docs/customizing.md} says of it. */
@ExtendWith(TestServers.class)
class RecipesTest {
    private static final Path EXAMPLES = Path.of("routes/examples");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        TestRoutes.copy(folder);
    }

    @Test
    void everyRecipeIsTestedAndToldOf() throws IOException {
        var test = Files.readString(Path.of("src/test/java/io/cameleer/RecipesTest.java"));
        var page = Files.readString(Path.of("docs/customizing.md"));
        try (var files = Files.list(EXAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".camel.yaml", "")))
                    .isNotEmpty()
                    .allSatisfy(name -> {
                        assertThat(test).contains("cook(\"" + name + "\"");
                        assertThat(page).contains("../routes/examples/" + name + ".camel.yaml");
                    });
        }
    }

    @Test
    void eventsOfSomeNamesAndOfAUserAreDropped(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines(
                "1.json",
                track("Heartbeat", "m-1", ""),
                track("Order Completed", "m-2", ""),
                track("Order Completed", "m-3", "\"userId\":\"u-test\","),
                track("Debug", "m-4", ""));

        cook("drop-events", warehouse, bucket);

        assertThat(warehouse.lines("select id, event from events.tracks")).containsExactly("m-2|order_completed");
        assertThat(warehouse.lines("select events, dropped from cameleer.syncs"))
                .containsExactly("1|3");
    }

    @Test
    void ofTheVisitorsASampleIsLoadedTheSameInEveryRun(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        for (var file : List.of("1.json", "2.json")) {
            bucket.putLines(
                    file,
                    IntStream.range(0, 1000)
                            .mapToObj(
                                    i -> "{\"type\":\"page\",\"messageId\":\"%s-%d\",\"anonymousId\":\"visitor-%2$d\"}"
                                            .formatted(file, i))
                            .toArray(String[]::new));
        }

        cook("sample", warehouse, bucket);

        assertThat(warehouse.number("select count(distinct anonymous_id) from events.pages"))
                .isBetween(60L, 140L);
        assertThat(warehouse.lines("select distinct count(*) from events.pages group by anonymous_id"))
                .containsExactly("2");
    }

    @Test
    void anEventIsRenamedAndGetsAProperty(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines("1.json", track("Checkout Finished", "m-1", ""), track("Order Completed", "m-2", ""));

        cook("rename-event", warehouse, bucket);

        assertThat(warehouse.lines("select id, event_text, sent_as from events.order_completed order by id"))
                .containsExactly("m-1|Order Completed|Checkout Finished", "m-2|Order Completed|∅");
    }

    @Test
    void peopleGetPseudonyms(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines(
                "1.json",
                """
                {"type":"identify","messageId":"m-1","userId":"u-1","traits":{"email":"jane@example.com"},\
                "context":{"ip":"203.0.113.77","userAgent":"Mozilla/5.0 (Some Browser 1.2.3)"}}""");

        cook("pseudonyms", warehouse, bucket, "privacy.hash-key=0123456789abcdef");

        // printf 'jane@example.com' | openssl dgst -sha256 -hmac 0123456789abcdef
        assertThat(warehouse.lines("select email, context_ip, context_user_agent from events.identifies"))
                .containsExactly(
                        "a7a54661c75bce906717ca553fdff1b9e2c578d8c764c8e7d23ff39b7b5096b1|203.0.113.0|Mozilla/5.0 (Some Br");
    }

    @Test
    void onlyAllowedPropertiesAreLoaded(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines(
                "1.json",
                "{\"type\":\"track\",\"event\":\"Order Completed\",\"messageId\":\"m-1\",\"properties\":"
                        + "{\"order_id\":\"o-1\",\"total\":12.50,\"card\":{\"number\":\"4111\"}}}");

        cook("allowed-properties", warehouse, bucket);

        assertThat(warehouse.lines("select order_id, total from events.order_completed"))
                .containsExactly("o-1|12.50");
        assertThat(
                        warehouse.number(
                                "select count(*) from information_schema.columns where table_schema = 'events' and column_name like '%card%'"))
                .isZero();
    }

    @Test
    void theEventsOfASourceGoToANamespaceOfTheirOwn(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines("rudder-logs/src-crm/1.json", track("Deal Won", "m-1", ""));
        bucket.putLines("rudder-logs/src-web/1.json", track("Deal Won", "m-2", ""), page("p-1", "203.0.113.1"));

        cook("namespace-by-source", warehouse, bucket);

        assertThat(
                        warehouse.lines(
                                """
                select 'crm', id from crm.deal_won union all select 'events', id from events.deal_won order by 1"""))
                .containsExactly("crm|m-1", "events|m-2");
        assertThat(warehouse.lines("select tablename from pg_tables where schemaname = 'crm' order by 1"))
                .containsExactly("deal_won", "rudder_discards", "tracks");
        assertThat(warehouse.lines("select table_rows from cameleer.files order by key"))
                .containsExactly(
                        "{\"crm.tracks\": 1, \"crm.deal_won\": 1}",
                        "{\"events.pages\": 1, \"events.tracks\": 1, \"events.deal_won\": 1}");
    }

    @Test
    void aServiceIsAskedOnceForEachAddress(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines(
                "1.json",
                page("p-1", "203.0.113.1"),
                page("p-2", "203.0.113.1"),
                page("p-3", "198.51.100.2"),
                "{\"type\":\"page\",\"messageId\":\"p-4\"}");

        try (var service = new Service(path -> path.equals("/203.0.113.1") ? "NL\n" : "")) {
            cook("enrich-by-http", warehouse, bucket, "my.country-service=" + service.address());

            assertThat(service.requests()).containsExactly("GET /203.0.113.1 ", "GET /198.51.100.2 ");
        }
        assertThat(warehouse.lines("select id, context_ip, context_country from events.pages order by id"))
                .containsExactly("p-1|203.0.113.1|NL", "p-2|203.0.113.1|NL", "p-3|198.51.100.2|∅", "p-4|∅|∅");
    }

    /** Whatever an event has where an address should be: nothing of it becomes a part of a request, an option or a setting. */
    @Test
    void anEventCannotHaveASecretSentToAHostThatItNames(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        try (var service = new Service(path -> "NL");
                var thief = new Service(path -> "thanks")) {
            var host = URI.create(thief.address());
            bucket.putLines(
                    "1.json",
                    Stream.of(
                                    "x?proxyHost=%s&proxyPort=%d&a={{warehouse.password}}",
                                    "z?authMethod=Basic&authUsername={{storage.secret-access-key}}&authPassword={{warehouse.password}}"
                                            + "&authenticationPreemptive=true&proxyAuthHost=%s&proxyAuthPort=%d&proxyAuthScheme=http",
                                    "y?httpMethod=DELETE&b=1",
                                    "../../admin",
                                    "..",
                                    "{{env:HOME}}",
                                    "203.0.113.1@%s:%d",
                                    "${bean:warehouse}",
                                    "//%s:%d/")
                            .map(address ->
                                    page("p-" + address.hashCode(), address.formatted(host.getHost(), host.getPort())))
                            .toArray(String[]::new));

            cook("enrich-by-http", warehouse, bucket, "my.country-service=" + service.address() + "/of");

            assertThat(service.requests()).isEmpty();
            assertThat(thief.requests()).isEmpty();
            assertThat(warehouse.number("select count(*) from events.pages")).isEqualTo(9);
        }
    }

    /** Names of tables in lines that RudderStack has mapped are what a sender likes. */
    @Test
    void aTableCannotHaveAFileWrittenElsewhere(TestWarehouse warehouse, TestBucket bucket, @TempDir Path copies)
            throws IOException {
        var folder = Files.createDirectories(copies.resolve("one/two/three"));
        var names = List.of(
                "{{warehouse.password}}",
                "y/../../../../../written-outside",
                "..",
                "x?fileName=y&charset=z",
                "${bean:warehouse}",
                "a\\u001b[31m\\nb");
        for (var name : names) {
            bucket.putLines(
                    names.indexOf(name) + ".json",
                    "{\"data\":{\"id\":\"s1\"},\"metadata\":{\"table\":\"%s\",\"columns\":{\"id\":\"string\"},\"receivedAt\":\"2024-03-05T00:00:00.000Z\"}}"
                            .formatted(name));
        }

        cook("copy-to-file", warehouse, bucket, "my.copy-folder=" + folder);

        try (var files = Files.walk(copies)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> copies.relativize(file.getParent()).toString()))
                    .containsExactlyInAnyOrder(
                            "one/two/three/events.%7B%7Bwarehouse.password%7D%7D",
                            "one/two/three/events.y%2F..%2F..%2F..%2F..%2F..%2Fwritten-outside",
                            "one/two/three/events...",
                            "one/two/three/events.x%3FfileName%3Dy%26charset%3Dz",
                            "one/two/three/events.%24%7Bbean%3Awarehouse%7D",
                            "one/two/three/events.a%1B%5B31m%0Ab");
        }
    }

    @Test
    void tableBatchesGoToFilesAsWell(TestWarehouse warehouse, TestBucket bucket, @TempDir Path copies)
            throws IOException {
        bucket.putLines("1.json", page("p-1", "203.0.113.1"), page("p-2", "203.0.113.2"));

        cook("copy-to-file", warehouse, bucket, "my.copy-folder=" + copies);

        try (Stream<Path> files = Files.list(copies.resolve("events.pages"))) {
            assertThat(files.flatMap(RecipesTest::lines).map(RecipesTest::idAndAddress))
                    .containsExactly("p-1|203.0.113.1", "p-2|203.0.113.2");
        }
        assertThat(warehouse.number("select count(*) from events.pages")).isEqualTo(2);
    }

    @Test
    void aCopyThatFailsHoldsNothingUp(TestWarehouse warehouse, TestBucket bucket, @TempDir Path copies)
            throws IOException {
        var noFolder = Files.writeString(copies.resolve("file"), "");
        bucket.putLines("1.json", page("p-1", "203.0.113.1"));

        cook("copy-to-file", warehouse, bucket, "my.copy-folder=" + noFolder);

        assertThat(warehouse.lines("select state from cameleer.files")).containsExactly("complete");
        assertThat(warehouse.number("select count(*) from events.pages")).isEqualTo(1);
    }

    @Test
    void aWebhookIsToldOfRejectsAndOfNothingElse(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        try (var service = new Service(path -> "ok")) {
            bucket.putLines("1.json", page("p-1", "203.0.113.1"));
            cook("alert-by-webhook", warehouse, bucket, "my.alert-webhook=" + service.address() + "/hook");
            assertThat(service.requests()).isEmpty();

            bucket.putLines("2.json", "no \"event\"");
            sync(warehouse, bucket, "my.alert-webhook=" + service.address() + "/hook");

            assertThat(service.requests()).hasSize(1);
            assertThat(service.requests().get(0))
                    .matches("POST /hook \\{\"text\": \"Sync 2 done in .* 1 rejects.*; 0 values discarded\"}");
        }
    }

    /** Puts a recipe into its place and runs one sync. */
    private void cook(String recipe, TestWarehouse warehouse, TestBucket bucket, String... settings)
            throws IOException {
        var file = EXAMPLES.resolve(recipe + ".camel.yaml");
        var isForEvents = Files.readString(file).contains("direct:customize");
        Files.writeString(
                folder.resolve(isForEvents ? "customize.camel.yaml" : recipe + ".camel.yaml"), Files.readString(file));
        sync(warehouse, bucket, settings);
    }

    private void sync(TestWarehouse warehouse, TestBucket bucket, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        all.add("routes.folder=" + folder);
        assertThat(TestCameleer.sync(warehouse, bucket, all.toArray(String[]::new))
                        .allLoaded())
                .isTrue();
    }

    private static String track(String event, String id, String more) {
        return "{\"type\":\"track\",%s\"event\":\"%s\",\"messageId\":\"%s\",\"properties\":{}}"
                .formatted(more, event, id);
    }

    private static String page(String id, String address) {
        return "{\"type\":\"page\",\"messageId\":\"%s\",\"context\":{\"ip\":\"%s\"}}".formatted(id, address);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String idAndAddress(String row) {
        try {
            var json = new ObjectMapper().readTree(row);
            return json.get("id").textValue() + "|" + json.get("context_ip").textValue();
        } catch (IOException e) {
            throw new AssertionError(row, e);
        }
    }

    /** An HTTP service that answers by the path, with 404 where it has nothing to say. */
    private static final class Service implements AutoCloseable {
        private final List<String> requests = new ArrayList<>();
        private final HttpServer server;

        Service(UnaryOperator<String> answers) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                var path = exchange.getRequestURI().getPath();
                var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                synchronized (requests) {
                    requests.add(exchange.getRequestMethod() + " " + path + " " + body);
                }
                var answer = answers.apply(path).getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://localhost:" + server.getAddress().getPort();
        }

        List<String> requests() {
            synchronized (requests) {
                return List.copyOf(requests);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
