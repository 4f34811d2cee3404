package io.cameleer.replay;

import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.load.Attempt;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.sync.Trouble;
import java.sql.SQLException;
import java.util.Iterator;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Replays as the routes speak to them. */
public final class Replays {
    private static final String TABLES =
            """
            select distinct table_name from (
              select r.table_name, r.message as reason, f.key as file, f.sync_id
              from cameleer.rejected_rows r join cameleer.files f on f.id = r.file_id
              where r.replayed_at is null) r
            where %s
            order by table_name"""
                    .formatted(Selection.CONDITION);

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Worker worker;
    private final MappingOptions mapping;

    public Replays(DataSource warehouse, Ledger ledger, Worker worker, MappingOptions mapping) {
        jdbc = JdbcClient.create(warehouse);
        this.ledger = ledger;
        this.worker = worker;
        this.mapping = mapping;
    }

    /** Finds out which tables have such rows; identifies comes before users, who are made of it. */
    public Replay begin(@Body Selection selection) throws SQLException {
        ledger.migrate();
        worker.join();
        var tables = jdbc.sql(TABLES)
                .params(selection.parameters())
                .query(String.class)
                .list();
        long lastId = jdbc.sql("select coalesce(max(id), 0) from cameleer.rejected_rows")
                .query(Long.class)
                .single();
        return new Replay(selection, tables, lastId);
    }

    /** The rows, in batches. */
    public Iterator<RejectedBatch> batches(@ExchangeProperty("replay") Replay replay) {
        return new RejectedBatches(jdbc, replay, mapping);
    }

    /**
     * A batch is loaded.
     *
     * @param attempt the one that was committed; null if it was another replay's
     */
    public void loaded(@ExchangeProperty("replay") Replay replay, @ExchangeProperty("completed") Attempt attempt) {
        if (attempt != null) {
            replay.loaded(attempt);
        }
    }

    /** A batch cannot be loaded, and so none of its rows is taken up. */
    public void refused(
            @ExchangeProperty("replay") Replay replay,
            @ExchangeProperty("rejected") RejectedBatch rejected,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        replay.failed(rejected.batch().name().qualified(), Trouble.explain(error));
    }
}
