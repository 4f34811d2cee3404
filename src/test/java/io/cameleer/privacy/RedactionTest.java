package io.cameleer.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cameleer.TestCameleer;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
            a          | {"b":"x","A":"x"," a":"x","ab":"y"}          | {"b":"x","A":null," a":null,"ab":"y"}
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
            "a@b@example.com"               | "***"
            "jane.doe@my secret"            | "***"
            "jane@localhost"                | "***"
            "jane@.example.com"             | "***"
            "jane@example..com"             | "***"
            "jane@example.com."             | "***"
            "jane@example.4711"             | "***"
            "jane@ex_ample.com"             | "***"
            "@example.com"                  | "***"
            "me:open-sesame@example.com"    | "***"
            "Jane <jane@example.com>"       | "***"
            "jane\\u0001@example.com"       | "***"
            "jane@sub-1.example.co.uk"      | "***@sub-1.example.co.uk"
            "203.0.113.277"                 | "***"
            "203.0.113"                     | "***"
            "203.0.113.7.7"                 | "***"
            "203..113.7"                    | "***"
            "203.0.113.77:8080"             | "***"
            ".::1"                          | "***"
            "fe80::1%eth0"                  | "***"
            4711                            | "***"
            true                            | "***"
            null                            | null
            {"b":["x",{"c":null}]}          | {"b":["***",{"c":null}]}
            """)
    void whatIsMaskedTellsNobodyApart(String value, String expected) {
        assertThat(redacted("{\"a\":" + value + "}", "privacy.mask=a")).isEqualTo("{\"a\":" + expected + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {":", "1", "@", "a", ".", "a@", "1.", " ", "a.", ":1", "0:0:0:0:0:0:0:"})
    void whatIsTooLongForAnAddressIsMaskedWhateverItIs(String text) {
        var value = text.repeat((16 << 20) / text.length());

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(Masking.masked(value)).isEqualTo("***");
            assertThat(Masking.masked(value + "x")).isEqualTo("***");
            assertThat(Masking.masked("jane@" + value + ".com")).isEqualTo("***");
        });
        assertThat(Masking.masked("j".repeat(Masking.LONGEST_EMAIL - 12) + "@example.com"))
                .isEqualTo("***@example.com");
        assertThat(Masking.masked("j".repeat(Masking.LONGEST_EMAIL - 11) + "@example.com"))
                .isEqualTo("***");
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
        assertThatThrownBy(() -> privacy("privacy.keep=.email"))
                .hasMessageStartingWith("privacy.keep has the path \".email\", but a path is names with dots");
        assertThatThrownBy(() -> privacy("privacy.mask=context..ip"))
                .hasMessageStartingWith("privacy.mask has the path \"context..ip\", but a path is names with dots");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            # path                   | event                                             | what is left
            properties.email         | {"properties":{"Email":"x"}}                      | {"properties":{"Email":null}}
            properties.email         | {"properties":{" email":"x","EMAIL":"x"}}         | {"properties":{" email":null,"EMAIL":null}}
            properties.email         | {"properties":{"email\\ud800":"x"}}               | {"properties":{"email\\ud800":null}}
            properties.email         | {"properties":{"eMail":"x"}}                      | {"properties":{"eMail":null}}
            properties.email         | {"properties":{"emails":"x","femail":"y"}}        | {"properties":{"emails":"x","femail":"y"}}
            properties.email         | {"properties":{"email_verified":true}}            | {"properties":{"email_verified":null}}
            properties.email         | {"properties":{"email":{"Domain":"x"}}}           | {"properties":{"email":null}}
            properties.email         | {"userProperties":{"email":"x"}}                  | {"userProperties":{"email":null}}
            properties.email         | {"traits":{"email":"x"},"email":"y"}              | {"traits":{"email":"x"},"email":"y"}
            properties.email         | {"properties.email":"x","Properties":{"email":1}} | {"properties.email":null,"Properties":{"email":null}}
            properties.email         | {"properties_email":"x"}                          | {"properties_email":null}
            properties.email         | {"properties":["x",2,{"email":"x"},["x"]]}        | {"properties":["(not kept: what is private could not be found in it)","(not kept: what is private could not be found in it)",{"email":null},["(not kept: what is private could not be found in it)"]]}
            properties.email         | {"properties":4111}                               | {"properties":"(not kept: what is private could not be found in it)"}
            userProperties.email     | {"traits":{"email":1},"properties":{"email":1}}   | {"traits":{"email":null},"properties":{"email":null}}
            properties.card          | {"properties":{"card.number":1,"Card":{"x":2}}}   | {"properties":{"card.number":null,"Card":null}}
            properties.card.number   | {"properties":{"card_number":1,"card":{"x":2}}}   | {"properties":{"card_number":null,"card":{"x":2}}}
            properties.card.number   | {"properties":{"card.number":1,"cardNumber":2}}   | {"properties":{"card.number":null,"cardNumber":null}}
            properties.card.*        | {"properties":{"card_number":1,"card":2}}         | {"properties":{"card_number":null,"card":2}}
            properties.*.email       | {"properties":{"me_and.you":{"Email":1},"email":2}} | {"properties":{"me_and.you":{"Email":null},"email":2}}
            *.email                  | {"traits":{"Email":1},"context":{"e":1,"email":2}} | {"traits":{"Email":null},"context":{"e":1,"email":null}}
            context.traits.email     | {"context":{"Traits":{"email":"x"}}}              | {"context":{"Traits":{"email":null}}}
            context.traits.email     | {"properties":{"context_traits_email":"x"}}       | {"properties":{"context_traits_email":null}}
            context.traits.email     | {"context":{"traits":{"0":"e","1":"m"}}}          | {"context":{"traits":"(not kept: what is private could not be found in it)"}}
            context.traits.email     | {"context":{"traits":"email=x","e":"y"}}          | {"context":{"traits":"(not kept: what is private could not be found in it)","e":"y"}}
            properties.имя           | {"properties":{"имя":1,"фамилия":2,"b":3}}        | {"properties":{"имя":null,"фамилия":2,"b":3}}
            properties.адрес.дом     | {"properties":{"адрес.дом":1,"b":3}}              | {"properties":{"адрес.дом":null,"b":3}}
            properties               | {"name":"n","properties":{"a":1},"event":"e"}     | {"name":"n","properties":null,"event":"e"}
            properties.event         | {"event":"e","properties":{"event":1}}            | {"event":"e","properties":{"event":null}}
            properties.context       | {"context":{"a":1},"properties":{"context":1}}    | {"context":{"a":1},"properties":{"context":null}}
            user                     | {"userId":"u","user":{"a":1},"userProperties":{}} | {"userId":"u","user":null,"userProperties":{}}
            userId                   | {"user_id":"u","properties":{"userId":1,"a":2}}   | {"user_id":null,"properties":{"userId":null,"a":2}}
            name                     | {"properties":{"name":"n","name_of":"y"}}         | {"properties":{"name":null,"name_of":"y"}}
            properties.name          | {"name":"n"}                                      | {"name":null}
            """)
    void aRuleHoldsForEveryColumnThatItsPathWouldMake(String path, String event, String expected) {
        assertThat(redacted(event, "privacy.drop=" + path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            # path             | table      | data                                            | what is left
            data.email         | orders     | {"email":1,"b":2}                               | {"email":null,"b":2}
            properties.email   | orders     | {"email":1,"email_x":1,"b":2}                   | {"email":null,"email_x":null,"b":2}
            properties.email   | users      | {"email":1}                                     | {"email":1}
            traits.email       | users      | {"email":1}                                     | {"email":null}
            traits.email       | groups     | {"email":1}                                     | {"email":null}
            traits.email       | orders     | {"email":1}                                     | {"email":1}
            properties.a.email | orders     | {"a":"[{\\"email\\":1,\\"b\\":2}]","a_email":1}     | {"a":"[{\\"email\\":null,\\"b\\":2}]","a_email":null}
            userId             | users      | {"id":"u","user_id":"u"}                        | {"id":null,"user_id":null}
            userId             | tracks     | {"id":"m","user_id":"u"}                        | {"id":"m","user_id":null}
            messageId          | tracks     | {"id":"m","user_id":"u"}                        | {"id":null,"user_id":"u"}
            properties         | orders     | {"id":"m","received_at":1,"a":2}                | {"id":"m","received_at":1,"a":null}
            context.ip         | orders     | {"context_ip":1,"context_request_ip":1,"ip":2}  | {"context_ip":null,"context_request_ip":null,"ip":2}
            data.context_ip    | orders     | {"context_passed_ip":1,"context_ip":1,"ip":2}   | {"context_passed_ip":null,"context_ip":null,"ip":2}
            event              | orders     | {"event":1,"event_text":1,"event_x":2}          | {"event":null,"event_text":null,"event_x":2}
            name               | pages      | {"name":1}                                      | {"name":null}
            properties.email   | tracks     | {"rudder_event":"{\\"properties\\":{\\"Email\\":1}}"} | {"rudder_event":"{\\"properties\\":{\\"Email\\":null}}"}
            traits.email       | tracks     | {"rudder_event":{"traits":{"email":1}}}         | {"rudder_event":{"traits":{"email":null}}}
            traits.email       | tracks     | {"rudder_event":"cut off"}                      | {"rudder_event":"(not kept: what is private could not be found in it)"}
            traits.email       | users      | "{\\"email\\":1}"                                 | "{\\"email\\":null}"
            traits.email       | users      | "email=1"                                       | "(not kept: what is private could not be found in it)"
            """)
    void inRowsThatAreMappedAlreadyItHoldsForTheColumns(String path, String table, String data, String expected) {
        var line = "{\"data\":%s,\"metadata\":{\"table\":\"%s\"}}";
        assertThat(redacted(line.formatted(data, table), "privacy.drop=" + path))
                .isEqualTo(line.formatted(expected, table));
        assertThat(redacted(
                        "{\"data\":%s,\"metadata\":{}}".formatted(data),
                        "privacy.drop=traits.email,properties.email," + path))
                .as("if no table is named")
                .doesNotContain("email\":1", "email\\\":1", "email=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context.ip",
                "context.*",
                "context",
                "request_ip",
                "requestIP",
                "context.request_ip",
                "context.passedIp"
            })
    void addressesOfAPersonAreOneThing(String path) {
        assertThat(redacted(
                        "{\"request_ip\":\"203.0.113.77\",\"requestIP\":\"203.0.113.77\",\"context\":{\"ip\":\"203.0.113.77\",\"request_ip\":\"203.0.113.77\",\"passed_ip\":\"203.0.113.77\"},\"properties\":{\"context.ip\":\"203.0.113.77\"}}",
                        "privacy.drop=" + path))
                .doesNotContain("203.0.113");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            properties.email_verified | {"properties":{"email":"x","email_verified":true}}  | {"properties":{"email":null,"email_verified":true}}
            properties.email.verified | {"properties":{"email":{"at":"x","verified":true}}} | {"properties":{"email":{"at":null,"verified":true}}}
            properties.email.verified | {"properties":{"email":[{"verified":1,"a":"x"},"x"]}} | {"properties":{"email":[{"verified":1,"a":null},null]}}
            properties                | {"properties":{"email":"x"},"traits":{"email":"x"}} | {"properties":{"email":"x"},"traits":{"email":null}}
            """)
    void whatIsToBeKeptIsTouchedByNoRule(String path, String event, String expected) {
        assertThat(redacted(event, "privacy.drop=properties.email,traits.email", "privacy.keep=" + path))
                .isEqualTo(expected);
        assertThat(redacted(event, "privacy.keep=" + path)).isEqualTo(event);
    }

    @Test
    void whatMakesOneColumnDependsOnTheMappingsSettings() {
        var event = "{\"context\":{\"traits\":{\"email\":1}},\"traits\":{\"line2\":2}}";

        assertThat(redacted(event, "privacy.drop=traits.email,traits.line")).isEqualTo(event);
        assertThat(redacted(event, "privacy.drop=traits.email,traits.line", "identify.allow-users-context-traits=true"))
                .isEqualTo(event.replace("1", "null"));
        assertThat(redacted(event, "privacy.drop=traits.email,traits.line", "names.underscore-divide-numbers=true"))
                .isEqualTo(event.replace(":2", ":null"));
    }

    @Test
    void namesThatMeetWhereTheyAreCutAreTheSameColumn() {
        var name = "a".repeat(62) + "_b";

        assertThat(redacted(
                        "{\"properties\":{\"%sc\":1,\"%s\":2}}".formatted(name, "a".repeat(62)),
                        "privacy.drop=properties." + name))
                .isEqualTo("{\"properties\":{\"%sc\":null,\"%s\":2}}".formatted(name, "a".repeat(62)));
    }

    @Test
    void underAPathTooLongToBeLookedAtNothingIsKept() {
        var name = " ".repeat(10_000) + "email";

        assertThat(redacted("{\"properties\":{\"%s\":\"x\"}}".formatted(name), "privacy.drop=properties.email"))
                .isEqualTo("{\"properties\":{\"%s\":null}}".formatted(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ["{\\"Email\\":\\"x\\"}"]                         | ["{\\"Email\\":null}"]
            "[{\\"email\\":\\"x\\"},\\"{\\\\\\"email\\\\\\":1}\\"]"   | "[{\\"email\\":null},\\"{\\\\\\"email\\\\\\":null}\\"]"
            "\\"{\\\\\\"email\\\\\\":\\\\\\"x\\\\\\"}\\""             | "\\"{\\\\\\"email\\\\\\":null}\\""
            " {\\"email\\":\\"x\\"} "                         | "{\\"email\\":null}"
            "{\\"email\\":\\"x\\""                            | "(not kept: what is private could not be found in it)"
            "{'email': 'x'}"                              | "(not kept: what is private could not be found in it)"
            "call {email}"                                | "call {email}"
            """)
    void whatIsPrivateIsFoundInJsonWithinTexts(String contact, String expected) {
        assertThat(redacted(
                        "{\"properties\":{\"contact\":%s}}".formatted(contact),
                        "privacy.drop=properties.contact.email"))
                .isEqualTo("{\"properties\":{\"contact\":%s}}".formatted(expected));
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
