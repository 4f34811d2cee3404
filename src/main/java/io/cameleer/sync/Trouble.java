package io.cameleer.sync;

import io.cameleer.load.LoadedMeanwhileException;
import io.cameleer.storage.StorageTrouble;
import io.cameleer.warehouse.SqlTrouble;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error means for a sync, whichever part of it failed. Called before a step is tried again, it says so. */
public final class Trouble implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    /** Whether the same may work when it is tried again. */
    public boolean passing(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        if (SyncStoppedException.in(error).isPresent()) {
            return false;
        }
        if (error instanceof LoadedMeanwhileException) {
            return true;
        }
        return SqlTrouble.in(error).map(SqlTrouble::passing).orElseGet(() -> StorageTrouble.passing(error));
    }

    /** Throws an error that was caught, as one that nobody has handled yet: so it may be tried again. */
    public void throwAnew(Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error)
            throws Exception {
        exchange.getExchangeExtension().setFailureHandled(false);
        throw error;
    }

    /** What happened and what to do, for a person. */
    static String explain(Throwable error) {
        if (error instanceof LoadedMeanwhileException) {
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
