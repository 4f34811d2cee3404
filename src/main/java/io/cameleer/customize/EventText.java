package io.cameleer.customize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cameleer.json.Tape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An event between its text and a map that steps can change; what they leave alone comes out as it was. */
final class EventText {
    /** PostgreSQL's numeric has no more digits; the mapping takes what is longer for text. */
    private static final int LONGEST_NUMBER = 200_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Tape.MAX_DEPTH)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final ObjectMapper WRITER = JsonMapper.builder(JSON).build();

    /** Half a surrogate pair: no UTF-8 can say it, so it stays the escape that it was. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private EventText() {}

    /** The event of a text that is a JSON object. */
    static Map<String, Object> read(byte[] bytes, int from, int to) throws IOException {
        try (var parser = JSON.createParser(bytes, from, to - from)) {
            parser.nextToken();
            return object(parser);
        }
    }

    /** The text of an event. */
    static byte[] write(Map<?, ?> event) throws IOException {
        var text = WRITER.writeValueAsString(event);
        return LONE_SURROGATE
                .matcher(text)
                .replaceAll(half -> "\\\\u%04x".formatted((int) half.group().charAt(0)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        var object = new LinkedHashMap<String, Object>();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        var array = new ArrayList<>();
        while (!parser.nextToken().isStructEnd()) {
            array.add(value(parser));
        }
        return array;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /** A number that no Java number can be is text, as it will be in its column. */
    private static Object decimal(String text) {
        try {
            return new WrittenDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
