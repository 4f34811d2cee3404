package io.cameleer.sync;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.load.LoadedMeanwhileException;
import io.cameleer.load.StaleTableException;
import io.cameleer.observe.Metrics;
import io.cameleer.storage.StorageTrouble;
import io.cameleer.trouble.Causes;
import io.cameleer.warehouse.MissingGrants;
import io.cameleer.warehouse.MissingRightsException;
import io.cameleer.warehouse.SqlTrouble;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error means for a sync, whichever part of it failed. Called before a step is tried again, it says so. */
public final class Trouble implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    private final MissingGrants grants;
    private final Metrics metrics;

    /** @param metrics is told of what is tried again */
    public Trouble(MissingGrants grants, Metrics metrics) {
        this.grants = grants;
        this.metrics = metrics;
    }

    /** Whether the same may work when it is tried again. */
    public boolean passing(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        if (Causes.first(error, SyncStoppedException.class).isPresent()) {
            return false;
        }
        if (in(error, LoadedMeanwhileException.class, StaleTableException.class).isPresent()) {
            return true;
        }
        return SqlTrouble.in(error).map(SqlTrouble::passing).orElseGet(() -> StorageTrouble.passing(error));
    }

    /**
     * Throws an error of loading a batch that was caught, as one that nobody has handled yet: so it may be tried again.
     *
     * @throws io.cameleer.warehouse.MissingRightsException if it is that, with what is to be granted
     */
    public void throwAnew(
            Exchange exchange,
            @ExchangeProperty("batch") TableBatch batch,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error)
            throws Exception {
        exchange.getExchangeExtension().setFailureHandled(false);
        grants.require(error, batch.name().schema(), batch.name().table());
        throw error;
    }

    /** What happened and what to do, for a person. */
    public static String explain(Throwable error) {
        return in(
                        error,
                        LoadedMeanwhileException.class,
                        StaleTableException.class,
                        MissingRightsException.class,
                        SyncStoppedException.class)
                .map(Throwable::getMessage)
                .or(() -> SqlTrouble.in(error).map(SqlTrouble::explain))
                .orElseGet(() -> StorageTrouble.explain(error));
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
        LOG.warn(
                "Trying again ({} of {}): {}",
                exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER),
                exchange.getMessage().getHeader(Exchange.REDELIVERY_MAX_COUNTER),
                explain(error));
        LOG.debug("What was the matter", error);
        metrics.retry();
    }
}
