package io.cameleer.replay;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.load.RejectedRows;
import io.cameleer.mapping.EventMapper;
import io.cameleer.mapping.Facts;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.MappingOptions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of a replay, table by table, in the order in which they were rejected; read from the ledger a page at a time. */
final class RejectedBatches implements Iterator<RejectedBatch> {
    /** As many rows as a page may have, but no more of them than take up so many bytes. */
    private static final String PAGE =
            """
            select * from (
              select p.*, sum(octet_length(cast(p.row as text))) over (order by id) as bytes, row_number() over (order by id) as n
              from (
                select * from (
                  select r.id, r.file_id, r.line, r.table_name, r.row, r.columns, r.message as reason, f.key as file, f.sync_id
                  from cameleer.rejected_rows r join cameleer.files f on f.id = r.file_id
                  where r.replayed_at is null and r.table_name = :name and r.id > :after and r.id <= :last) c
                where %s
                order by id limit 1000) p) q
            where n = 1 or bytes < 16777216
            order by id"""
                    .formatted(Selection.CONDITION);

    /** Nothing from outside counts for a row that is mapped already. */
    private static final Facts NO_FACTS = new Facts("", "", "", "", "", "", line -> "");

    private final JdbcClient jdbc;
    private final Replay replay;
    private final EventMapper mapper;
    private final Deque<String> tables;
    private final Deque<RejectedBatch> ready = new ArrayDeque<>();
    private final Map<Long, FileProgress> files = new HashMap<>();
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
        return jdbc.sql(PAGE)
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
            mapper.map(line, 0, line.length, rejected.line, NO_FACTS, mapped);
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
            open.batch().add(file(rejected), row);
            open.numbers().add(rejected.id);
        }
    }

    private FileProgress file(RejectedRow row) {
        return files.computeIfAbsent(
                row.fileId, id -> new FileProgress(new EventFile(id, row.file, "", 0, ""), Map.of()));
    }
}
