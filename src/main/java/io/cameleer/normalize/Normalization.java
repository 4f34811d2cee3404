package io.cameleer.normalize;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.batch.RowSlice;
import io.cameleer.batch.TableName;
import io.cameleer.event.EventMapper;
import io.cameleer.event.MappingOptions;
import io.cameleer.message.Headers;
import io.cameleer.read.Checksums;
import io.cameleer.read.Chunk;
import io.cameleer.reject.Rejects;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Row;
import io.cameleer.row.TableLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Turns events into rows, as RudderStack would, and gathers those of one table. */
public final class Normalization {
    private final MappingOptions options;
    private final String namespace;
    private final int maxRows;
    /** Each loader is one thread, and has a mapper to itself. */
    private final Map<Integer, EventMapper> mappers = new ConcurrentHashMap<>();

    /**
     * @param namespace where rows go for which the user's own steps have not chosen another
     * @param maxRows how many rows of a table are in one slice at most
     */
    public Normalization(MappingOptions options, String namespace, int maxRows) {
        this.options = options;
        this.namespace = namespace;
        this.maxRows = maxRows;
    }

    /** The rows of a chunk, and its lines that are no usable events. */
    public NormalizedChunk normalize(
            @Body Chunk chunk, @Header(Headers.FILE) long file, @Header(Headers.LOADER) int loader) {
        var mapper = mappers.computeIfAbsent(loader, number -> new EventMapper(options));
        var byNamespace = new LinkedHashMap<String, MappedRows>();
        for (int i = 0; i < chunk.size(); i++) {
            var chosen = chunk.namespace(i).isEmpty() ? namespace : chunk.namespace(i);
            var mapped = byNamespace.computeIfAbsent(chosen, MappedRows::new);
            if (chunk.refusal(i).isEmpty()) {
                mapper.map(chunk.bytes(), chunk.start(i), chunk.end(i), chunk.line(i), chunk.context(), mapped);
            } else {
                mapper.reject(chunk.bytes(), chunk.start(i), chunk.end(i), chunk.line(i), chunk.refusal(i), mapped);
            }
        }
        int events = byNamespace.values().stream().mapToInt(MappedRows::events).sum();
        int rejects = byNamespace.values().stream()
                .mapToInt(mapped -> mapped.rejects().size())
                .sum();
        return new NormalizedChunk(
                slices(byNamespace.values(), file, chunk.checksums()),
                chunk.size() + chunk.dropped(),
                events,
                rejects,
                chunk.dropped(),
                byNamespace.values().stream().mapToInt(MappedRows::excluded).sum(),
                chunk.lastLine(),
                chunk.checksums().last());
    }

    private List<RowSlice> slices(Iterable<MappedRows> byNamespace, long file, Checksums checksums) {
        var slices = new ArrayList<RowSlice>();
        var rejects = new ArrayList<Row>();
        for (var mapped : byNamespace) {
            var byLayout = new IdentityHashMap<TableLayout, List<Row>>();
            var inOrder = new ArrayList<List<Row>>();
            for (var row : mapped.rows()) {
                byLayout.computeIfAbsent(row.layout(), layout -> {
                            inOrder.add(new ArrayList<>());
                            return inOrder.get(inOrder.size() - 1);
                        })
                        .add(row);
            }
            for (var rows : inOrder) {
                var table =
                        new TableName(mapped.namespace(), rows.get(0).layout().table());
                add(file, table, rows, checksums, slices);
            }
            mapped.rejects().forEach(reject -> rejects.add(Rejects.row(file, reject)));
        }
        rejects.sort(Comparator.comparingLong(Row::line)); // of all namespaces
        add(file, Rejects.TABLE, rejects, checksums, slices);
        return slices;
    }

    private void add(long file, TableName table, List<Row> rows, Checksums checksums, List<RowSlice> slices) {
        for (int from = 0; from < rows.size(); from = to(rows, from)) {
            int to = to(rows, from);
            long checksum = checksums.through(rows.get(to - 1).line());
            slices.add(RowSlice.of(file, table, rows.subList(from, to), checksum));
        }
    }

    /** Where a slice ends that begins at a row: rows of one line stay together. */
    private int to(List<Row> rows, int from) {
        int to = (int) Math.min(rows.size(), (long) from + maxRows);
        while (to < rows.size() && rows.get(to).line() == rows.get(to - 1).line()) {
            to++;
        }
        return to;
    }
}
