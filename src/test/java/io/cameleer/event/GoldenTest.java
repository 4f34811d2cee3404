package io.cameleer.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events become the rows that RudderStack's own mappers make of them. {@code -Dgolden.dir=FOLDER} tries the cases of
 * another folder as well.
 */
class GoldenTest {
    /** Cases in which Cameleer deliberately does not what RudderStack does: what it does instead, with the reason. */
    private static final Map<String, JsonNode> DECIDED = decided();

    @ParameterizedTest
    @ValueSource(strings = {"cases.jsonl.gz", "random.jsonl.gz"})
    void eventsBecomeTheRowsOfRudderStack(String file) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/" + file)) {
            check(file, GoldenCase.read(file, in));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "golden.dir", matches = ".+")
    void eventsOfAnotherFolderBecomeTheRowsOfRudderStack() throws IOException {
        List<Path> files;
        try (var found = Files.list(Path.of(System.getProperty("golden.dir")))) {
            files = found.filter(path -> path.toString().matches(".*\\.jsonl(\\.gz)?")
                            && !path.getFileName().toString().startsWith("oddities"))
                    .sorted()
                    .toList();
        }
        var cases = new ArrayList<GoldenCase>();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                cases.addAll(GoldenCase.read(file.toString(), in));
            }
        }
        check(files.toString(), cases);
    }

    private static Map<String, JsonNode> decided() {
        try (var lines = new BufferedReader(new InputStreamReader(
                GoldenTest.class.getResourceAsStream("/golden/decided.jsonl"), StandardCharsets.UTF_8))) {
            var decided = new HashMap<String, JsonNode>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var node = (ObjectNode) GoldenCase.JSON.readTree(line);
                node.remove("why");
                decided.put(node.remove("name").asText(), node);
            }
            return decided;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(String source, List<GoldenCase> cases) {
        var differences = new ArrayList<String>();
        for (GoldenCase golden : cases) {
            ObjectNode got = RowText.of(golden.mapped());
            if (DECIDED.containsKey(golden.name())) {
                if (!DECIDED.get(golden.name()).equals(got)) {
                    differences.add("%s%n  decided: %s%n  got:     %s"
                            .formatted(golden.name(), DECIDED.get(golden.name()), got));
                }
                continue;
            }
            JsonNode expected = golden.node().path("expect");
            var first = new ArrayList<String>();
            for (JsonNode answer : expected) {
                difference(answer, got).ifPresent(first::add);
            }
            if (first.size() == expected.size()) {
                differences.add("%s\n  event:    %s\n  expected: %s\n  got:      %s\n  first difference: %s"
                        .formatted(
                                golden.name(),
                                new String(golden.event(), StandardCharsets.UTF_8),
                                expected,
                                got,
                                first));
            }
        }
        System.out.printf("%s: %d of %d differ%n", source, differences.size(), cases.size());
        assertThat(differences)
                .as("%d of %d differ:%n%s", differences.size(), cases.size(), String.join("\n", differences))
                .isEmpty();
        assertThat(cases).isNotEmpty();
    }

    private static Optional<String> difference(JsonNode expected, JsonNode got) {
        if (expected.has("reject") || got.has("reject")) {
            return expected.has("reject") == got.has("reject")
                    ? Optional.empty()
                    : Optional.of("one is a reject, the other is not");
        }
        JsonNode expectedRows = expected.path("rows");
        JsonNode gotRows = got.path("rows");
        if (expectedRows.size() != gotRows.size()) {
            return Optional.of(expectedRows.size() + " rows expected, got " + gotRows.size());
        }
        for (int row = 0; row < expectedRows.size(); row++) {
            var difference = rowDifference(expectedRows.get(row), gotRows.get(row));
            if (difference.isPresent()) {
                return Optional.of("row " + row + ": " + difference.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> rowDifference(JsonNode expected, JsonNode got) {
        if (!expected.path("table").equals(got.path("table"))) {
            return Optional.of("table " + expected.path("table") + " expected, got " + got.path("table"));
        }
        var columns = new TreeSet<String>();
        expected.path("columns").fieldNames().forEachRemaining(columns::add);
        got.path("columns").fieldNames().forEachRemaining(columns::add);
        columns.remove("uuid_ts"); // the load stamps it
        if (expected.path("table").asText().equals("users")) {
            // RudderStack's loader takes these from identifies, as UsersAndIdentifiesTest has it
            columns.removeAll(Set.of("anonymous_id", "channel", "rudder_event"));
        }
        for (String column : columns) {
            JsonNode type = expected.path("columns").path(column);
            JsonNode value = expected.path("data").path(column);
            String text = got.path("data").path(column).asText();
            if (!type.equals(got.path("columns").path(column)) || !RowText.isSame(type.asText(), value, text)) {
                return Optional.of("%s: %s %s expected, got %s %s"
                        .formatted(column, type, value, got.path("columns").path(column), text));
            }
        }
        return Optional.empty();
    }
}
