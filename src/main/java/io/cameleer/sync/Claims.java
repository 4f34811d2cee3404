package io.cameleer.sync;

import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.FileProgress;
import io.cameleer.ledger.FileProgress.End;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Camel's idempotent consumer over the ledger's files: adding is a claim; what is confirmed was read to its end, what is
 * removed was not. Whether the file is complete, or free for another attempt, is settled once its rows are loaded.
 */
public final class Claims extends ServiceSupport implements IdempotentRepository {
    @Override
    public boolean add(Exchange exchange, String key) {
        var claimed = loader(exchange).claim(exchange.getMessage().getBody(EventFile.class));
        claimed.ifPresent(file -> exchange.setProperty("file", file));
        return claimed.isPresent();
    }

    @Override
    public boolean confirm(Exchange exchange, String key) {
        loader(exchange).ended(file(exchange), End.WHOLE, "");
        return true;
    }

    @Override
    public boolean remove(Exchange exchange, String key) {
        loader(exchange).ended(file(exchange), End.FAILED, String.valueOf(exchange.getException()));
        return true;
    }

    /** Claims are looked up nowhere: whether a file is claimed is asked by claiming it. */
    @Override
    public boolean contains(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean add(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean confirm(String key) {
        throw new UnsupportedOperationException();
    }

    /** What is claimed stays claimed until it is settled or the lease ends. */
    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    private static Loader loader(Exchange exchange) {
        return exchange.getProperty("loader", Loader.class);
    }

    private static FileProgress file(Exchange exchange) {
        return exchange.getProperty("file", FileProgress.class);
    }
}
