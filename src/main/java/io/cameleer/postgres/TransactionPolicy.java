package io.cameleer.postgres;

import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps within it are one transaction. What they throw undoes it and goes on to the route that asked, which may try
 * all of it again; Camel's own {@code transacted} would not let it. A {@code sql:} endpoint within it that has
 * {@code batch=true} needs {@code batchAutoCommitDisabled=false}: else it would commit by itself.
 */
public record TransactionPolicy(TransactionTemplate transaction) implements Policy {
    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to be changed
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> transaction.executeWithoutResult(status -> {
            try {
                steps.process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
            if (exchange.isFailed()) {
                status.setRollbackOnly();
            }
        });
    }
}
