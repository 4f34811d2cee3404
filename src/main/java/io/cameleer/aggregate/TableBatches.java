package io.cameleer.aggregate;

import io.cameleer.ledger.FileProgress;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.Row;
import io.cameleer.mapping.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The open table batches of one loader. Used by its thread alone, so that the rows of a file reach each table in the
 * order of its lines.
 */
public final class TableBatches {
    private final Limits limits;
    private final Map<String, TableBatch> open = new LinkedHashMap<>();
    private final Map<TableLayout, TableBatch> openByLayout = new IdentityHashMap<>();
    private final SpareBlocks spare = new SpareBlocks();
    private final List<TableBatch> givenOut = new ArrayList<>();
    private long bytes;

    /**
     * When a batch is full.
     *
     * @param rows rows in a batch
     * @param batchBytes bytes in a batch
     * @param openBytes bytes in all open batches of the loader; beyond that the largest is full
     */
    public record Limits(int rows, long batchBytes, long openBytes) {}

    public TableBatches(Limits limits) {
        this.limits = limits;
    }

    /**
     * Adds what lines of a file became, but for rows that are loaded already. Rows of two namespaces have no layout in
     * common. Batches that were given out before must be done with: their memory is used again.
     *
     * @return the batches that are full now, in the order in which they must be loaded
     */
    public List<TableBatch> add(FileProgress file, List<MappedRows> mapped) {
        freeGivenOut();
        for (var some : mapped) {
            some.rows().forEach(row -> add(file, row, some.namespace()));
            some.rejects().forEach(reject -> add(file, Rejects.row(file.file().id(), reject), Rejects.TABLE.schema()));
        }
        while (bytes > limits.openBytes) {
            open.values().stream()
                    .max(Comparator.comparingLong(TableBatch::bytes))
                    .ifPresent(this::close);
        }
        return List.copyOf(givenOut);
    }

    /** Closes all batches that are open, and returns them. */
    public List<TableBatch> closeAll() {
        freeGivenOut();
        while (!open.isEmpty()) {
            close(open.values().iterator().next());
        }
        return List.copyOf(givenOut);
    }

    private void freeGivenOut() {
        givenOut.forEach(TableBatch::free);
        givenOut.clear();
    }

    private void add(FileProgress file, Row row, String schema) {
        var batch = openByLayout.get(row.layout());
        var name = batch == null ? new TableName(schema, row.layout().table()) : batch.name();
        if (!file.wants(name.qualified(), row.line())) {
            return;
        }
        if (batch == null) {
            batch = open(name, row.layout());
        }
        bytes -= batch.bytes();
        int files = batch.parts().size();
        batch.add(file, row);
        if (batch.parts().size() > files) {
            file.batchOpened();
        }
        bytes += batch.bytes();
        if (batch.rows() >= limits.rows || batch.bytes() >= limits.batchBytes) {
            close(batch);
        }
    }

    /** Opens a batch; one of the same table but another layout is full by that. */
    private TableBatch open(TableName name, TableLayout layout) {
        var other = open.get(name.qualified());
        if (other != null) {
            close(other);
        }
        var batch = new TableBatch(name, layout, spare);
        open.put(name.qualified(), batch);
        openByLayout.put(layout, batch);
        return batch;
    }

    /** Users go behind the identify events that they are made of: merging users may look those up. */
    private void close(TableBatch batch) {
        if (batch.name().table().equals("users")) {
            var events = open.get(new TableName(batch.name().schema(), "identifies").qualified());
            if (events != null) {
                close(events);
            }
        }
        open.remove(batch.name().qualified());
        openByLayout.remove(batch.layout());
        bytes -= batch.bytes();
        givenOut.add(batch);
    }
}
