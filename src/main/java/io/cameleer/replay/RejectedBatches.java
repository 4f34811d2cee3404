package io.cameleer.replay;

import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.event.EventMapper;
import io.cameleer.event.MappingOptions;
import io.cameleer.postgres.SqlTemplate;
import io.cameleer.read.SourceContext;
import io.cameleer.reject.RejectedRows;
import io.cameleer.row.MappedRows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a replay, table by table, in the order in which they were rejected; read from the ledger a page at a time. */
final class RejectedBatches implements Iterator<RejectedBatch> {
    private static final SqlTemplate PAGE = SqlTemplate.of("rejected-rows.sql");

    private final JdbcClient jdbc;
    private final Replay replay;
    private final EventMapper mapper;
    private final Deque<String> tables;
    private final Deque<RejectedBatch> ready = new ArrayDeque<>();
    private long after;

    private record RejectedRow(long id, long fileId, String file, long line, String row, String columns) {
        static RejectedRow of(ResultSet row, int number) throws SQLException {
            return new RejectedRow(
                    row.getLong("id"),
                    row.getLong("file_id"),
                    row.getString("file"),
                    row.getLong("line"),
                    row.getString("row"),
                    row.getString("columns"));
        }
    }

    RejectedBatches(JdbcClient jdbc, Replay replay, MappingOptions mapping) {
        this.jdbc = jdbc;
        this.replay = replay;
        mapper = new EventMapper(mapping);
        tables = new ArrayDeque<>(replay.tables());
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !tables.isEmpty()) {
            var table = tables.getFirst();
            var page = replay.hasFailed(table) ? List.<RejectedRow>of() : page(table);
            if (page.isEmpty()) {
                tables.removeFirst();
                after = 0;
            } else {
                after = page.get(page.size() - 1).id;
                addBatches(TableName.of(table), page);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public RejectedBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.removeFirst();
    }

    private List<RejectedRow> page(String table) {
        return jdbc.sql(PAGE.filled(Selection.HOLES))
                .params(replay.selection().parameters())
                .param("name", table)
                .param("after", after)
                .param("last", replay.lastId())
                .query(RejectedRow::of)
                .list();
    }

    /** One batch, unless the mapper begins a new layout in between. */
    private void addBatches(TableName table, List<RejectedRow> page) {
        RejectedBatch open = null;
        for (var rejected : page) {
            var mapped = new MappedRows(table.schema());
            var line = RejectedRows.line(table.table(), rejected.row, rejected.columns)
                    .getBytes(StandardCharsets.UTF_8);
            mapper.map(line, 0, line.length, rejected.line, SourceContext.UNKNOWN, mapped);
            if (!mapped.rejects().isEmpty()) {
                replay.failed(
                        table.qualified(),
                        "rejected_rows %d cannot be read: %s"
                                .formatted(rejected.id, mapped.rejects().get(0).reason()));
                return;
            }
            var row = mapped.rows().get(0);
            if (open == null || open.batch().layout() != row.layout()) {
                open = new RejectedBatch(new TableBatch(table, row.layout()), new ArrayList<>());
                ready.addLast(open);
            }
            open.batch().add(rejected.fileId, row);
            open.numbers().add(rejected.id);
        }
    }
}
