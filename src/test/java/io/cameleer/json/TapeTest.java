package io.cameleer.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTest {
    private static final JsonMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(1_000_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final List<String> PARTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"a\"",
            "\"a\":",
            "\"b\":1",
            "1",
            "-0",
            "0",
            "1.5",
            ".",
            "e",
            "E+1",
            "true",
            "false",
            "null",
            "nul",
            " ",
            "\n",
            "\t",
            "\f",
            "\\",
            "\\n",
            "\\u0041",
            "\\u00",
            "\\u0000",
            "\\ude00",
            "\\ud83d\\ude00",
            "é",
            "😀",
            "\u0001",
            "\u007f",
            "01",
            "+",
            "--1",
            "\"\\x\"",
            "\"long text of more than eight bytes\"",
            "NaN",
            "'");

    private final Tape tape = new Tape(new Paths());

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(PARTS).list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    @Property(tries = 20_000)
    void acceptsWhatJacksonAcceptsAndGivesTheSameTree(@ForAll("texts") String text) {
        assertSameAsJackson(text);
    }

    @Property(tries = 300)
    void mutationsOfValidTextsAreReadAsJacksonReadsThem(@ForAll long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(
                "{\"a\":[1,2.50,-3e-7,{\"b\":\"x\\\\y\"}],\"c\":{\"d\":null,\"e\":{}},\"f\":\"é😀\",\"g\":true ,\"c\":false}");
        assertSameAsJackson(text.toString());
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(text.length());
            if (random.nextBoolean()) {
                text.deleteCharAt(at);
            } else {
                text.insert(at, PARTS.get(random.nextInt(PARTS.size())));
            }
        }
        assertSameAsJackson(text.toString().replaceAll("[\ud800-\udfff]", "?"));
    }

    @Property(tries = 2_000)
    void bytesThatAreNoUtf8AreRefused(@ForAll byte[] inside) {
        byte[] text = new byte[inside.length + 2];
        text[0] = '"';
        for (int at = 0; at < inside.length; at++) {
            // neither quotes nor control characters nor escapes: only UTF-8 is at stake
            text[at + 1] = inside[at] < '#' && inside[at] >= 0 || inside[at] == '\\' ? (byte) 'x' : inside[at];
        }
        text[text.length - 1] = '"';
        String decoded = new String(text, StandardCharsets.UTF_8);
        boolean valid = Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), text);
        assertThat(tape.read(text, 0, text.length)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | there is no value, at byte 1",
                "{\"a\":} | no value can start with “}”, at byte 6",
                "{\"a\" 1} | a colon is expected here, at byte 6",
                "{\"a\":1 \"b\":2} | a comma or the end of the object is expected here, not “\"”, at byte 8",
                "{a:1} | a field name is expected here, at byte 2",
                "[1,] | no value can start with “]”, at byte 4",
                "[1,2 | the text ends within an array, at byte 5",
                "[01] | a comma or the end of the array is expected here, not “1”, at byte 3",
                "1. | a digit is expected here, at byte 3",
                "tru | only true can start like this, at byte 4",
                "\"ab | the text ends within a string, at byte 4",
                "\"a\\x\" | there is no such escape, at byte 4",
                "{} {} | text follows the value, at byte 4",
            })
    void saysWhatIsWrongAndAtWhichByte(String text, String error) {
        assertThat(read(text)).isFalse();
        assertThat(tape.error()).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesWhatIsNestedTooDeep(String open) {
        String close = open.equals("[") ? "]" : "}";
        assertThat(read(open.repeat(999) + "{}" + close.repeat(999))).isTrue();
        assertThat(read(open.repeat(1_000_000))).isFalse();
        assertThat(tape.error()).startsWith("more than 1000 objects and arrays stand within each other, at byte ");
    }

    @Test
    void ofFieldsThatComeTwiceTheLastCounts() {
        var paths = new Paths();
        var twice = new Tape(paths);
        byte[] text = "{\"a\":{\"x\":1,\"y\":2},\"a\":{\"x\":3}}".getBytes(StandardCharsets.UTF_8);
        assertThat(twice.read(text, 0, text.length)).isTrue();
        int a = paths.child(Paths.ROOT, "a");
        int x = twice.find(paths.child(a, "x"));
        assertThat(text[twice.start(x)]).isEqualTo((byte) '3');
        assertThat(twice.find(paths.child(a, "y"))).isEqualTo(-1);
    }

    @Test
    void aFieldHasTheSamePathInEveryTextHoweverItIsWritten() {
        var paths = new Paths();
        var reused = new Tape(paths);
        for (String text : List.of("{\"ab\":1,\"c\":2}", "{\"c\":2, \"ab\":1}", "{\"\\u0061b\":1}", "{\"ab\" :1}")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(reused.read(bytes, 0, bytes.length)).isTrue();
            assertThat(reused.find(paths.child(Paths.ROOT, "ab"))).isPositive();
        }
        assertThat(paths.size()).isEqualTo(3);
    }

    private void assertSameAsJackson(String text) {
        JsonNode expected;
        try {
            expected = JACKSON.readTree(text);
        } catch (JsonProcessingException e) {
            expected = null;
        }
        boolean valid = expected != null && !expected.isMissingNode();
        assertThat(read(text)).as("%s: %s", text, tape.error()).isEqualTo(valid);
        if (valid) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(holdable(tree(bytes, 0))).as(text).isEqualTo(holdable(expected));
        }
    }

    /** The value without what PostgreSQL cannot hold, which decoding takes out and Jackson keeps. */
    private static JsonNode holdable(JsonNode value) {
        var factory = JACKSON.getNodeFactory();
        if (value.isTextual()) {
            return factory.textNode(holdable(value.textValue()));
        }
        if (value.isArray()) {
            ArrayNode array = factory.arrayNode();
            value.forEach(element -> array.add(holdable(element)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = factory.objectNode();
            value.properties().forEach(field -> object.set(holdable(field.getKey()), holdable(field.getValue())));
            return object;
        }
        return value;
    }

    private static String holdable(String text) {
        return LONE_SURROGATE.matcher(text).replaceAll("\ufffd").replace("\0", "");
    }

    private boolean read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return tape.read(bytes, 0, bytes.length);
    }

    /** The value as Jackson has it; names and texts are read by Jackson from the bytes that the tape names. */
    private JsonNode tree(byte[] bytes, int index) {
        try {
            return switch (tape.kind(index)) {
                case Tape.OBJECT -> object(bytes, index);
                case Tape.ARRAY -> {
                    ArrayNode array = JACKSON.createArrayNode();
                    for (int each = index + 1; each < tape.next(index); each = tape.next(each)) {
                        array.add(tree(bytes, each));
                    }
                    yield array;
                }
                case Tape.STRING -> JACKSON.getNodeFactory().textNode(decoded(bytes, index));
                default -> JACKSON.readTree(bytes, tape.start(index), tape.end(index) - tape.start(index));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode object(byte[] bytes, int index) throws IOException {
        if (tape.path(index) == Paths.NONE) {
            // fields within arrays have no path, so only Jackson knows their names
            return JACKSON.readTree(bytes, tape.start(index), tape.end(index) - tape.start(index));
        }
        ObjectNode object = JACKSON.createObjectNode();
        for (int each = index + 1; each < tape.next(index); each = tape.next(each)) {
            if (tape.kind(each) != Tape.SUPERSEDED) {
                object.set(pathKey(each), tree(bytes, each));
            }
        }
        return object;
    }

    private String pathKey(int index) {
        return paths().key(tape.path(index));
    }

    private Paths paths() {
        return tape.paths();
    }

    private String decoded(byte[] bytes, int index) {
        int length = tape.end(index) - tape.start(index);
        byte[] text = new byte[length];
        int end = tape.escaped(index) ? Escapes.decode(bytes, tape.start(index), tape.end(index), text, 0) : length;
        if (!tape.escaped(index)) {
            System.arraycopy(bytes, tape.start(index), text, 0, length);
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
