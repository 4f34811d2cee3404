package io.cameleer.sync;

import io.cameleer.batch.OpenBatches;
import io.cameleer.error.Causes;
import io.cameleer.ledger.FencedException;
import io.cameleer.ledger.GapException;
import io.cameleer.ledger.LoadedMeanwhileException;
import io.cameleer.ledger.OtherContentException;
import io.cameleer.message.Headers;
import io.cameleer.naming.Printable;
import io.cameleer.observe.Metrics;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.schema.RefusedTableException;
import io.cameleer.schema.StaleTableException;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.storage.StorageErrors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error means for a sync, whichever part of it failed. Called before a step is tried again, it says so. */
public final class ErrorClassification implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    private final Metrics metrics;

    /** How often is tried again what the catalog as it is now, or somebody else's end, mends at once. */
    private static final int SOON = 3;

    private final OpenBatches batches;

    /**
     * @param metrics is told of what is tried again
     * @param batches where a table's rows can wait for a lock while its loader goes on
     */
    public ErrorClassification(Metrics metrics, OpenBatches batches) {
        this.metrics = metrics;
        this.batches = batches;
    }

    /**
     * Whether the same may work when it is tried again.
     *
     * @param loader whose batch could not be loaded; null where it is none's
     * @param retries how often it was tried again already; null for not at all
     */
    public boolean isTransient(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error,
            @Header(Headers.LOADER) Integer loader,
            @Header(Headers.TABLE) String table,
            @Header(Exchange.REDELIVERY_COUNTER) Integer retries) {
        if (endsSync(error) || in(error, RefusedTableException.class).isPresent()) {
            return false;
        }
        if (in(error, LoadedMeanwhileException.class, StaleTableException.class).isPresent()) {
            return true;
        }
        var sql = SqlErrors.in(error);
        if (sql.filter(SqlErrors::waitsForOthers).isPresent() && loader != null && table != null) {
            return !batches.maySetAside(loader);
        }
        if (sql.filter(SqlErrors::isSoonOver).isPresent() && retries != null && retries >= SOON) {
            return false;
        }
        return sql.map(SqlErrors::isTransient)
                .orElseGet(() -> StorageErrors.of(error).isTransient());
    }

    /** Whether nothing more can be loaded because of it. */
    static boolean endsSync(Throwable error) {
        return in(error, SyncStoppedException.class, FencedException.class).isPresent();
    }

    /** What there is to be done with what has failed. */
    public List<Object> nothing() {
        return List.of();
    }

    /** What happened and what to do, for a person. */
    public static String explain(Throwable error) {
        return in(
                        error,
                        LoadedMeanwhileException.class,
                        StaleTableException.class,
                        RefusedTableException.class,
                        GapException.class,
                        OtherContentException.class,
                        SyncStoppedException.class,
                        FencedException.class,
                        InvalidSettingException.class)
                .map(Throwable::getMessage)
                .or(() -> SqlErrors.in(error).map(SqlErrors::explain))
                .orElseGet(() -> StorageErrors.of(error).message());
    }

    /** The first of the causes that is of one of these types. */
    private static Optional<Throwable> in(Throwable error, Class<?>... types) {
        return Causes.of(error)
                .filter(cause -> Stream.of(types).anyMatch(type -> type.isInstance(cause)))
                .findFirst();
    }

    @Override
    public void process(Exchange exchange) {
        var error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var message = exchange.getMessage();
        LOG.warn(
                "Trying again {}({} of {}): {}",
                what(message.getHeader(Headers.TABLE, String.class), message.getHeader(Headers.KEY, String.class)),
                message.getHeader(Exchange.REDELIVERY_COUNTER),
                message.getHeader(Exchange.REDELIVERY_MAX_COUNTER),
                explain(error));
        LOG.debug("What was the error", error);
        metrics.retry();
    }

    /** What is tried again: a table's batch, or else a file. */
    private static String what(String table, String key) {
        return Printable.of(table != null ? "to load " + table + " " : key != null ? "to read " + key + " " : "");
    }
}
