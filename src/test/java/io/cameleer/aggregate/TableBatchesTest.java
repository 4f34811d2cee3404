package io.cameleer.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.Reject;
import io.cameleer.mapping.RowWriter;
import io.cameleer.mapping.TableLayout;
import io.cameleer.mapping.ValueType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a table batch is full, and what is in it. Batches are written as {@code table: file/line file/line}. */
class TableBatchesTest {
    private static final long ENOUGH = 1 << 20;

    private final TableLayout pages = new TableLayout("pages", "pages");
    private final TableLayout clicks = new TableLayout("clicks", "clicks");
    private final FileProgress a = file("a", Map.of());

    @Test
    void aBatchIsFullWithSoManyRowsWhicheverFilesTheyComeFrom() {
        var batches = batches(3, ENOUGH, ENOUGH);
        var b = file("b", Map.of());

        assertThat(add(batches, a, row(pages, 1), row(clicks, 1), row(pages, 2)))
                .isEmpty();
        assertThat(add(batches, b, row(pages, 1), row(pages, 2))).containsExactly("web.pages: a/1 a/2 b/1");
        assertThat(shown(batches.closeAll())).containsExactly("web.clicks: a/1", "web.pages: b/2");
        assertThat(batches.closeAll()).isEmpty();
    }

    @Test
    void aBatchIsFullWithSoManyBytes() {
        var batches = batches(1000, 8 * 1024, ENOUGH);

        assertThat(add(batches, a, row(pages, 1), row(pages, 2, 4000))).isEmpty();
        assertThat(add(batches, a, row(pages, 3, 4000))).containsExactly("web.pages: a/1 a/2 a/3");
    }

    @Test
    void whenAllTogetherHoldTooMuchTheLargestIsFull() {
        var batches = batches(1000, ENOUGH, 20 * 1024);

        assertThat(add(batches, a, row(pages, 1), row(clicks, 1, 10_000))).isEmpty();
        assertThat(add(batches, a, row(pages, 2, 9_000))).containsExactly("web.pages: a/1 a/2");
        assertThat(shown(batches.closeAll())).containsExactly("web.clicks: a/1");
    }

    @Test
    void rowsThatAreLoadedAlreadyAreLeftOut() {
        var batches = batches(1000, ENOUGH, ENOUGH);
        var again = file("again", Map.of("web.pages", 2L));

        add(batches, again, row(pages, 1), row(clicks, 1), row(pages, 2), row(pages, 3));

        assertThat(shown(batches.closeAll())).containsExactly("web.clicks: again/1", "web.pages: again/3");
        assertThat(again.tables().get("web.pages").mapped()).isEqualTo(3);
        assertThat(again.tables().get("web.pages").skipped()).isEqualTo(2);
    }

    /** Positions in rows of one layout mean nothing in another. */
    @Test
    void aRowOfAnotherLayoutBeginsABatchOfItsOwn() {
        var batches = batches(1000, ENOUGH, ENOUGH);
        var staged = new TableLayout("pages", "pages");

        assertThat(add(batches, a, row(pages, 1), row(staged, 2))).containsExactly("web.pages: a/1");
        assertThat(shown(batches.closeAll())).containsExactly("web.pages: a/2");
    }

    /** Merging users may look up the identify events that they are made of. */
    @Test
    void usersGoBehindTheirIdentifyEvents() {
        var batches = batches(2, ENOUGH, ENOUGH);
        var users = new TableLayout("users", "users");
        var identifies = new TableLayout("identifies", "identifies");

        assertThat(add(batches, a, row(users, 1), row(identifies, 1), row(users, 2)))
                .containsExactly("web.identifies: a/1", "web.users: a/1 a/2");
    }

    @Test
    void rejectedLinesAreRowsOfTheLedger() {
        var batches = batches(1000, ENOUGH, ENOUGH);
        var mapped = new MappedRows("web");
        mapped.reject(new Reject(7, "not JSON", "{"));

        assertThat(batches.add(a, List.of(mapped))).isEmpty();
        assertThat(shown(batches.closeAll())).containsExactly("cameleer.rejects: a/7");
    }

    /** Their rows are in memory that later ones have taken. */
    @Test
    void batchesAreDoneWithWhenMoreRowsAreAdded() {
        var batches = batches(4, 16 * ENOUGH, 16 * ENOUGH);
        add(batches, a, row(pages, 1, 200_000), row(pages, 2, 200_000), row(pages, 3, 200_000));
        var loaded = batches.add(a, List.of(mapped(row(pages, 4, 200_000))));
        assertThat(shown(loaded)).containsExactly("web.pages: a/1 a/2 a/3 a/4");

        add(batches, a, row(clicks, 5, 150_000), row(clicks, 6, 250_000), row(clicks, 7, 300_000));

        assertThatThrownBy(() -> loaded.get(0).cursor())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("web.pages (4 rows) is loaded, and its memory in use again");
        assertThat(shown(batches.closeAll())).containsExactly("web.clicks: a/5 a/6 a/7");
    }

    @Test
    void aFileIsSettledOnceNoBatchHoldsRowsOfIt() {
        var batches = batches(1000, ENOUGH, ENOUGH);
        add(batches, a, row(pages, 1), row(clicks, 1));
        a.ended(FileProgress.End.WHOLE, "");
        assertThat(a.settled()).isFalse();

        batches.closeAll()
                .forEach(batch -> batch.parts().forEach(part -> part.file().batchClosed()));

        assertThat(a.settled()).isTrue();
    }

    private static TableBatches batches(int rows, long batchBytes, long openBytes) {
        return new TableBatches(new TableBatches.Limits(rows, batchBytes, openBytes));
    }

    private static FileProgress file(String key, Map<String, Long> marks) {
        return new FileProgress(new EventFile(1, key, "", 0, ""), marks);
    }

    private record Line(TableLayout table, long line, int bytes) {}

    private static Line row(TableLayout table, long line) {
        return row(table, line, 1);
    }

    private static Line row(TableLayout table, long line, int bytes) {
        return new Line(table, line, bytes);
    }

    /** Adds rows, a chunk of them, and gives what is full. */
    private static List<String> add(TableBatches batches, FileProgress file, Line... lines) {
        return shown(batches.add(file, List.of(mapped(lines))));
    }

    private static MappedRows mapped(Line... lines) {
        var mapped = new MappedRows("web");
        for (var line : lines) {
            int id = line.table.position("id", "messageId");
            var text = "x".repeat(line.bytes).getBytes(UTF_8);
            mapped.add(new RowWriter().cell(id, ValueType.STRING, text).row(line.table, line.line, List.of()));
        }
        return mapped;
    }

    private static List<String> shown(List<TableBatch> batches) {
        return batches.stream().map(TableBatchesTest::shown).toList();
    }

    private static String shown(TableBatch batch) {
        var text = new StringBuilder(batch.name().qualified()).append(':');
        for (var rows = batch.cursor(); rows.next(); ) {
            var file = batch.parts().get(rows.part()).file().file();
            text.append(' ').append(file.key()).append('/').append(rows.line());
        }
        return text.toString();
    }
}
