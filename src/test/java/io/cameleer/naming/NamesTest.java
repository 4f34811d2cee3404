package io.cameleer.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final Names DEFAULT = new Names(false, false, false);
    private static final Names DIVIDED = new Names(true, false, false);
    private static final Names BLENDO = new Names(false, true, false);

    @ParameterizedTest
    @CsvSource({
        "CamelCase123Key, camel_case123_key",
        "HTMLParser, html_parser",
        "userIDs, user_i_ds",
        "x86_64, x86_64",
        "1CComega, _1cc_omega",
        "abc123def456, abc123_def456",
        "1a2b3c, _1a_2b_3c",
        "utf8String, utf8_string",
        "B2B, b2_b",
        "Cízǔ, c_z",
        "__fooBar, __foo_bar",
        "___, ___",
        "a._b, a_b",
        "user, _user",
        "Order, _order",
        "日本, ''",
        "xmin, _xmin",
        "CTID, _ctid",
        "tableoid, _tableoid",
        "xMax, x_max",
        "oid, oid",
        "_overflow, __overflow",
        "Overflow, overflow",
    })
    void wordsAreFoundByCaseAndDigits(String text, String name) {
        assertThat(DEFAULT.column(text)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "CamelCase123Key, camel_case_123_key",
        "21st, _21st",
        "1stPlace, _1st_place",
        "10th, _10th",
        "11th, _11_th",
        "1St, _1_st",
        "1ST, _1st",
        "4th2, _4_th_2",
        "B2B, b_2_b",
    })
    void digitsMayBeWordsOfTheirOwnButForOrdinals(String text, String name) {
        assertThat(DIVIDED.column(text)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"ome$ga, ome$ga", "Two Words, two_words", "9lives, _9lives", "'', _", "a😀b, a_b", "user, _user"})
    void blendoCasingMapsEachCharacter(String text, String name) {
        assertThat(BLENDO.column(text)).isEqualTo(name);
    }

    @Test
    void otherTablesMayHaveTheWord() {
        assertThat(DEFAULT.table("guide_cameleer")).isEqualTo("guide_cameleer");
    }

    @Test
    void reservedWordsAreKeptWhereTheEventAsksForIt() {
        assertThat(new Names(false, false, true).column("user")).isEqualTo("user");
        assertThat(new Names(false, false, true).column("xmin")).isEqualTo("_xmin");
        assertThat(BLENDO.column("Xmin")).isEqualTo("_xmin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users",
                "identifies",
                "tracks",
                "pages",
                "accounts",
                "rudder_discards",
                "rudder_staging_1",
                "rudder_identity_merge_rules",
                "tracks_id_cameleer",
                "identifies_user_id_cameleer",
                "id_0a1b2c3d_cameleer"
            })
    void eventsCannotTakeATableThatIsNotTheirs(String event) {
        assertThat(DEFAULT.table(event)).isEqualTo("_" + event);
    }

    @Test
    void aProtectedTableKeepsWithinTheLimit() {
        assertThat(DEFAULT.table("rudder_staging_" + "x".repeat(60)))
                .hasSize(63)
                .startsWith("_rudder_staging_x");
    }

    @Test
    void suffixesAreStableAndKeepWithinTheLimit() {
        assertThat(Names.suffixed("a".repeat(63), "properties.a"))
                .isEqualTo("a".repeat(54) + "_" + hash("properties.a"));
        assertThat(Names.suffixed("foo_bar", "properties.fooBar"))
                .isEqualTo("foo_bar_" + hash("properties.fooBar"))
                .isNotEqualTo(Names.suffixed("foo_bar", "properties.foo_bar"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(100),
                Arbitraries.strings().withChars("aZbQ019_ .$é日").ofMaxLength(90),
                Arbitraries.of("user", "ORDER", "_user", "\ud83d", "to", "1st"));
    }

    @Property(tries = 3_000)
    void namesAreValidWithinTheLimitAndLeftAsTheyAre(
            @ForAll("texts") String text, @ForAll boolean divided, @ForAll boolean blendo) {
        var names = new Names(divided, blendo, false);
        String name = names.column(text);
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(63);
        assertThat(name).matches("|[a-z_][a-z0-9_$\\\\]*");
        // the cut may fall within a word, or behind the underscore before one
        if (name.length() < 63) {
            assertThat(names.column(name)).isEqualTo(name);
        }
    }

    private static String hash(String path) {
        return "%08x".formatted(path.hashCode() * 0x9E3779B9);
    }
}
