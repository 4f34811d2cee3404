package io.cameleer.sync;

import io.cameleer.error.Causes;
import io.cameleer.ledger.FencedException;
import io.cameleer.ledger.LoadedMeanwhileException;
import io.cameleer.message.Headers;
import io.cameleer.observe.Metrics;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.schema.StaleTableException;
import io.cameleer.storage.StorageErrors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error means for a sync, whichever part of it failed. Called before a step is tried again, it says so. */
public final class ErrorClassification implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    private final Metrics metrics;

    /** @param metrics is told of what is tried again */
    public ErrorClassification(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Whether the same may work when it is tried again. */
    public boolean isTransient(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        if (endsSync(error)) {
            return false;
        }
        if (in(error, LoadedMeanwhileException.class, StaleTableException.class).isPresent()) {
            return true;
        }
        return SqlErrors.in(error).map(SqlErrors::isTransient).orElseGet(() -> StorageErrors.of(error)
                .isTransient());
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
                        SyncStoppedException.class,
                        FencedException.class)
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
        return table != null ? "to load " + table + " " : key != null ? "to read " + key + " " : "";
    }
}
