package io.cameleer;

import static io.cameleer.FaultyConnection.Direction.REQUEST;
import static io.cameleer.FaultyConnection.Fate.CUT;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.cameleer.embedded.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics, asked for by HTTP as Kubernetes and Prometheus do it. */
@ExtendWith(TestServers.class)
class ObserveTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private int port;

    @BeforeEach
    void findAPort() throws IOException {
        port = FreePorts.any();
    }

    @Test
    void theNumbersAreThoseOfTheLedger(TestWarehouse warehouse, TestBucket bucket, @TempDir Path routes)
            throws Exception {
        TestRoutes.copy(routes);
        TestRoutes.customize(
                routes,
                """
                - filter:
                    simple: "${body[messageId]} == 'e-9'"
                    steps:
                      - stop: {}
                """);
        try (var way = FaultyConnection.to(warehouse.host(), warehouse.port());
                var application = observed(
                        warehouse,
                        bucket,
                        "warehouse.port=" + way.port(),
                        "sync.max-attempts=1",
                        "routes.folder=" + routes)) {
            bucket.putLines("1.json", Purchases.line(1), Purchases.line(2), "{broken", Purchases.line(9));
            application.sync();
            way.with(FaultyConnection.first(1, REQUEST, "copy \"events\".\"bought\"", CUT));
            // one that is there already, one with a value that does not fit, one that is new
            bucket.putLines(
                    "2.json",
                    Purchases.line(2),
                    Purchases.line(3).replace("\"number\":3", "\"number\":\"x\""),
                    Purchases.line(4));
            bucket.put("3.json.gz", damaged());
            application.sync();

            var metrics = metrics();
            assertThat(counts(metrics, "cameleer_events_total", ""))
                    .isEqualTo(warehouse.lines("select sum(events) from cameleer.syncs"));
            assertThat(counts(metrics, "cameleer_rejects_total", ""))
                    .isEqualTo(warehouse.lines("select sum(rejects) from cameleer.syncs"))
                    .containsExactly("1");
            assertThat(counts(metrics, "cameleer_dropped_total", ""))
                    .isEqualTo(warehouse.lines("select sum(dropped) from cameleer.syncs"))
                    .containsExactly("1");
            assertThat(counts(metrics, "cameleer_excluded_total", ""))
                    .isEqualTo(warehouse.lines("select sum(excluded) from cameleer.syncs"));
            assertThat(counts(metrics, "cameleer_files_total", "outcome"))
                    .containsExactly("complete|2", "failed|0", "incomplete|1")
                    .isEqualTo(
                            warehouse.lines(
                                    """
                            select * from (
                              select 'complete', sum(files_complete) from cameleer.syncs
                              union select 'incomplete', sum(files_incomplete) from cameleer.syncs
                              union select 'failed', sum(files_failed) from cameleer.syncs) f order by 1"""));
            assertThat(counts(metrics, "cameleer_syncs_total", "outcome"))
                    .isEqualTo(warehouse.lines("select state, count(*) from cameleer.syncs group by 1 order by 1"))
                    .containsExactly("done|1", "failed|1");
            for (var outcome :
                    Map.of("new", "rows_loaded", "repeated", "rows_repeated").entrySet()) {
                assertThat(counts(metrics, "cameleer_rows_total", "table", "outcome=\"" + outcome.getKey() + "\""))
                        .isNotEmpty()
                        .isEqualTo(warehouse.lines(
                                """
                                select table_name, sum(%s) from cameleer.sync_tables
                                group by 1 having sum(%1$s) > 0 order by table_name collate "C\""""
                                        .formatted(outcome.getValue())));
            }
            assertThat(counts(metrics, "cameleer_discards_total", "table")).containsExactly("events.bought|1");
            assertThat(counts(metrics, "cameleer_retries_total", "")).containsExactly("1");
            assertThat(metrics.get("cameleer_batch_seconds_count")).isGreaterThanOrEqualTo(5);
            assertThat(metrics.get("cameleer_batch_seconds_sum")).isPositive();
            assertThat(metrics.keySet().stream()
                            .map(metric -> metric.replaceFirst("\\{.*", ""))
                            .filter(metric -> metric.startsWith("cameleer_"))
                            .map(metric -> metric.replaceFirst("_seconds_(count|sum|max)$", "_seconds"))
                            .collect(toSet()))
                    .isEqualTo(metricsOfTheReadme());
        }
    }

    /** Senders make up names of events; each series stays in the memory of Cameleer and of Prometheus. */
    @Test
    void tablesBeyondTwoHundredAreCountedTogether(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        try (var application = observed(warehouse, bucket)) {
            bucket.putLines(
                    "1.json",
                    IntStream.range(0, 210)
                            .mapToObj(n -> "{\"type\":\"track\",\"messageId\":\"m-%1$d\",\"event\":\"made up %1$d\"}"
                                    .formatted(n))
                            .toArray(String[]::new));
            application.sync();

            var rows = counts(metrics(), "cameleer_rows_total", "table", "outcome=\"new\"");
            assertThat(rows).hasSize(201).anyMatch(row -> row.startsWith("other|"));
            assertThat(rows.stream()
                            .mapToInt(row -> Integer.parseInt(row.replaceFirst(".*\\|", "")))
                            .sum())
                    .isEqualTo(210 + 210);
        }
    }

    @Test
    void itSaysHowFarItIsBehind(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        try (var application = observed(warehouse, bucket)) {
            bucket.putLines("1.json", Purchases.line(1));
            application.sync();
            await().until(() -> metrics().get("cameleer_last_sync_success") == 1);
            assertThat(metrics().get("cameleer_files_waiting")).isZero();
            assertThat(metrics().get("cameleer_lag_seconds")).isZero();

            warehouse.execute(
                    """
                    insert into cameleer.files (bucket, key, etag, size, last_modified)
                    select bucket, 'old.json', '', 0, now() - interval '3 hours' from cameleer.files;
                    update cameleer.syncs set state = 'failed'""");

            await().until(() -> metrics().get("cameleer_files_waiting") == 1);
            var metrics = metrics();
            assertThat(metrics.get("cameleer_lag_seconds")).isCloseTo(3 * 3600, within(300.0));
            assertThat(metrics.get("cameleer_last_sync_success")).isZero();
            assertThat(metrics.get("cameleer_last_sync_end_timestamp_seconds"))
                    .isCloseTo(
                            Double.parseDouble(
                                    warehouse.value("select extract(epoch from ended_at) from cameleer.syncs")),
                            within(0.001));
        }
    }

    @Test
    void itIsReadyWhileTheDatabaseAnswersAndAliveAllTheSame(TestWarehouse warehouse, TestBucket bucket)
            throws Exception {
        try (var way = FaultyConnection.to(warehouse.host(), warehouse.port());
                var application = observed(warehouse, bucket, "warehouse.port=" + way.port())) {
            // before the first sync there is no ledger yet
            await().until(() -> get("/observe/health/ready").statusCode() == 200);

            way.off();

            await().until(() -> get("/observe/health/ready").statusCode() == 503);
            assertThat(get("/observe/health/ready").body())
                    .isEqualTo(
                            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"context\",\"status\":\"UP\"},{\"name\":\"warehouse\",\"status\":\"DOWN\",\"sqlstate\":\"08001\"}]}\n");
            assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);

            way.on();

            await().until(() -> get("/observe/health/ready").statusCode() == 200);
            assertThat(application.sync().allLoaded()).isTrue();
        }
    }

    /** Whatever is wrong, and however it is asked: hosts, users and what a command says of a password are for the log. */
    @Test
    void nobodyLearnsMoreThanWhichCheckIsDown(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        var leak = "echo token-SECRET123; echo says tok-SECRET456 >&2; exit 3";
        var settings = TestCameleer.settings(warehouse, bucket)
                .with(Map.of("warehouse.password", "", "warehouse.password-command", leak), "test")
                .with(Map.of("observe.enabled", "true", "observe.port", Integer.toString(port)), "test");
        try (var application = new Application(settings, report -> {}).start()) {
            assertThat(application.sync().allLoaded()).isFalse();
            await().until(() -> get("/observe/health/ready").body().contains("08P01"));
            var down = "{\"name\":\"warehouse\",\"status\":\"DOWN\",\"sqlstate\":\"08P01\"}";
            for (var question : List.of("", "?exposureLevel=full&data=true&stackTrace=true", "?data=true")) {
                assertThat(get("/observe/health/ready" + question).statusCode()).isEqualTo(503);
                assertThat(List.of(
                                get("/observe/health/ready" + question).body(),
                                get("/observe/health" + question).body()))
                        .containsOnly("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"context\",\"status\":\"UP\"},"
                                + down + "]}\n");
                assertThat(get("/observe/health/live" + question).body())
                        .isEqualTo("{\"status\":\"UP\",\"checks\":[{\"name\":\"context\",\"status\":\"UP\"}]}\n");
            }
            assertThat(get("/observe/metrics").body()).doesNotContain("SECRET", warehouse.user());
        }
    }

    @Test
    void itAnswersWhoOnlyWantsToKnowWhether(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        try (var application = observed(warehouse, bucket)) {
            assertThat(application.sync().allLoaded()).isTrue();
            await().until(() -> get("/observe/health/ready").statusCode() == 200);
            for (var path :
                    List.of("/observe/health", "/observe/health/live", "/observe/health/ready", "/observe/metrics")) {
                var head = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();
                var answer = HTTP.send(head, BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.body()).isEmpty();
            }
        }
    }

    @Test
    void onlyThisMachineMayAskUnlessToldOtherwise(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        var fromOutside = URI.create("http://127.0.0.2:" + port + "/observe/health/live");
        var toThisMachine = observed(warehouse, bucket);
        try (toThisMachine) {
            assertThat(get("/observe/health/live").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> get(fromOutside)).isInstanceOf(ConnectException.class);
        }
        var toAll = observed(warehouse, bucket, "observe.host=0.0.0.0");
        try (toAll) {
            assertThat(get(fromOutside).statusCode()).isEqualTo(200);
        }
        var toNobody = observed(warehouse, bucket, "observe.enabled=false");
        try (toNobody) {
            assertThatThrownBy(() -> get("/observe/health/live")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInASentence(TestWarehouse warehouse, TestBucket bucket) throws Exception {
        var settings = TestCameleer.settings(warehouse, bucket, "observe.enabled=true", "observe.port=" + port);
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var console = Console.open()) {
            int exitCode = Cameleer.run(
                    new Cameleer(), TestCameleer.arguments(settings).toArray(String[]::new));

            assertThat(exitCode).isEqualTo(Cameleer.USAGE);
            assertThat(console.text())
                    .contains(
                            "observe.host 127.0.0.1 cannot be listened on at observe.port %d (Address already in use). Another Cameleer may do it: set another port, or observe.enabled = false."
                                    .formatted(taken.getLocalPort()))
                    .doesNotContain("Exception", "\tat ");
        }
    }

    private static Set<String> metricsOfTheReadme() throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `cameleer_"))
                .flatMap(line ->
                        Pattern.compile("`(cameleer_[a-z_]+)").matcher(line).results())
                .map(metric -> metric.group(1))
                .collect(toSet());
    }

    private Application observed(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var settings = TestCameleer.settings(warehouse, bucket, more)
                .with(Map.of("observe.port", Integer.toString(port)), "test");
        if (!List.of(more).contains("observe.enabled=false")) {
            settings = settings.with(Map.of("observe.enabled", "true"), "test");
        }
        return new Application(settings, report -> {}).start();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    /** What Prometheus reads: values by name and labels. */
    private Map<String, Double> metrics() throws Exception {
        var metrics = new TreeMap<String, Double>();
        get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    metrics.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                });
        return metrics;
    }

    /** The values of a counter, each behind the value of a label, in the order of the latter. */
    private static List<String> counts(Map<String, Double> metrics, String name, String label, String... with) {
        var value = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        return metrics.entrySet().stream()
                .filter(metric ->
                        metric.getKey().equals(name) || metric.getKey().startsWith(name + "{"))
                .filter(metric -> List.of(with).stream().allMatch(metric.getKey()::contains))
                .map(metric -> {
                    var matcher = value.matcher(metric.getKey());
                    return (matcher.find() ? matcher.group(1) + "|" : "")
                            + metric.getValue().longValue();
                })
                .sorted()
                .toList();
    }

    /** A gzip without its end. */
    private static byte[] damaged() {
        var whole = TestBucket.gzip((Purchases.line(5) + "\n" + Purchases.line(6) + "\n").getBytes());
        return Arrays.copyOf(whole, whole.length - 12);
    }
}
