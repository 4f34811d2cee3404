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
     * common.
     *
     * @return the batches that are full now, in the order in which they must be loaded
     */
    public List<TableBatch> add(FileProgress file, MappedRows mapped) {
        var full = new ArrayList<TableBatch>();
        for (var row : mapped.rows()) {
            add(file, row, mapped.namespace(), full);
        }
        for (var reject : mapped.rejects()) {
            add(file, Rejects.row(file.file().id(), reject), Rejects.TABLE.schema(), full);
        }
        while (bytes > limits.openBytes) {
            open.values().stream()
                    .max(Comparator.comparingLong(TableBatch::bytes))
                    .ifPresent(batch -> close(batch, full));
        }
        return full;
    }

    /** Closes all batches that are open, and returns them. */
    public List<TableBatch> closeAll() {
        var all = new ArrayList<TableBatch>();
        while (!open.isEmpty()) {
            close(open.values().iterator().next(), all);
        }
        return all;
    }

    private void add(FileProgress file, Row row, String schema, List<TableBatch> full) {
        var batch = openByLayout.get(row.layout());
        var name = batch == null ? new TableName(schema, row.layout().table()) : batch.name();
        if (!file.wants(name.qualified(), row.line())) {
            return;
        }
        if (batch == null) {
            batch = open(name, row.layout(), full);
        }
        bytes -= batch.bytes();
        int files = batch.parts().size();
        batch.add(file, row);
        if (batch.parts().size() > files) {
            file.batchOpened();
        }
        bytes += batch.bytes();
        if (batch.rows() >= limits.rows || batch.bytes() >= limits.batchBytes) {
            close(batch, full);
        }
    }

    /** Opens a batch; one of the same table but another layout is full by that. */
    private TableBatch open(TableName name, TableLayout layout, List<TableBatch> full) {
        var other = open.get(name.qualified());
        if (other != null) {
            close(other, full);
        }
        var batch = new TableBatch(name, layout);
        open.put(name.qualified(), batch);
        openByLayout.put(layout, batch);
        return batch;
    }

    /** Users go behind the identify events that they are made of: merging users may look those up. */
    private void close(TableBatch batch, List<TableBatch> full) {
        if (batch.name().table().equals("users")) {
            var events = open.get(new TableName(batch.name().schema(), "identifies").qualified());
            if (events != null) {
                close(events, full);
            }
        }
        open.remove(batch.name().qualified());
        openByLayout.remove(batch.layout());
        bytes -= batch.bytes();
        full.add(batch);
    }
}
