package io.cameleer.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.ledger.Checkpoint;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.Marks;
import io.cameleer.message.Headers;
import io.cameleer.reject.Rejects;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import io.cameleer.row.RowWriter;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import io.cameleer.sync.LoadedTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When a table batch is full, and what is in it: what the route {@code aggregate} hands to the one that loads. Batches are
 * written as {@code table: file/line file/line}.
 */
class OpenBatchesTest {
    private static final long ENOUGH = 1 << 20;

    private final TableLayout pages = new TableLayout("pages", "pages");
    private final TableLayout clicks = new TableLayout("clicks", "clicks");
    private final TableLayout users = new TableLayout("users", "users");
    private final TableLayout identifies = new TableLayout("identifies", "identifies");
    private final Map<Long, FileProgress> files = new HashMap<>();
    private final FileProgress a = file(1, Map.of());
    private final FileProgress b = file(2, Map.of());
    private final List<TableBatch> loaded = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() throws IOException {
        camel.close();
    }

    @Test
    void aBatchIsFullWithSoManyRowsWhicheverFilesTheyComeFrom() throws Exception {
        start(3, ENOUGH, ENOUGH);

        assertThat(add(a, row(pages, 1), row(clicks, 1), row(pages, 2))).isEmpty();
        assertThat(add(b, row(pages, 1))).containsExactly("web.pages: a/1 a/2 b/1");
        assertThat(add(b, row(pages, 2))).isEmpty();
        assertThat(closeAll()).containsExactly("web.clicks: a/1", "web.pages: b/2");
        assertThat(closeAll()).isEmpty();
    }

    /** A slice is as large as a batch at most. */
    @Test
    void whatComesTogetherIsInOneBatch() throws Exception {
        start(3, ENOUGH, ENOUGH);

        assertThat(add(a, row(pages, 1), row(pages, 2))).isEmpty();
        assertThat(add(a, row(pages, 3), row(pages, 4), row(pages, 5)))
                .containsExactly("web.pages: a/1 a/2 a/3 a/4 a/5");
    }

    @Test
    void rowsAreInTheOrderInWhichTheyCameAndEachFileKnowsItsPart() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        add(a, row(pages, 1), row(pages, 3), row(pages, 3));
        add(a, row(pages, 7));
        add(b, row(pages, 2));
        closeAll();

