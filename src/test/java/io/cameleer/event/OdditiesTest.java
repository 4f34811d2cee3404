package io.cameleer.event;

import static io.cameleer.event.GoldenCase.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What both of RudderStack's mappers do and Cameleer does not: each case has the result that was decided for it, in
 * {@code oddities-decided.jsonl}. {@code -Doddities.write=FILE} writes what comes out now, for review.
 */
class OdditiesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void hasTheResultThatWasDecided(String name, GoldenCase golden, JsonNode decided) {
        assertThat((JsonNode) RowText.of(golden.mapped())).isEqualTo(decided);
    }

    static Stream<Arguments> cases() throws IOException {
        Map<String, JsonNode> decided = new LinkedHashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                OdditiesTest.class.getResourceAsStream("/golden/oddities-decided.jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ObjectNode node = (ObjectNode) JSON.readTree(line);
                decided.put(node.remove("name").asText(), node);
            }
        }
        try (InputStream in = OdditiesTest.class.getResourceAsStream("/golden/oddities.jsonl.gz")) {
            return GoldenCase.read("oddities.jsonl.gz", in).stream()
                    .map(golden -> Arguments.of(golden.name(), golden, decided.get(golden.name())));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "oddities.write", matches = ".+")
    void writesWhatComesOut() throws IOException {
        Path file = Path.of(System.getProperty("oddities.write"));
        try (InputStream in = getClass().getResourceAsStream("/golden/oddities.jsonl.gz");
                var out = new PrintWriter(Files.newBufferedWriter(file))) {
            for (GoldenCase golden : GoldenCase.read("oddities.jsonl.gz", in)) {
                ObjectNode line = JSON.createObjectNode().put("name", golden.name());
                line.setAll(RowText.of(golden.mapped()));
                out.println(line);
            }
        }
        assertThat(file).isNotEmptyFile();
    }
}
