package io.cameleer.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameleer.read.SourceContext;
import io.cameleer.row.MappedRows;
import io.cameleer.value.Datetimes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** One worked case: an event with its settings, and the answers that count as right. */
record GoldenCase(String name, byte[] event, JsonNode node) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** The cases of a file of JSON lines, gzipped if its name says so. */
    static List<GoldenCase> read(String file, InputStream in) {
        try (var lines = new BufferedReader(
                new InputStreamReader(file.endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            var cases = new ArrayList<GoldenCase>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                cases.add(new GoldenCase(node.path("name").asText(), event(line), node));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Cameleer makes of the event. */
    MappedRows mapped() {
        var rows = new MappedRows("events");
        new EventMapper(options()).map(event, 0, event.length, 1, source(), rows);
        return rows;
    }

    MappingOptions options() {
        JsonNode options = node.path("options");
        JsonNode paths = options.path("jsonPaths");
        return new MappingOptions(
                isTrue(options, "skipTracksTable"),
                isTrue(options, "skipUsersTable"),
                paths.isTextual() ? Arrays.asList(paths.asText().split(",")) : List.of(),
                isTrue(options, "underscoreDivideNumbers"),
                isTrue(options, "allowUsersContextTraits"),
                isTrue(options, "storeFullEvent"),
                node.path("maxColumns").asInt(MappingOptions.DEFAULT.maxColumns()),
                SendingRules.ALL,
                MappingOptions.OnReserved.DISCARD,
                MappingOptions.OnCollision.DISCARD);
    }

    SourceContext source() {
        JsonNode metadata = node.path("metadata");
        JsonNode clock = node.path("clock");
        String receivedAt = metadata.path("receivedAt").asText("");
        return new SourceContext(
                metadata.path("sourceId").asText(""),
                metadata.path("sourceType").asText(""),
                metadata.path("sourceCategory").asText(""),
                metadata.path("destinationId").asText(""),
                metadata.path("destinationType").asText(""),
                Datetimes.matches(receivedAt) ? receivedAt : clock.path("now").asText(""),
                line -> "auto-" + clock.path("uuid").asText("line-" + line));
    }

    private static boolean isTrue(JsonNode options, String name) {
        return options.path(name).isBoolean() && options.path(name).booleanValue();
    }

    /** The text of the event as it stands in the line: printing its tree anew would bend its numbers and keys. */
    private static byte[] event(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (var parser = new JsonFactory().createParser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean event = parser.currentName().equals("event");
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (event) {
                    if (parser.currentToken().isScalarValue()) {
                        parser.getText();
                    }
                    return Arrays.copyOfRange(
                            bytes, from, (int) parser.currentLocation().getByteOffset());
                }
            }
        }
        throw new IllegalArgumentException("no event in: " + line);
    }
}
