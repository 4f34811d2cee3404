package io.cameleer.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.batch.RowSlice;
import io.cameleer.batch.TableName;
import io.cameleer.event.MappingOptions;
import io.cameleer.read.Chunk;
import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which slices the lines of a chunk become. Slices are written as {@code table: line line}. */
class NormalizationTest {
    private static final int ENOUGH = 1000;

    private final Chunk.Builder chunk = new Chunk.Builder(1 << 16);

    @Test
    void theRowsOfATableAreInOneSliceInTheOrderOfTheirLines() {
        line(1, track("Sale"));
        line(2, identify());
        line(4, track("Sale"));
        line(5, track("Return"));
        line(9, track("Sale"));

        var normalized = normalize(ENOUGH);

        assertThat(shown(normalized))
                .containsExactly(
                        "events.tracks: 1 4 5 9",
                        "events.sale: 1 4 9",
                        "events.identifies: 2",
                        "events.users: 2",
                        "events.return: 5");
        assertThat(normalized.slices()).allSatisfy(slice -> {
            assertThat(slice.file()).isEqualTo(7);
            assertThat(slice.closing()).isFalse();
            assertThat(slice.rows()).allMatch(row -> row.layout() == slice.layout());
        });
    }

    @Test
    void aSliceHasNoMoreRowsThanABatch() {
        for (int line = 1; line <= 7; line++) {
            line(line, track("Sale"));
        }

        assertThat(shown(normalize(3)))
                .containsExactly(
                        "events.tracks: 1 2 3",
                        "events.tracks: 4 5 6",
                        "events.tracks: 7",
                        "events.sale: 1 2 3",
                        "events.sale: 4 5 6",
                        "events.sale: 7");
    }

    /** How far a table is loaded is told by a line: it has all rows of that line, or none. */
    @Test
    void theRowsOfOneLineStayInOneSlice() {
        for (int line = 1; line <= 3; line++) {
            line(line, trackInTracks());
        }

        assertThat(shown(normalize(1)))
                .containsExactly("events.tracks: 1 1", "events.tracks: 2 2", "events.tracks: 3 3");
        assertThat(shown(normalize(3))).containsExactly("events.tracks: 1 1 2 2", "events.tracks: 3 3");
    }

    @Test
    void linesThatAreNoEventsAreRowsOfTheLedgerInTheOrderOfAllNamespaces() {
        line(1, "no event").sendTo("web");
        line(2, track("Sale")).sendTo("crm");
        line(3, "[]").sendTo("crm");
        line(4, track("Sale"));
        chunk.append(new byte[] {'x'}, 0, 1);
        chunk.endLine(5, "too long");
        line(6, "{}").sendTo("web");
        chunk.drop();
        chunk.passed(8, 0);

        var normalized = normalize(ENOUGH);

        assertThat(shown(normalized))
                .containsExactly(
                        "crm.tracks: 2",
                        "crm.sale: 2",
                        "events.tracks: 4",
                        "events.sale: 4",
                        "cameleer.rejects: 1 3 5 6");
        assertThat(normalized.lines()).isEqualTo(7);
        assertThat(normalized.events()).isEqualTo(2);
        assertThat(normalized.rejects()).isEqualTo(4);
        assertThat(normalized.dropped()).isEqualTo(1);
        assertThat(normalized.lastLine()).isEqualTo(8);
    }

    @Test
    void aChunkWithoutLinesHasNoSlices() {
        chunk.passed(3, 0);

        var normalized = normalize(ENOUGH);

        assertThat(normalized.slices()).isEmpty();
        assertThat(normalized.lastLine()).isEqualTo(3);
    }

    /** As many as a route may choose by a header. */
    @Test
    void manyNamespacesInTurnHaveOneSliceForEachTable() {
        int namespaces = 40;
        var normalization = new Normalization(MappingOptions.DEFAULT, "events", 100_000);
        var layouts = new HashMap<TableName, Set<TableLayout>>();
        var linesByTable = new HashMap<TableName, List<Long>>();
        for (int first = 1; first <= 20_000; first += 1000) {
            var some = new Chunk.Builder(1 << 18);
            for (int line = first; line < first + 1000; line++) {
                append(some, line, track("Sale")).sendTo("tenant_" + line % namespaces);
            }
            var slices = normalization.normalize(some.build(), 7, 0).slices();
            assertThat(slices).hasSize(2 * namespaces);
            for (var slice : slices) {
                layouts.computeIfAbsent(slice.table(), table -> new HashSet<>()).add(slice.layout());
                slice.rows().forEach(row -> linesByTable
                        .computeIfAbsent(slice.table(), table -> new ArrayList<>())
                        .add(row.line()));
            }
        }

        // a new layout begins a new batch
        assertThat(layouts)
                .hasSize(2 * namespaces)
                .allSatisfy((table, of) -> assertThat(of).as(table.qualified()).hasSize(1));
        assertThat(linesByTable).allSatisfy((table, lines) -> {
            long namespace = Long.parseLong(table.schema().substring("tenant_".length()));
            assertThat(lines).hasSize(500).isSorted().allMatch(line -> line % namespaces == namespace);
        });
    }

    @Test
    void eachLoaderHasLayoutsOfItsOwn() {
        line(1, track("Sale"));
        var normalization = new Normalization(MappingOptions.DEFAULT, "events", ENOUGH);
        var of = new ArrayList<TableLayout>();
        for (int loader : List.of(0, 1, 0)) {
            of.add(normalization
                    .normalize(chunk.build(), 7, loader)
                    .slices()
                    .get(0)
                    .layout());
        }

        assertThat(of.get(0)).isSameAs(of.get(2)).isNotSameAs(of.get(1));
    }

    private NormalizedChunk normalize(int maxRows) {
        return new Normalization(MappingOptions.DEFAULT, "events", maxRows).normalize(chunk.build(), 7, 0);
    }

    private Chunk.Builder line(long number, String text) {
        return append(chunk, number, text);
    }

    private static Chunk.Builder append(Chunk.Builder to, long number, String text) {
        var bytes = text.getBytes(UTF_8);
        to.append(bytes, 0, bytes.length);
        to.endLine(number, "");
        return to;
    }

    private static String track(String event) {
        return "{\"type\":\"track\",\"event\":\"%s\",\"messageId\":\"m\",\"userId\":\"u\",\"properties\":{\"total\":1}}"
                .formatted(event);
    }

    /** It has a row in tracks as any other, and one as the event that it is. */
    private static String trackInTracks() {
        return """
                {"type":"track","event":"tracks","messageId":"m","userId":"u",\
                "integrations":{"POSTGRES":{"options":{"skipReservedKeywordsEscaping":true}}}}""";
    }

    private static String identify() {
        return "{\"type\":\"identify\",\"messageId\":\"m\",\"userId\":\"u\",\"traits\":{\"plan\":\"free\"}}";
    }

    private static List<String> shown(NormalizedChunk chunk) {
        return chunk.slices().stream().map(NormalizationTest::shown).toList();
    }

    private static String shown(RowSlice slice) {
        var text = new StringBuilder(slice.table().qualified()).append(':');
        slice.rows().stream().map(Row::line).forEach(line -> text.append(' ').append(line));
        return text.toString();
    }
}
