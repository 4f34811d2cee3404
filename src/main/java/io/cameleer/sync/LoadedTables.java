package io.cameleer.sync;

import io.cameleer.batch.OpenBatches;
import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.copy.LoadResult;
import io.cameleer.copy.TableLoad;
import io.cameleer.error.Causes;
import io.cameleer.message.Headers;
import io.cameleer.postgres.MissingGrants;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.schema.TableChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes of the tables in the running sync: which batches are loaded, and which tables are held back. No more rows of a
 * table are loaded once some are missing, since the marks of its files would then say that more is loaded than is.
 */
public final class LoadedTables {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.file");

    private final Syncs syncs;
    private final ClaimedFiles files;
    private final OpenBatches batches;
    private final MissingGrants grants;
    private final Map<TableBatch, Loading> loading = new ConcurrentHashMap<>();

    /**
     * A batch that is being loaded.
     *
     * @param result what comes of it if the transaction that is under way is committed, or was, though the answer to that
     *     was lost
     */
    private record Loading(Instant begun, LoadResult result) {}

    public LoadedTables(Syncs syncs, ClaimedFiles files, OpenBatches batches, MissingGrants grants) {
        this.syncs = syncs;
        this.files = files;
        this.batches = batches;
        this.grants = grants;
    }

    /**
     * An attempt to load a batch begins.
     *
     * @throws SyncStoppedException if nothing can be loaded any more
     * @throws HeldBackException if the table is held back
     */
    public void begin(@Body TableBatch batch, @Header(Headers.LOADER) int loader) {
        batches.begin(loader, batch);
        syncs.requireGoingOn();
        var name = batch.name();
        if (name.isUsers() && batches.waits(loader, name)) {
            syncs.failTable(name.qualified(), name.identifies() + ", which they are made of, waits for a lock.", true);
        }
        var why = syncs.failure(name.qualified());
        if (why.isEmpty() && name.isUsers()) {
            why = syncs.failure(name.identifies().qualified());
        }
        if (why.isPresent()) {
            throw new HeldBackException(why.get());
        }
        syncs.tally().loading(batch.toString());
        loading.putIfAbsent(batch, new Loading(Instant.now(), LoadResult.none(name)));
    }

    /** A table is about to get new columns: they count, also if the answer to the commit is lost. */
    public void changing(@Body TableChange change) {
        if (!change.isOfDiscards()) {
            syncs.changed(change.table(), change.newColumns());
        }
    }

    /** The transaction is about to be committed: what comes of the batch by that counts, also if the answer is lost. */
    public void committing(@Body TableLoad load) {
        loading.computeIfPresent(load.batch(), (batch, one) -> new Loading(one.begun, load.outcome()));
    }

    /**
     * Makes sure that the marks of all files of the batch were moved.
     *
     * @param marks how many were
     * @throws io.cameleer.ledger.LoadedMeanwhileException if an earlier attempt had moved those that were not
     * @throws io.cameleer.ledger.GapException if they are elsewhere
     */
    public void requireMarks(
            @Header(Headers.LOADER) int loader,
            @Header(Headers.TABLE) String table,
            @Header(Headers.MARKS) long marks) {
        files.requireMoved(batches.loading(loader, TableName.of(table)), marks);
    }

    /** The batch of a table that a loader has loaded. */
    public TableBatch batch(@Header(Headers.LOADER) int loader, @Header(Headers.TABLE) String table) {
        return batches.loading(loader, TableName.of(table));
    }

    /** A batch is committed. */
    public void loaded(@Header(Headers.LOADER) int loader, @Header(Headers.TABLE) String table) {
        var batch = batches.loading(loader, TableName.of(table));
        var one = loading.remove(batch);
        syncs.tally().table(table, Tally.Table.loaded(one.result));
        syncs.tally().loaded(Duration.between(one.begun, Instant.now()));
        files.loaded(batch);
    }

    /** Others may have the memory of a batch, of which nothing more is to be expected. */
    public void free(@Header(Headers.LOADER) int loader, @Header(Headers.TABLE) String table) {
        batches.done(loader, batches.loading(loader, TableName.of(table)));
    }

    /** A batch cannot be loaded, though it was tried again where that could help. */
    public void holdBack(
            @Header(Headers.LOADER) int loader,
            @Header(Headers.TABLE) String table,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        var batch = batches.loading(loader, TableName.of(table));
        var why = explain(error, batch.name());
        boolean waits = SqlErrors.in(error).filter(SqlErrors::waitsForOthers).isPresent();
        boolean isFirst = !batches.waits(loader, batch.name());
        if (waits && batches.setAside(loader, batch)) {
            if (isFirst) {
                LOG.warn("{} is set aside, other tables go on: {}", batch.name(), why);
            }
            return;
        }
        loading.remove(batch);
        if (ErrorClassification.endsSync(error)
                || SqlErrors.in(error).filter(SqlErrors::concernsServer).isPresent()) {
            syncs.stop(why);
        } else if (Causes.first(error, HeldBackException.class).isEmpty()) {
            LOG.error("{} cannot be loaded: {} Its rows are not lost: their files are tried again.", batch, why);
            LOG.debug("Where that happened", error);
            syncs.failTable(table, why, waits);
        }
        syncs.tally().table(table, Tally.Table.heldBack(batch.rows(), why));
        files.heldBack(batch, why, syncs.isWaiting(table));
    }

    private String explain(Exception error, TableName table) {
        return Causes.first(error, HeldBackException.class)
                .map(Throwable::getMessage)
                .or(() -> SqlErrors.in(error)
                        .filter(SqlErrors::concernsRights)
                        .map(rights -> SqlErrors.explain(rights, grants.on(table.schema(), table.table()))))
                .or(() -> SqlErrors.in(error)
                        .filter(SqlErrors::concernsIdentity)
                        .map(identity -> SqlErrors.explain(identity, grants.identities(table.schema()))))
                .orElseGet(() -> ErrorClassification.explain(error));
    }
}
