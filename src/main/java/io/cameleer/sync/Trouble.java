package io.cameleer.sync;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.load.LoadedMeanwhileException;
import io.cameleer.load.StaleTableException;
import io.cameleer.storage.StorageTrouble;
import io.cameleer.warehouse.MissingGrants;
import io.cameleer.warehouse.MissingRightsException;
import io.cameleer.warehouse.SqlTrouble;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error means for a sync, whichever part of it failed. Called before a step is tried again, it says so. */
public final class Trouble implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    private final MissingGrants grants;

    public Trouble(MissingGrants grants) {
        this.grants = grants;
    }

    /** Whether the same may work when it is tried again. */
    public boolean passing(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        if (SyncStoppedException.in(error).isPresent()) {
            return false;
        }
        if (error instanceof LoadedMeanwhileException || error instanceof StaleTableException) {
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
    static String explain(Throwable error) {
        if (error instanceof LoadedMeanwhileException
                || error instanceof StaleTableException
                || error instanceof MissingRightsException) {
            return error.getMessage();
        }
        return SyncStoppedException.in(error)
                .map(Throwable::getMessage)
                .or(() -> SqlTrouble.in(error).map(SqlTrouble::explain))
                .orElseGet(() -> StorageTrouble.explain(error));
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
    }
}
