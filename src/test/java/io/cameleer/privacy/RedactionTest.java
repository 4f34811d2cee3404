package io.cameleer.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestCameleer;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private static final String KEY = "privacy.hash-key=0123456789abcdef";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            # path     | event                                        | what is left
            a          | {"a":"x"}                                    | {"a":null}
            a          | { "b" : 1 , "a" : "x" , "c" : 1.50 }         | { "b" : 1 , "a" : null , "c" : 1.50 }
            a          | {"a":{"b":"x","c":["x"]}}                    | {"a":null}
            a          | {"a":12e3}                                   | {"a":null}
            a          | {"b":"x","A":"x"}                            | {"b":"x","A":"x"}
            a.b        | {"a":{"b":"x","c":"y"},"b":"z"}              | {"a":{"b":null,"c":"y"},"b":"z"}
            a.b        | {"\\u0061":{"\\u0062":"x"}}                  | {"\\u0061":{"\\u0062":null}}
            a.b        | {"a":"text"}                                 | {"a":"text"}
            a.b        | {"a":"{\\"b\\":\\"x\\",\\"c\\":1}"}              | {"a":"{\\"b\\":null,\\"c\\":1}"}
            traits.b   | {"traits":"b=x","context":"b=x"}             | {"traits":"(not kept: what is private could not be found in it)","context":"b=x"}
            traits.b   | {"traits":"{\\"c\\":{\\"b\\":1}}"}             | {"traits":"{\\"c\\":{\\"b\\":1}}"}
            a.*        | {"a":{"b":"x","c":{"d":"x"}}}                | {"a":{"b":null,"c":null}}
            *.b        | {"a":{"b":"x"},"c":{"b":"x","d":"y"}}        | {"a":{"b":null},"c":{"b":null,"d":"y"}}
            a.b        | {"a":[{"b":"x","c":1},2,[{"b":"x"}]]}        | {"a":[{"b":null,"c":1},2,[{"b":null}]]}
            a.b.c      | {"a":[{"b":[{"c":"x"},{"c":"x"}]}]}          | {"a":[{"b":[{"c":null},{"c":null}]}]}
            a          | {"a":"x","b":1,"a":"x"}                      | {"a":null,"b":1,"a":null}
            a.b        | {"a":{"b":"x"},"a":{"b":"x"}}                | {"a":null,"a":{"b":null}}
            """)
    void aPathThatIsDroppedIsNullWhereverItIs(String path, String event, String expected) {
        assertThat(redacted(event, "privacy.drop=" + path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "jane.doe@example.com"          | "***@example.com"
            "203.0.113.77"                  | "203.0.113.0"
            "2001:db8:85a3:8d3:1319::7348"  | "2001:db8:85a3::"
            "::1"                           | "0:0:0::"
            "::ffff:203.0.113.77"           | "***"
            "12:30"                         | "***"
            "Jane Doe"                      | "***"
            "\\"@\\u0022"                   | "***"
            ""                              | "***"
            4711                            | "***"
            true                            | "***"
            null                            | null
            {"b":["x",{"c":null}]}          | {"b":["***",{"c":null}]}
            """)
    void whatIsMaskedTellsNobodyApart(String value, String expected) {
        assertThat(redacted("{\"a\":" + value + "}", "privacy.mask=a")).isEqualTo("{\"a\":" + expected + "}");
    }

    @Test
    void whatIsHashedIsTheSameForTheSameTextAndKey() {
        // printf 'jané' | openssl dgst -sha256 -hmac 0123456789abcdef
        var hash = "6423958d4b21d63532a7631a3a73daeb094935520d96a812a4df5936acec36c4";

        assertThat(redacted("{\"a\":\"jané\",\"b\":\"jan\\u00e9\"}", "privacy.hash=a,b", KEY))
                .isEqualTo("{\"a\":\"%1$s\",\"b\":\"%1$s\"}".formatted(hash));
        assertThat(redacted("{\"a\":\"jané\"}", "privacy.hash=a", "privacy.hash-key=fedcba9876543210"))
                .doesNotContain(hash);
    }

    @Test
    void whereTwoRulesMeetTheStricterOneHolds() {
        assertThat(redacted("{\"a\":{\"b\":\"x\",\"c\":\"y\"}}", "privacy.drop=a.b", "privacy.mask=a"))
                .isEqualTo("{\"a\":{\"b\":null,\"c\":\"***\"}}");
    }

    @Test
    void theKeyMayBeInAFile(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("key"), "0123456789abcdef\n");

        assertThat(redacted("{\"a\":\"x\"}", "privacy.hash=a", "privacy.hash-key-file=" + file))
                .isEqualTo(redacted("{\"a\":\"x\"}", "privacy.hash=a", KEY));
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() {
        assertThatThrownBy(() -> privacy("privacy.hash=a"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("privacy.hash needs a secret of 16 characters or more in privacy.hash-key");
        assertThatThrownBy(() -> privacy("privacy.hash=a", "privacy.hash-key-file=/no/such"))
                .hasMessage("privacy.hash-key-file is \"/no/such\", which cannot be read.");
        assertThatThrownBy(() -> privacy("privacy.mask=context..ip"))
                .hasMessageStartingWith("privacy.mask has the path \"context..ip\", but a path is names with dots");
    }

    /** The event, read twice: what is known of its paths by then must make no difference. */
    private static String redacted(String event, String... settings) {
        var paths = new Paths();
        var redaction = new Redaction(privacy(settings), paths);
        var tape = new Tape(paths);
        var line = ("before" + event + "behind").getBytes(UTF_8);
        assertThat(tape.read(line, 6, line.length - 6)).as(tape.error()).isTrue();
        var first = redaction.apply(tape, line);
        tape.read(line, 6, line.length - 6);
        assertThat(redaction.apply(tape, line)).isEqualTo(first);
        return first.length == 0 ? event : new String(first, UTF_8);
    }

    private static Privacy privacy(String... settings) {
        return Privacy.of(TestCameleer.settings(settings));
    }
}
