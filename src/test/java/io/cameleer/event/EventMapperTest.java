package io.cameleer.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cameleer.event.MappingOptions.OnCollision;
import io.cameleer.naming.Names;
import io.cameleer.row.Cells;
import io.cameleer.row.Discard;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMapperTest {
    private static final MappingOptions SUFFIX =
            new MappingOptions(false, false, List.of(), false, false, false, 1600, OnCollision.SUFFIX);

    private final TestMapper mapping = TestMapper.plain();

    @Test
    void cellsStandByAscendingPositionAndTellWhetherTheyArePlain() {
        Row row = mapping.last("{\"type\":\"page\",\"messageId\":\"m\",\"properties\":{\"z\":\"a\\nb\",\"a\":\"é\"}}");
        Cells cells = row.cells();
        int position = -1;
        var plain = new HashSet<String>();
        while (cells.next()) {
            assertThat(cells.position()).isGreaterThan(position);
            position = cells.position();
            if (cells.plain()) {
                plain.add(row.layout().column(position));
            }
        }
        assertThat(plain).containsExactlyInAnyOrder("id", "received_at", "a");
    }

    @Test
    void digitsAreKeptAsWritten() {
        assertThat(mapping.cells(
                        "{\"type\":\"page\",\"properties\":{\"a\":9007199254740993,\"b\":0.10000000000000000001,"
                                + "\"c\":1.0,\"d\":1E3,\"e\":12345678901234567890,\"f\":1e400,\"g\":1e999999999}}"))
                .contains(
                        entry("a", "INT 9007199254740993"),
                        entry("b", "FLOAT 0.10000000000000000001"),
                        entry("c", "INT 1"),
                        entry("d", "INT 1000"),
                        entry("e", "FLOAT 12345678901234567890"),
                        entry("f", "FLOAT 1e400"),
                        entry("g", "STRING 1e999999999"));
    }

    @Test
    void whatPostgresCannotHoldIsTakenOutAndKeptAsADiscard() {
        String line =
                "{\"type\":\"page\",\"properties\":{\"a\":\"x\\u0000y\",\"b\":\"\\ud800\",\"c\":[\"\\u0000\\ud83d\\ude00\"]}}";
        assertThat(mapping.cells(line))
                .contains(
                        entry("a", "STRING xy"),
                        entry("b", "STRING \uFFFD"),
                        entry("c", "STRING [\"\\ud83d\\ude00\"]"));
        assertThat(mapping.discards(line))
                .extracting(Discard::column, Discard::value)
                .containsExactly(
                        tuple("a", "x\\u0000y"), tuple("b", "\\ud800"), tuple("c", "[\"\\u0000\\ud83d\\ude00\"]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'fooBar':1,'foo_bar':2} | foo_bar | 2 | 1",
                "{'foo_bar':2,'fooBar':1} | foo_bar | 2 | 1",
                "{'a':{'b':1},'a_b':2}    | a_b     | 2 | 1",
                "{'a_b':2,'a':{'b':1}}    | a_b     | 2 | 1",
            })
    void ofTwoPathsInOneColumnTheLastWhenSortedStaysAndTheOtherIsADiscard(
            String properties, String column, String winner, String loser) {
        String line = "{'type':'page','properties':%s}".formatted(properties).replace('\'', '"');
        assertThat(mapping.cells(line)).containsEntry(column, "INT " + winner);
        assertThat(mapping.discards(line))
                .extracting(Discard::column, Discard::value)
                .containsExactly(tuple(column, loser));
        assertThat(mapping.discards(line).get(0).reason()).contains("have the same column");
    }

    @Test
    void namesThatTheCutMakesEqualAreACollisionToo() {
        String name = "x".repeat(63);
        String line = "{\"type\":\"page\",\"properties\":{\"%sa\":1,\"%sb\":2}}".formatted(name, name);
        assertThat(mapping.cells(line)).containsEntry(name, "INT 2");
        assertThat(mapping.discards(line)).extracting(Discard::value).containsExactly("1");
    }

    @Test
    void withSuffixesTheLoserHasAColumnOfItsOwn() {
        var suffixing = new TestMapper(SUFFIX, TestMapper.SOURCE);
        String line = "{\"type\":\"page\",\"properties\":{\"fooBar\":1,\"foo_bar\":2}}";
        assertThat(suffixing.cells(line))
                .contains(entry("foo_bar", "INT 2"), entry(Names.suffixed("foo_bar", "properties.fooBar"), "INT 1"));
        assertThat(suffixing.discards(line)).isEmpty();
        // alone it is no loser
        assertThat(suffixing.cells("{\"type\":\"page\",\"properties\":{\"fooBar\":1}}"))
                .containsEntry("foo_bar", "INT 1");
    }

    @Test
    void aPropertyThatUserPropertiesOverwriteIsADiscardUnlessItIsTheSame() {
        String line =
                "{\"type\":\"track\",\"event\":\"e\",\"properties\":{\"a\":1,\"b\":2},\"userProperties\":{\"a\":1,\"b\":3}}";
        assertThat(mapping.cells(line)).contains(entry("a", "INT 1"), entry("b", "INT 3"));
        assertThat(mapping.discards(line))
                .extracting(Discard::column, Discard::value)
                .containsExactly(tuple("b", "2"));
    }

    @Test
    void aNameWithoutAnyUsableCharacterIsADiscard() {
        assertThat(mapping.discards("{\"type\":\"page\",\"properties\":{\"日本\":\"x\"}}"))
                .extracting(Discard::column, Discard::value)
                .containsExactly(tuple("properties.日本", "x"));
    }

    @Test
    void aSenderCannotSetWhatTheLoaderStamps() {
        assertThat(mapping.cells("{\"type\":\"page\",\"properties\":{\"uuid_ts\":\"x\",\"uuidTs\":1}}"))
                .containsOnlyKeys("id", "received_at");
    }

    @ParameterizedTest
    @CsvSource({
        "rudder_discards, _rudder_discards",
        "Rudder Discards, _rudder_discards",
        "rudder_staging_x, _rudder_staging_x",
        "users, _users",
    })
    void anEventCannotTakeATableThatIsNotItsOwn(String event, String table) {
        assertThat(mapping.last("{\"type\":\"track\",\"event\":\"%s\"}".formatted(event))
                        .layout()
                        .table())
                .isEqualTo(table);
    }

    @Test
    void aRejectedEventHasNoRowsAndKeepsItsText() {
        var limited = new TestMapper(
                new MappingOptions(false, false, List.of(), false, false, false, 6, OnCollision.DISCARD),
                TestMapper.SOURCE);
        String line = "{\"type\":\"track\",\"event\":\"e\",\"properties\":{\"a\":1,\"b\":2}}";
        MappedRows mapped = limited.map(line);
        assertThat(mapped.rows()).isEmpty();
        assertThat(mapped.events()).isZero();
        assertThat(mapped.rejects())
                .containsExactly(
                        new Reject(1, "postgres transformer: Too many columns outputted from the event", line));
        assertThat(limited.map("{\"type\":\"track\",\"event\":\"e\"}").rows()).hasSize(2);
    }

    @Test
    void theTextOfARejectIsCutAndHasNothingThatPostgresCannotHold() {
        byte[] line = ("\0\u20ac" + "x".repeat(300_000)).getBytes(StandardCharsets.UTF_8);
        line[1] = (byte) 0xFF;
        Reject reject = mapping.map(line).rejects().get(0);
        assertThat(reject.raw()).hasSize(Reject.MAX_RAW).startsWith("\uFFFD\uFFFD");
        assertThat(reject.reason()).isEqualTo("not JSON: no value can start with byte 0x00, at byte 1");
    }

    @Test
    void tracksRowAndEventRowShareTheTableOfTheirName() {
        Row one = mapping.last("{\"type\":\"track\",\"event\":\"Order Done\"}");
        Row other = mapping.last("{\"type\":\"track\",\"event\":\"orderDone\"}");
        assertThat(one.layout()).isSameAs(other.layout());
        assertThat(one.layout().origin()).isEqualTo("Order Done");
    }

    @Test
    void rowsStayAsTheyAreWhenMoreLinesAreMapped() {
        Row first = mapping.last("{\"type\":\"page\",\"messageId\":\"first\"}");
        for (int line = 0; line < 20_000; line++) {
            mapping.map(
                    "{\"type\":\"page\",\"messageId\":\"other-%d\",\"properties\":{\"p%d\":1}}".formatted(line, line));
        }
        assertThat(TestMapper.cells(first)).contains(entry("id", "STRING first"));
    }

    @Test
    void whatSendersMakeUpDoesNotFillMemory() {
        Set<TableLayout> layouts = new HashSet<>();
        for (int line = 0; line < 3_000; line++) {
            var properties = new StringBuilder();
            for (int property = 0; property < 100; property++) {
                properties.append(property == 0 ? "" : ",").append("\"key-%d-%d\":1".formatted(line, property));
            }
            String name = "event " + line;
            Row row = mapping.last(
                    "{\"type\":\"track\",\"event\":\"%s\",\"properties\":{%s}}".formatted(name, properties));
            assertThat(TestMapper.cells(row)).hasSize(100 + 4).containsEntry("key_" + line + "_7", "INT 1");
            layouts.add(mapping.last("{\"type\":\"page\"}").layout());
        }
        assertThat(layouts).hasSizeGreaterThan(1);
    }

    @Test
    void hostileEventsTakeTimeInProportionToTheirLength() {
        var manyKeys = new StringBuilder("{\"type\":\"page\",\"properties\":{\"x\":1");
        for (int key = 0; key < 500_000; key++) {
            manyKeys.append(",\"key").append(key).append("\":").append(key);
        }
        String deep = "{\"d\":".repeat(990) + "1" + "}".repeat(990);
        String longKey = "k".repeat(1_000_000);
        var manyDeep =
                new StringBuilder("{\"type\":\"page\",\"properties\":" + "{\"long key\":".repeat(900) + "{\"x\":1");
        for (int key = 0; key < 10_000; key++) {
            manyDeep.append(",\"é").append(key).append("\":1");
        }
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            assertThat(mapping.map(manyKeys.append("}}").toString()).rejects()).hasSize(1);
            assertThat(mapping.map("{\"type\":\"page\",\"properties\":%s}".formatted(deep))
                            .rows())
                    .hasSize(1);
            assertThat(mapping.map("{\"type\":\"page\",\"properties\":{\"%s\":1,\"%sb\":2}}"
                                    .formatted(longKey, longKey))
                            .rows())
                    .hasSize(1);
            assertThat(mapping.map(manyDeep.append("}".repeat(902)).toString()).rejects())
                    .isEmpty();
        });
    }
}
