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
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;

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

    /**
     * The batches of one loader, by table: those that are open, those that are being loaded, and those that are full and
     * set aside, since somebody holds a lock on their table.
     */
    private static final class Batches {
        private final Map<TableName, TableBatch> open = new LinkedHashMap<>();
        private final Map<TableName, TableBatch> loading = new LinkedHashMap<>();
        private final Map<TableName, List<TableBatch>> aside = new LinkedHashMap<>();
        private final SpareBlocks spare = new SpareBlocks();
        private long bytes;
        private long asideBytes;
        private boolean ending;

        private boolean waits(TableName table) {
            return aside.containsKey(table) || table.isUsers() && aside.containsKey(table.identifies());
        }

        private void setAside(TableBatch batch) {
            aside.computeIfAbsent(batch.name(), table -> new ArrayList<>()).add(batch);
            asideBytes += batch.bytes();
        }

        private List<TableBatch> takeUp(TableName table) {
            var batches = aside.getOrDefault(table, List.of());
            aside.remove(table);
            batches.forEach(batch -> asideBytes -= batch.bytes());
            return batches;
        }
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
        exchange.getMessage().setHeader(Headers.FULL, batch.isFull());
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
    public List<Message> ready(@Body NormalizedChunk chunk, @Header(Headers.LOADER) int loader, CamelContext camel) {
        of(loader).ending = false;
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
        return messages(ready, loader, camel);
    }

    /** Slices on their way, each with the name of the batch that it belongs to: that of its table, of one loader. */
    private static List<Message> messages(List<RowSlice> slices, int loader, CamelContext camel) {
        return slices.stream()
                .map(slice -> {
                    Message message = new DefaultMessage(camel);
                    message.setBody(slice);
                    message.setHeader(Headers.LOADER, loader);
                    message.setHeader(
                            Headers.BATCH, loader + "/" + slice.table().qualified());
                    return message;
                })
                .toList();
    }

    /**
     * A full batch as it is to be loaded: behind those that were set aside before it. While its table waits it is set
     * aside, too; the table is tried again when there is no room for more, and at the end.
     */
    public List<TableBatch> inOrder(@Body TableBatch batch, @Header(Headers.LOADER) int loader) {
        var batches = of(loader);
        if (batches.waits(batch.name()) && batch.rows() > 0 && setAside(loader, batch)) {
            batches.loading.remove(batch.name());
            return List.of();
        }
        var all = new ArrayList<>(batches.takeUp(batch.name()));
        if (batch.rows() > 0) {
            all.add(batch);
        } else {
            batches.loading.remove(batch.name()); // it was full before it was to be closed
        }
        return all;
    }

    /** Keeps a batch of which nothing was loaded, if there is room, and it is not the end: half of the budget is for others. */
    public boolean setAside(int loader, TableBatch batch) {
        var batches = of(loader);
        if (!maySetAside(loader) || batches.asideBytes + batch.bytes() > limits.openBytes / 2) {
            return false;
        }
        batches.setAside(batch);
        return true;
    }

    /** Whether a loader has something else to do than to wait for one table. */
    public boolean maySetAside(int loader) {
        return !of(loader).ending;
    }

    /** Whether batches of a table, or of one that must be loaded before it, are set aside. */
    public boolean waits(int loader, TableName table) {
        return of(loader).waits(table);
    }

    /** A batch is about to be loaded. */
    public void begin(int loader, TableBatch batch) {
        of(loader).loading.put(batch.name(), batch);
    }

    /** Closes the largest batches until what is open is within the budget. */
    public List<Message> overBudget(@Header(Headers.LOADER) int loader, CamelContext camel) {
        var batches = of(loader);
        long excess = batches.bytes + batches.asideBytes - limits.openBytes;
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
        return messages(closing(largest), loader, camel);
    }

    /** Closes all batches of a loader, at its end; those that were set aside are loaded now, or not in this sync. */
    public List<Message> all(@Header(Headers.LOADER) int loader, CamelContext camel) {
        var batches = of(loader);
        batches.ending = true;
        var all = new LinkedHashMap<>(batches.open);
        batches.aside.forEach((table, aside) -> all.putIfAbsent(table, aside.get(0)));
        return messages(closing(all.values()), loader, camel);
    }

    /**
     * Closes what must be loaded before a batch: before users the identify events that they are made of, which merging
     * users may look up.
     */
    public List<Message> neededBy(@Body TableBatch batch, @Header(Headers.LOADER) int loader, CamelContext camel) {
        var events = of(loader).open.get(batch.name().identifies());
        return batch.name().isUsers() && batch.rows() > 0 && events != null
                ? messages(closing(List.of(events)), loader, camel)
                : List.of();
    }

    /** The batch of a table that a loader is loading. */
    public TableBatch loading(int loader, TableName table) {
        return of(loader).loading.get(table);
    }

    /** A batch is loaded, or is not to be: others may have the memory of its rows, unless it is set aside. */
    public void done(int loader, TableBatch batch) {
        var batches = of(loader);
        batches.loading.remove(batch.name());
        if (!batches.aside.getOrDefault(batch.name(), List.of()).contains(batch)) {
            batch.free();
        }
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
