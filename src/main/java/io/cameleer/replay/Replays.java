package io.cameleer.replay;

import io.cameleer.copy.LoadResult;
import io.cameleer.copy.TableLoad;
import io.cameleer.event.MappingOptions;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.LoadedMeanwhileException;
import io.cameleer.ledger.Worker;
import io.cameleer.message.Headers;
import io.cameleer.postgres.SqlFile;
import io.cameleer.postgres.SqlTemplate;
import io.cameleer.sync.ErrorClassification;
import java.util.Iterator;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.component.sql.SqlConstants;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Loads rejected rows once more: one replay at a time. */
public final class Replays {
    private static final SqlTemplate TABLES = SqlTemplate.of("rejected-tables.sql");

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Worker worker;
    private final MappingOptions mapping;
    private Replay running;
    private LoadResult committing;

    public Replays(DataSource warehouse, Ledger ledger, Worker worker, MappingOptions mapping) {
        jdbc = JdbcClient.create(warehouse);
        this.ledger = ledger;
        this.worker = worker;
        this.mapping = mapping;
    }

    /** Finds out which tables have such rows; identifies comes before users, who are made of it. */
    public void begin(@Body Selection selection) {
        ledger.migrate();
        worker.join();
        var tables = jdbc.sql(TABLES.filled(Selection.HOLES))
                .params(selection.parameters())
                .query(String.class)
                .list();
        long lastId = jdbc.sql(SqlFile.text("last-rejected-row.sql"))
                .query(Long.class)
                .single();
        running = new Replay(selection, tables, lastId);
    }

    /** The rows, in batches. */
    public Iterator<RejectedBatch> batches() {
        return new RejectedBatches(jdbc, running, mapping);
    }

    /** What comes of a batch if the transaction that is under way is committed, or was, though the answer was lost. */
    public void committing(@Body TableLoad load) {
        committing = load.outcome();
    }

    /**
     * Makes sure that all rows of a batch are taken up by this replay.
     *
     * @param rows how many of them are
     * @throws LoadedMeanwhileException if some are not
     */
    public void requireTakenUp(@Body TableLoad load, @Header(SqlConstants.SQL_UPDATE_COUNT) int rows) {
        if (rows < load.batch().rows()) {
            throw new LoadedMeanwhileException(
                    "some of the rows were taken up by another replay; those that were not can be replayed again");
        }
    }

    /** A batch is loaded, unless it was another replay that has loaded it. */
    public void loaded(@Header(Headers.TABLE) String table) {
        if (committing != null) {
            running.loaded(table, committing);
        }
        committing = null;
    }

    /** A batch cannot be loaded, and so none of its rows is taken up. */
    public void refused(
            @Header(Headers.TABLE) String table, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        committing = null;
        running.failed(table, ErrorClassification.explain(error));
    }

    /** What has become of all of them. */
    public Replay end() {
        return running;
    }
}
