package io.cameleer.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.cameleer.TestCameleer;
import io.cameleer.event.MappingOptions.OnCollision;
import io.cameleer.event.MappingOptions.OnReserved;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventMapperTest {
    private static final MappingOptions SUFFIX = new MappingOptions(
            false,
            false,
            List.of(),
            false,
            false,
            false,
            1600,
            SendingRules.ALL,
            OnReserved.DISCARD,
            OnCollision.SUFFIX);

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
    void aTimeThatIsWrittenInAnotherFormHasBoth() {
        Row row = mapping.last(
                "{\"type\":\"page\",\"properties\":{\"a\":\"2020-01-15\",\"b\":\"2020-01-15T10:20:30.123456+02:00\",\"c\":\"2020-01-15T10:20:30.123Z\",\"d\":\"2021-02-29\"}}");
        var written = new TreeMap<String, String>();
        for (Cells cells = row.cells(); cells.next(); ) {
            written.put(
                    row.layout().column(cells.position()), cells.type() + " " + cells.text() + " " + cells.written());
        }

        assertThat(written)
                .contains(
                        entry("a", "DATETIME 2020-01-15T00:00:00.000Z 2020-01-15"),
                        entry("b", "DATETIME 2020-01-15T08:20:30.123456Z 2020-01-15T10:20:30.123456+02:00"),
                        entry("c", "DATETIME 2020-01-15T10:20:30.123Z 2020-01-15T10:20:30.123Z"),
                        entry("d", "STRING 2021-02-29 2021-02-29"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "text"      | text
            7           | 7
            [{"a":1}]   | [{"a":1}]
            "[1]"       | [1]
            "{broken"   | {broken
            """)
    void partsOfAnEventThatAreNoObjectAreKeptWhole(String part, String kept) {
        var discard = new Discard("properties", kept, "it is no object, so that nothing in it has a name");
        assertThat(mapping.discards("{\"type\":\"track\",\"event\":\"Buy\",\"properties\":%s}".formatted(part)))
                .containsExactly(discard);
        assertThat(mapping.map("{\"type\":\"identify\",\"userId\":\"u\",\"traits\":%s}".formatted(part))
                        .rows())
                .extracting(Row::discards)
                .containsExactly(List.of(new Discard("traits", kept, discard.reason())), List.of());
    }

    @Test
    void theJsonTextOfAnObjectIsReadAsThatObjectAndCounted() {
        Row row = mapping.last(
                "{\"type\":\"track\",\"event\":\"Buy\",\"context\":\"{\\\"os\\\":{\\\"name\\\":\\\"x\\\"}}\",\"properties\":\""
                        + " {\\\"a\\\":\\\"\\u00e9\\\\n"
                        + "\\\",\\\"b\\\":{\\\"c\\\":1}} \"}");

        assertThat(TestMapper.cells(row))
                .contains(entry("a", "STRING é\n"), entry("b_c", "INT 1"), entry("context_os_name", "STRING x"));
        assertThat(row.discards())
                .containsExactly(new Discard(
                        "properties",
                        "{\"a\":\"é\\n\",\"b\":{\"c\":1}}",
                        "it was the JSON text of an object, and is read as that object",
                        true));
    }

    @Test
    void anEmptyTextOrArrayIsAnEmptyContext() {
        for (String context : List.of("\"\"", "[]", "null")) {
            assertThat(mapping.map("{\"type\":\"page\",\"context\":%s}".formatted(context))
                            .rows())
                    .as(context)
                    .hasSize(1);
        }
        for (String context : List.of("\"x\"", "[1]", "0", "false")) {
            assertThat(mapping.map("{\"type\":\"page\",\"context\":%s}".formatted(context))
                            .rejects())
                    .as(context)
                    .extracting(Reject::reason)
                    .containsExactly("context is not an object");
        }
    }

    @Test
    void aValueWhoseColumnASenderCannotSetIsADiscardOnce() {
        var rows = mapping.map(
                        "{\"type\":\"identify\",\"messageId\":\"m\",\"userId\":\"u\",\"context\":{\"ip\":\"1.2.3.4\",\"request_ip\":\"5.6.7.8\"},"
                                + "\"traits\":{\"id\":77,\"userId\":\"u\",\"sent_at\":\"2020-01-15\",\"uuidTs\":1,\"name\":\"n\"}}")
                .rows();

        assertThat(rows.get(0).discards())
                .extracting(Discard::column, Discard::value, Discard::reason, Discard::isCountedOnly)
                .containsExactly(
                        tuple(
                                "context_request_ip",
                                "5.6.7.8",
                                "context.request_ip: a sender cannot set this column",
                                false),
                        tuple("id", "77", "traits.id: a sender cannot set this column", false),
                        tuple("sent_at", "2020-01-15", "traits.sent_at: a sender cannot set this column", false),
                        tuple("uuid_ts", "1", "traits.uuidTs: a sender cannot set this column", false));
        assertThat(rows.get(1).discards()).isEmpty();
    }

    @Test
    void orIsOnlyCountedOrGetsAColumnOfItsOwn() {
        String line =
                "{\"type\":\"page\",\"name\":\"top\",\"messageId\":\"m\",\"properties\":{\"id\":\"sku-1\",\"name\":\"n\",\"timestamp\":\"t\"}}";

        assertThat(new TestMapper(reserved(OnReserved.COUNT), TestMapper.SOURCE).discards(line))
                .extracting(Discard::column, Discard::value, Discard::isCountedOnly)
                .containsExactly(tuple("id", "sku-1", true), tuple("name", "n", true), tuple("timestamp", "t", true));
        var keeping = new TestMapper(reserved(OnReserved.KEEP), TestMapper.SOURCE);
        assertThat(keeping.discards(line)).isEmpty();
        assertThat(keeping.cells(line))
                .contains(
                        entry("id", "STRING m"),
                        entry("name", "STRING top"),
                        entry("_id", "STRING sku-1"),
                        entry("_name", "STRING n"),
                        entry("_timestamp", "STRING t"));
        assertThat(keeping.cells(
                        "{\"type\":\"page\",\"context\":{\"ip\":\"1.2.3.4\"},\"properties\":{\"name\":\"n\"}}"))
                .doesNotContainKeys("_name", "_context_ip");
    }

    @Test
    void idsOfWhichPostgresCannotHoldAllStayDistinct() {
        String line = "{\"type\":\"identify\",\"messageId\":\"%s\",\"userId\":\"%1$s\",\"anonymousId\":\"%1$s\"}";
        var ids = new HashSet<String>();
        for (String id : List.of(
                "ab", "a\\u0000b", "ab\\u0000", "a\\ud800b", "a\\ud801b", "a\\ufffdb", "\\u0000", "\\u0000\\u0000")) {
            var rows = mapping.map(line.formatted(id)).rows();
            String own = TestMapper.cells(rows.get(0)).get("id");
            assertThat(TestMapper.cells(rows.get(0))).contains(entry("user_id", own), entry("anonymous_id", own));
            assertThat(TestMapper.cells(rows.get(1))).contains(entry("id", own));
            ids.add(own);
        }
        assertThat(ids)
                .hasSize(8)
                .contains("STRING ab", "STRING a\ufffdb")
                .allMatch(id -> id.matches("STRING (ab|a\ufffdb)?(-[0-9a-f]{12})?"));
        assertThat(mapping.cells(line.formatted("a\\u0000b")))
                .isEqualTo(mapping.cells(line.formatted("\\u0061\\u0000b")));
        assertThat(mapping.map(line.formatted("a\\u0000b")).rows().get(0).discards())
                .extracting(Discard::column, Discard::value)
                .containsExactly(
                        tuple("anonymous_id", "a\\u0000b"), tuple("id", "a\\u0000b"), tuple("user_id", "a\\u0000b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"All":true}                                 | sent
            {}                                           | sent
            null                                         | sent
            {"All":false}                                | excluded
            {"All":"yes"}                                | excluded
            {"All":"yes","Postgres":true}                | excluded
            []                                           | excluded
            "All"                                        | excluded
            {"Postgres":false}                           | excluded
            {"PostgreSQL":false}                         | excluded
            {"POSTGRES":false}                           | excluded
            {"Postgres":true,"POSTGRES":false}           | excluded
            {"All":false,"Postgres":true}                | sent
            {"All":false,"POSTGRES":{"options":{}}}      | sent
            {"All":false,"POSTGRES":{}}                  | sent
            {"All":false,"postgres":true}                | excluded
            {"All":false,"Postgres":"yes"}               | excluded
            {"Postgres":null}                            | sent
            {"All":false,"S3":true}                      | excluded
            {"S3":false}                                 | sent
            """)
    void anEventIsLeftOutIfItsIntegrationsLeaveOutPostgres(String integrations, String outcome) {
        var obeying =
                new TestMapper(sending(new SendingRules(true, List.of(), List.of(), List.of())), TestMapper.SOURCE);
        String line = "{\"type\":\"page\",\"integrations\":%s}".formatted(integrations);

        assertThat(outcome(obeying.map(line))).isEqualTo(outcome);
        assertThat(outcome(mapping.map(line))).isEqualTo("sent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {}                                                                                                   | sent
            {"deniedConsentIds":[]}                                                                              | sent
            {"deniedConsentIds":["a"],"provider":"iubenda"}                                                      | excluded
            {"deniedConsentIds":["c"],"provider":"iubenda"}                                                      | sent
            {"deniedConsentIds":["a"],"provider":"iubenda","resolutionStrategy":"or"}                            | sent
            {"deniedConsentIds":["a","b","c"],"provider":"iubenda","resolutionStrategy":"or"}                    | excluded
            {"deniedConsentIds":["a"],"provider":"custom","resolutionStrategy":"and"}                            | sent
            {"deniedConsentIds":["a","b"],"provider":"custom","resolutionStrategy":"and"}                        | excluded
            {"deniedConsentIds":["C1"]}                                                                          | excluded
            {"deniedConsentIds":["C1"],"provider":"oneTrust"}                                                    | excluded
            {"deniedConsentIds":["C1"],"provider":"ketch"}                                                       | sent
            {"deniedConsentIds":["p1"],"provider":"ketch"}                                                       | sent
            {"deniedConsentIds":["p1","p2"],"provider":"ketch"}                                                  | excluded
            {"deniedConsentIds":["p1","p2"]}                                                                     | excluded
            {"deniedConsentIds":["p1","p2"],"provider":"other"}                                                  | sent
            {"deniedConsentIds":"C1"}                                                                            | sent
            """)
    void anEventIsLeftOutIfItsUserDoesNotConsent(String consent, String outcome) {
        var rules = SendingRules.of(TestCameleer.settings(
                "consent.management=[{\"provider\":\"iubenda\",\"consents\":[{\"consent\":\"a\"},{\"consent\":\"b\"},{\"consent\":\""
                        + " \"}]},"
                        + "{\"provider\":\"custom\",\"resolutionStrategy\":\"or\",\"consents\":[{\"consent\":\"a\"},{\"consent\":\"b\"}]},"
                        + "{\"provider\":\"oneTrust\",\"consents\":[{\"consent\":\"\"}]}]",
                "consent.one-trust-categories=C1, C2",
                "consent.ketch-purposes=p1,p2"));
        var asking = new TestMapper(sending(rules), TestMapper.SOURCE);

        assertThat(outcome(asking.map("{\"type\":\"page\",\"context\":{\"consentManagement\":%s}}".formatted(consent))))
                .isEqualTo(outcome);
    }

    private static String outcome(MappedRows mapped) {
        assertThat(mapped.events() + mapped.excluded()).isEqualTo(1);
        assertThat(mapped.rows()).hasSize(mapped.events());
        return mapped.excluded() == 1 ? "excluded" : "sent";
    }

    private static MappingOptions reserved(OnReserved onReserved) {
        return new MappingOptions(
                false, false, List.of(), false, false, false, 1600, SendingRules.ALL, onReserved, OnCollision.DISCARD);
    }

    private static MappingOptions sending(SendingRules rules) {
        return new MappingOptions(
                false, false, List.of(), false, false, false, 1600, rules, OnReserved.DISCARD, OnCollision.DISCARD);
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
                new MappingOptions(
                        false,
                        false,
                        List.of(),
                        false,
                        false,
                        false,
                        6,
                        SendingRules.ALL,
                        OnReserved.DISCARD,
                        OnCollision.DISCARD),
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
