package io.cameleer.batch;

import io.cameleer.message.Headers;
import io.cameleer.row.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.support.DefaultExchange;

/**
 * The table batches that rows are being gathered in, as Camel's aggregate EIP sees them: slices of rows become batches.
 * Each loader has batches of its own and does one thing after the other, so that the rows of a file reach each table in
 * the order of its lines. All open batches of a loader share one budget of bytes.
 */
public final class OpenBatches implements AggregationStrategy {
    private final Limits limits;
    private final Map<Integer, Batches> loaders = new ConcurrentHashMap<>();

    /**
     * When a batch is full.
     *
     * @param rows rows in a batch
     * @param batchBytes bytes in a batch
     * @param openBytes bytes in all open batches of a loader; beyond that the largest is full
     */
    public record Limits(int rows, long batchBytes, long openBytes) {}

    /** The batches of one loader, by table: those that are open, and those that are being loaded. */
    private static final class Batches {
        private final Map<TableName, TableBatch> open = new LinkedHashMap<>();
        private final Map<TableName, TableBatch> loading = new LinkedHashMap<>();
        private final SpareBlocks spare = new SpareBlocks();
        private long bytes;
    }

    public OpenBatches(Limits limits) {
        this.limits = limits;
    }

    /** Adds a slice to the batch that is open, or opens one. */
    @Override
    public Exchange aggregate(Exchange open, Exchange added) {
        var slice = added.getMessage().getBody(RowSlice.class);
        var batches = of(added);
        var exchange = open == null ? fresh(added) : open;
        if (open == null) {
            var batch = new TableBatch(slice.table(), slice.layout(), batches.spare);
            batches.open.put(batch.name(), batch);
            exchange.getMessage().setBody(batch);
        }
        var batch = exchange.getMessage().getBody(TableBatch.class);
        batches.bytes -= batch.bytes();
        batch.add(slice);
        batches.bytes += batch.bytes();
        if (slice.closing() || batch.rows() >= limits.rows || batch.bytes() >= limits.batchBytes) {
            batch.close();
        }
        return exchange;
    }

    /** With nothing of the first slice's message but its loader: that would keep its whole chunk in memory. */
    private static Exchange fresh(Exchange slice) {
        var exchange = DefaultExchange.newFromEndpoint(slice.getFromEndpoint());
        exchange.getExchangeExtension().setFromRouteId(slice.getFromRouteId());
        exchange.getMessage().setHeader(Headers.LOADER, slice.getMessage().getHeader(Headers.LOADER));
        return exchange;
    }

    /** A batch is full: it is on its way to be loaded. */
    @Override
    public void onCompletion(Exchange exchange) {
        var batch = exchange.getMessage().getBody(TableBatch.class);
        var batches = of(exchange);
        batches.open.remove(batch.name());
        batches.bytes -= batch.bytes();
        batches.loading.put(batch.name(), batch);
    }

    /**
     * Slices on their way into batches, and before one with a new layout one that closes the batch of the old layout.
     * Users go last, so that the batch that they fill finds the identify events of the same lines in theirs.
     */
    public List<RowSlice> ready(@Body NormalizedChunk chunk, @Header(Headers.LOADER) int loader) {
        var ready = new ArrayList<RowSlice>();
        var layouts = new HashMap<TableName, TableLayout>();
        of(loader).open.values().forEach(batch -> layouts.put(batch.name(), batch.layout()));
        var slices = new ArrayList<>(chunk.slices());
        slices.sort(Comparator.comparing(slice -> slice.table().isUsers()));
        for (var slice : slices) {
            var open = layouts.put(slice.table(), slice.layout());
            if (open != null && open != slice.layout()) {
                ready.add(RowSlice.closing(slice.table(), open));
            }
            ready.add(slice);
        }
        return ready;
    }

    /** Which batch a slice belongs to: that of its table, of the loader that reads its file. */
    public String key(@Body RowSlice slice, @Header(Headers.LOADER) int loader) {
        return loader + "/" + slice.table().qualified();
    }

    /** Whether a batch is to be loaded, as it is now. */
    public boolean isFull(@Body TableBatch batch) {
        return batch.isFull();
    }

    /** Whether there is anything to load; there is not where a batch that was to be closed had been full meanwhile. */
    public boolean hasRows(@Body TableBatch batch) {
        return batch.rows() > 0;
    }

    /** Closes the largest batches until what is open is within the budget. */
    public List<RowSlice> overBudget(@Header(Headers.LOADER) int loader) {
        var batches = of(loader);
        long excess = batches.bytes - limits.openBytes;
        var largest = new ArrayList<TableBatch>();
        if (excess > 0) {
            for (var batch : batches.open.values().stream()
                    .sorted(Comparator.comparingLong(TableBatch::bytes).reversed())
                    .toList()) {
                if (excess <= 0) {
                    break;
                }
                largest.add(batch);
                excess -= batch.bytes();
            }
        }
        return closing(largest);
    }

    /** Closes all batches of a loader. */
    public List<RowSlice> all(@Header(Headers.LOADER) int loader) {
        return closing(of(loader).open.values());
    }

    /**
     * Closes what must be loaded before a batch: before users the identify events that they are made of, which merging
     * users may look up.
     */
    public List<RowSlice> neededBy(@Body TableBatch batch, @Header(Headers.LOADER) int loader) {
        var events = of(loader).open.get(batch.name().identifies());
        return batch.name().isUsers() && events != null ? closing(List.of(events)) : List.of();
    }

    /** The batch of a table that a loader is loading. */
    public TableBatch loading(int loader, TableName table) {
        return of(loader).loading.get(table);
    }

    /** A batch is loaded, or is not to be: others may have the memory of its rows. */
    public void done(int loader, TableBatch batch) {
        of(loader).loading.remove(batch.name());
        batch.free();
    }

    /** Of two that belong together the one that is needed first comes first. */
    private static List<RowSlice> closing(Iterable<TableBatch> batches) {
        var slices = new ArrayList<RowSlice>();
        batches.forEach(batch -> slices.add(RowSlice.closing(batch.name(), batch.layout())));
        slices.sort(Comparator.comparing(slice -> slice.table().isUsers()));
        return slices;
    }

    private Batches of(Exchange exchange) {
        return of(exchange.getMessage().getHeader(Headers.LOADER, Integer.class));
    }

    private Batches of(int loader) {
        return loaders.computeIfAbsent(loader, number -> new Batches());
    }
}
