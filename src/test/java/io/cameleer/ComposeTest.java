package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code compose.yaml}, as far as can be told without Docker: what it says is true of Cameleer, and fits together. */
class ComposeTest {
    private static JsonNode file;
    private static JsonNode cameleer;
    private static Map<String, String> environment;
    private static Settings settings;

    @BeforeAll
    static void read() throws IOException {
        file = new YAMLMapper().readTree(Path.of("compose.yaml").toFile());
        cameleer = service("cameleer");
        environment = new TreeMap<>();
        for (var variable : cameleer.get("environment").properties()) {
            environment.put(variable.getKey(), variable.getValue().textValue());
        }
        settings = Settings.defaults().withEnvironment(environment);
    }

    @Test
    void whatCameleerIsToldAreSettingsThatMakeSense() {
        assertThat(Settings.defaults().keys()).map(Settings::variable).containsAll(environment.keySet());
        Application.subject(settings);
    }

    @Test
    void cameleerLooksForTheServicesWhereTheyAre() {
        var postgres = service(settings.text("warehouse.host")).get("environment");
        assertThat(postgres.get("POSTGRES_DB").textValue()).isEqualTo(settings.text("warehouse.database"));
        assertThat(postgres.get("POSTGRES_USER").textValue()).isEqualTo(settings.text("warehouse.user"));
        assertThat(postgres.get("POSTGRES_PASSWORD").textValue()).isEqualTo(settings.text("warehouse.password"));
        var endpoint = URI.create(settings.text("storage.endpoint"));
        var minio = service(endpoint.getHost());
        assertThat(minio.at("/environment/MINIO_ROOT_USER").textValue())
                .isEqualTo(settings.text("storage.access-key-id"));
        assertThat(minio.at("/environment/MINIO_ROOT_PASSWORD").textValue())
                .isEqualTo(settings.text("storage.secret-access-key"));
        assertThat(minio.at("/ports/0").textValue()).endsWith(":" + endpoint.getPort());
        assertThat(service("bucket").at("/command/0").textValue())
                .contains(endpoint + " " + settings.text("storage.access-key-id"))
                .endsWith("/" + settings.text("storage.bucket"));
    }

    @Test
    void healthIsAskedWhereItIsTold() {
        assertThat(cameleer.at("/healthcheck/test").toString())
                .contains("http://127.0.0.1:" + settings.text("observe.port") + "/observe/health/ready");
        assertThat(cameleer.at("/ports/0").textValue()).endsWith(":" + settings.text("observe.port"));
        assertThat(seconds(cameleer.get("stop_grace_period")))
                .isGreaterThan(settings.number("shutdown.timeout", 0, 60));
    }

    @Test
    void whoIsWaitedForCanBeWaitedFor() {
        for (var service : file.get("services")) {
            for (var awaited : service.path("depends_on").properties()) {
                var other = service(awaited.getKey());
                switch (awaited.getValue().get("condition").textValue()) {
                    case "service_healthy" ->
                        assertThat(other.has("healthcheck")).isTrue();
                    case "service_completed_successfully" ->
                        assertThat(other.has("restart")).isFalse();
                    default -> throw new AssertionError(awaited);
                }
            }
        }
    }

    @Test
    void whatIsToLastIsInVolumesThatThereAre() {
        for (var service : file.get("services")) {
            for (var volume : service.path("volumes")) {
                assertThat(file.get("volumes").has(volume.textValue().split(":")[0]))
                        .isTrue();
            }
        }
        assertThat(service("postgres").has("volumes")).isTrue();
        assertThat(service("minio").has("volumes")).isTrue();
    }

    private static JsonNode service(String name) {
        var service = file.at("/services/" + name);
        assertThat(service.isObject()).as("a service " + name).isTrue();
        return service;
    }

    private static int seconds(JsonNode duration) {
        assertThat(duration.textValue()).endsWith("s");
        return Integer.parseInt(duration.textValue().replace("s", ""));
    }
}