        assertThat(shown).containsExactly("web.pages: a/1 a/3 a/3 a/7 b/2");
        assertThat(loaded.get(0).parts())
                .extracting(part -> "%s %s-%s: %s".formatted(part.file(), part.after(), part.lastLine(), part.rows()))
                .containsExactly("1 0-7: 4", "2 0-2: 1");
    }

    @Test
    void aBatchGoesOnWhereTheOneBeforeHasEnded() throws Exception {
        start(2, ENOUGH, ENOUGH);
        add(a, row(pages, 1), row(pages, 4));
        add(a, row(pages, 5), row(pages, 9));

        assertThat(loaded)
                .flatExtracting(TableBatch::parts)
                .extracting(part -> part.after() + "-" + part.lastLine())
                .containsExactly("0-4", "4-9");
    }

    @Test
    void aBatchIsFullWithSoManyBytes() throws Exception {
        start(1000, 8 * 1024, ENOUGH);

        assertThat(add(a, row(pages, 1), row(pages, 2, 4000))).isEmpty();
        assertThat(add(a, row(pages, 3, 4000))).containsExactly("web.pages: a/1 a/2 a/3");
    }

    @Test
    void whenAllTogetherHoldTooMuchTheLargestIsFull() throws Exception {
        start(1000, ENOUGH, 20 * 1024);

        assertThat(add(a, row(pages, 1), row(clicks, 1, 10_000))).isEmpty();
        assertThat(add(a, row(pages, 2, 9_000))).containsExactly("web.pages: a/1 a/2");
        assertThat(closeAll()).containsExactly("web.clicks: a/1");
    }

    @Test
    void theLargestAreFullUntilTheRestIsWithinTheBudget() throws Exception {
        start(1000, ENOUGH, 20 * 1024);

        assertThat(add(a, row(identifies, 1), row(clicks, 1, 14_000), row(pages, 1, 19_000)))
                .containsExactly("web.pages: a/1");
        assertThat(add(a, row(pages, 2, 18_000), row(identifies, 2, 9_000)))
                .containsExactly("web.pages: a/2", "web.clicks: a/1");
        assertThat(closeAll()).containsExactly("web.identifies: a/1 a/2");
    }

    @Test
    void rowsThatAreLoadedAlreadyAreLeftOut() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        var again = file(3, Map.of("web.pages", 2L));

        add(again, row(pages, 1), row(clicks, 1), row(pages, 2), row(pages, 3));

        assertThat(closeAll()).containsExactly("web.pages: c/3", "web.clicks: c/1");
        assertThat(loaded.get(0).parts()).extracting(TableBatch.Part::after).containsExactly(2L);
        assertThat(again.tables().get("web.pages").mapped()).isEqualTo(3);
        assertThat(again.tables().get("web.pages").skipped()).isEqualTo(2);
    }

    /** Positions in rows of one layout mean nothing in another. */
    @Test
    void aRowOfAnotherLayoutBeginsABatchOfItsOwn() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        var staged = new TableLayout("pages", "pages");

        assertThat(add(a, row(pages, 1), row(staged, 2))).containsExactly("web.pages: a/1");
        assertThat(add(a, row(pages, 3), row(clicks, 3))).containsExactly("web.pages: a/2");
        assertThat(closeAll()).containsExactly("web.pages: a/3", "web.clicks: a/3");
        assertThat(loaded).extracting(TableBatch::layout).containsExactly(pages, staged, pages, clicks);
    }

    @Test
    void noBatchIsLoadedForNothingWhenTheOneOfTheOldLayoutWasFullAnyway() throws Exception {
        start(1, ENOUGH, ENOUGH);
        var staged = new TableLayout("pages", "pages");

        assertThat(add(a, row(pages, 1), row(staged, 2))).containsExactly("web.pages: a/1", "web.pages: a/2");
        assertThat(closeAll()).isEmpty();
    }

    @Test
    void tablesOfOneNameInTwoNamespacesAreTwo() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        var inWeb = RowSlice.of(1, new TableName("web", "pages"), List.of(row(pages, 1)), 0);
        var inShop = RowSlice.of(1, new TableName("shop", "pages"), List.of(row(pages, 2)), 0);

        assertThat(add(a, List.of(inWeb, inShop))).isEmpty();
        assertThat(closeAll()).containsExactly("web.pages: a/1", "shop.pages: a/2");
    }

    /** Merging users may look up the identify events that they are made of. */
    @Test
    void usersGoBehindTheirIdentifyEvents() throws Exception {
        start(2, ENOUGH, ENOUGH);

        assertThat(add(a, row(users, 1), row(identifies, 1), row(users, 2)))
                .containsExactly("web.identifies: a/1", "web.users: a/1 a/2");
    }

    @Test
    void usersGoBehindTheIdentifyEventsOfEarlierChunksToo() throws Exception {
        start(2, ENOUGH, ENOUGH);

        assertThat(add(a, row(users, 1))).isEmpty();
        assertThat(add(a, row(identifies, 1), row(clicks, 1))).isEmpty();
        assertThat(add(a, row(users, 2))).containsExactly("web.identifies: a/1", "web.users: a/1 a/2");
        assertThat(closeAll()).containsExactly("web.clicks: a/1");
    }

    @Test
    void usersGoBehindTheirIdentifyEventsWhicheverIsOverTheBudgetOrLeftAtTheEnd() throws Exception {
        start(1000, ENOUGH, 20 * 1024);

        assertThat(add(a, row(users, 1, 19_000), row(identifies, 1)))
                .containsExactly("web.identifies: a/1", "web.users: a/1");
        assertThat(add(a, row(users, 2), row(identifies, 2))).isEmpty();
        assertThat(closeAll()).containsExactly("web.identifies: a/2", "web.users: a/2");
    }

    @Test
    void usersOfANewLayoutGoBehindTheirIdentifyEvents() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        var newUsers = new TableLayout("users", "users");
        var newIdentifies = new TableLayout("identifies", "identifies");
        add(a, row(identifies, 1), row(users, 1));

        assertThat(add(a, row(newUsers, 2), row(newIdentifies, 2)))
                .containsExactly("web.identifies: a/1", "web.identifies: a/2", "web.users: a/1");
        assertThat(closeAll()).containsExactly("web.users: a/2");
    }

    @Test
    void rejectedLinesAreRowsOfTheLedger() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        var reject = RowSlice.of(1, Rejects.TABLE, List.of(Rejects.row(1, new Reject(7, "not JSON", "{"))), 0);

        assertThat(add(a, List.of(reject))).isEmpty();
        assertThat(closeAll()).containsExactly("cameleer.rejects: a/7");
    }

    /** Their rows are in memory that later ones take. */
    @Test
    void theMemoryOfALoadedBatchIsUsedAgain() throws Exception {
        var blocks = new ArrayList<List<byte[]>>();
        start(4, 16 * ENOUGH, 16 * ENOUGH, batch -> blocks.add(blocks(batch)));
        add(a, row(pages, 1, 200_000), row(pages, 2, 200_000), row(pages, 3, 200_000));
        add(a, row(pages, 4, 200_000));
        assertThat(shown).containsExactly("web.pages: a/1 a/2 a/3 a/4");

        add(a, row(clicks, 5, 150_000), row(clicks, 6, 250_000), row(clicks, 7, 200_000), row(clicks, 8, 200_000));

        assertThatThrownBy(() -> loaded.get(0).cursor())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("web.pages (4 rows) is loaded, and its memory in use again");
        assertThat(shown).containsExactly("web.pages: a/1 a/2 a/3 a/4", "web.clicks: a/5 a/6 a/7 a/8");
        assertThat(blocks).hasSize(2);
        assertThat(blocks.get(1).stream().filter(block -> blocks.get(0).stream().anyMatch(earlier -> earlier == block)))
                .as("the large ones")
                .hasSize(2);
    }

    @Test
    void whatIsOpenIsCountedWithoutWhatIsLoaded() throws Exception {
        start(2, ENOUGH, 20 * 1024);

        for (int line = 1; line < 20; line += 2) {
            assertThat(add(a, row(pages, line, 8_000), row(pages, line + 1)))
                    .containsExactly("web.pages: a/%s a/%s".formatted(line, line + 1));
        }
        assertThat(add(a, row(clicks, 20, 18_000))).isEmpty();
    }

    @Test
    void aFileIsSettledOnceNoBatchHoldsRowsOfIt() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        add(a, row(pages, 1), row(clicks, 1));
        a.ended(FileProgress.End.WHOLE, "");
        assertThat(a.settled()).isFalse();

        closeAll();

        assertThat(a.settled()).isTrue();
    }

    @Test
    void rowsThatAreMissingInBetweenAreNoticed() throws Exception {
        start(1000, ENOUGH, ENOUGH);
        add(a, row(pages, 1), row(pages, 2));
        var gap = RowSlice.of(1, new TableName("web", "pages"), List.of(row(pages, 4)), 0)
                .behind(3);

        assertThatThrownBy(() -> add(a, List.of(gap)))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("web.pages: rows of file 1 between lines 2 and 3 are missing");
        assertThat(loaded).isEmpty();
    }

    /** Each has batches of its own. */
    @Test
    void loadersDoNotWaitForEachOther() throws Exception {
        var isLoading = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        start(2, ENOUGH, ENOUGH, batch -> {
            if (batch.parts().get(0).file() == a.file().id()) {
                isLoading.countDown();
                await(mayEnd);
            }
        });
        var loader = Executors.newSingleThreadExecutor();
        try {
            var first = loader.submit(() -> send("direct:chunk", chunk(slices(a, row(pages, 1), row(pages, 2))), 0));
            await(isLoading);

            send("direct:chunk", chunk(slices(b, row(clicks, 1), row(pages, 1))), 1);
            send("direct:chunk", chunk(slices(b, row(pages, 2))), 1);
            assertThat(shown).containsExactly("web.pages: b/1 b/2");
            send("direct:end", null, 1);
            assertThat(shown).containsExactly("web.pages: b/1 b/2", "web.clicks: b/1");
            assertThat(first).isNotDone();

            mayEnd.countDown();
            first.get(30, SECONDS);
            assertThat(shown).containsExactly("web.pages: b/1 b/2", "web.clicks: b/1", "web.pages: a/1 a/2");
        } finally {
            mayEnd.countDown();
            loader.shutdownNow();
        }
    }

    /** A sync may load any number of them; each call that is left on the stack brings it nearer to its end. */
    @Test
    void theThousandthBatchFindsTheStackAsTheFirstDid() throws Exception {
        var depths = new ArrayList<Long>();
        start(1, ENOUGH, ENOUGH, batch -> depths.add(StackWalker.getInstance().walk(Stream::count)));
        var rows = IntStream.rangeClosed(1, 1000).mapToObj(line -> row(pages, line));

        var slices =
                rows.map(row -> slices(a, row).get(0).behind(row.line() - 1)).toList();
        add(a, slices);

        assertThat(depths).hasSize(1000).containsOnly(depths.get(0));
        assertThat(closeAll()).isEmpty();
    }

    private void start(int rows, long batchBytes, long openBytes) throws Exception {
        start(rows, batchBytes, openBytes, batch -> {});
    }

    /** @param meanwhile happens while a batch is loaded */
    private void start(int rows, long batchBytes, long openBytes, Consumer<TableBatch> meanwhile) throws Exception {
        var openBatches = new OpenBatches(new OpenBatches.Limits(rows, batchBytes, openBytes));
        camel.getRegistry().bind("openBatches", openBatches);
        camel.getRegistry().bind("tables", new LoadedTables(null, null, openBatches, null));
        camel.getRegistry().bind("threadPerBatch", new ThreadPerBatch());
        camel.setRouteFilterPattern("aggregate,test-*", null);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chunk")
                        .routeId("test-chunk")
                        .errorHandler(noErrorHandler())
                        .split(method("openBatches", "ready"))
                        .stopOnException()
                        .to("direct:aggregate")
                        .end()
                        .split(method("openBatches", "overBudget"))
                        .stopOnException()
                        .to("direct:aggregate");
                from("direct:end")
                        .routeId("test-end")
                        .errorHandler(noErrorHandler())
                        .split(method("openBatches", "all"))
                        .to("direct:aggregate");
                from("direct:load-batch")
                        .routeId("test-load-batch")
                        .process(exchange -> load(exchange.getMessage().getBody(TableBatch.class), meanwhile));
            }
        });
        var loader = PluginHelper.getRoutesLoader(camel);
        loader.loadRoutes(PluginHelper.getResourceLoader(camel)
                .resolveResource("file:" + Path.of("routes/load-file.camel.yaml")));
        camel.start();
    }

    private void load(TableBatch batch, Consumer<TableBatch> meanwhile) {
        meanwhile.accept(batch);
        synchronized (loaded) {
            loaded.add(batch);
            shown.add(shown(batch));
        }
        batch.parts().forEach(part -> files.get(part.file()).closed(part.rows()));
    }

    private FileProgress file(long id, Map<String, Long> marks) {
        var progress = new FileProgress(
                new EventFile(id, "file " + id, "", 0, "", 1, 1), new Marks(Checkpoint.START, marks, Optional.empty()));
        files.put(id, progress);
        return progress;
    }

    private static Row row(TableLayout table, long line) {
        return row(table, line, 1);
    }

    private static Row row(TableLayout table, long line, int bytes) {
        int id = table.position("id", "messageId");
        var text = "x".repeat(bytes).getBytes(UTF_8);
        return new RowWriter().cell(id, ValueType.STRING, text).row(table, line, List.of());
    }

    /** What of these rows, a chunk of them, is not loaded yet. */
    private static List<RowSlice> slices(FileProgress file, Row... rows) {
        var byLayout = new IdentityHashMap<TableLayout, List<Row>>();
        var inOrder = new ArrayList<List<Row>>();
        for (var row : rows) {
            byLayout.computeIfAbsent(row.layout(), layout -> {
                        inOrder.add(new ArrayList<>());
                        return inOrder.get(inOrder.size() - 1);
                    })
                    .add(row);
        }
        return inOrder.stream()
                .map(some -> {
                    var table = new TableName("web", some.get(0).layout().table());
                    return RowSlice.of(file.file().id(), table, some, 0);
                })
                .flatMap(slice -> file.unloaded(slice).stream())
                .toList();
    }

    private static NormalizedChunk chunk(List<RowSlice> slices) {
        return new NormalizedChunk(slices, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Adds rows, a chunk of them, and gives what was full by that. */
    private List<String> add(FileProgress file, Row... rows) {
        return send("direct:chunk", chunk(slices(file, rows)), 0);
    }

    /** Adds slices of one chunk as they are. */
    private List<String> add(FileProgress file, List<RowSlice> slices) {
        return send("direct:chunk", chunk(slices), 0);
    }

    private List<String> closeAll() {
        return send("direct:end", null, 0);
    }

    private List<String> send(String route, NormalizedChunk chunk, int loader) {
        int before = shown.size();
        camel.createFluentProducerTemplate()
                .to(route)
                .withHeader(Headers.LOADER, loader)
                .withBody(chunk)
                .request();
        return List.copyOf(shown.subList(before, shown.size()));
    }

    private static String shown(TableBatch batch) {
        var text = new StringBuilder(batch.name().qualified()).append(':');
        for (var rows = batch.cursor(); rows.next(); ) {
            char file = (char) ('a' + batch.parts().get(rows.part()).file() - 1);
            text.append(' ').append(file).append('/').append(rows.line());
        }
        return text.toString();
    }

    /** The large blocks of memory that a batch's rows are in. */
    private static List<byte[]> blocks(TableBatch batch) {
        var blocks = new ArrayList<byte[]>();
        for (var rows = batch.cursor(); rows.next(); ) {
            var block = rows.asRow(List.of()).bytes();
            if (block.length == SpareBlocks.SIZE && blocks.stream().noneMatch(other -> other == block)) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
