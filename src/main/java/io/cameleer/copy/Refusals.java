package io.cameleer.copy;

import io.cameleer.postgres.SqlErrors;
import io.cameleer.reject.Refusal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the rows that PostgreSQL refuses. Rows are sent all at once. If PostgreSQL refuses them, each half is sent instead,
 * and so on, down to the rows at fault: one row in a million costs the time of two million, and twenty small steps. Halves
 * are sent in the rows' order, so that the table looks as if smaller batches had been loaded one after the other.
 */
public final class Refusals implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    private final int mostRejected;

    /** @param mostRejected how many rows of one batch may be refused before it is the table that is at fault */
    public Refusals(int mostRejected) {
        this.mostRejected = mostRejected;
    }

    /**
     * Makes sure that it is a row that PostgreSQL refuses, and not the table or the server that is at fault.
     *
     * @throws Exception the error itself, if it is not a row
     */
    public void requireRow(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) throws Exception {
        if (refused(error).isEmpty()) {
            throw error;
        }
    }

    /** Whether it is clear which row is refused: it is the only one. */
    public boolean isFound(@Body TableLoad load) {
        return load.rows().rows() == 1;
    }

    /** Half of the refused rows each. */
    public List<TableLoad> halves(@Body TableLoad load, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        if (load.isWhole()) {
            LOG.info(
                    "{}: PostgreSQL refuses some row, looking for it: {}",
                    load.batch(),
                    Refusal.of(refused(error).orElseThrow()).message());
        }
        return load.halves();
    }

    /** The refused row is rejected. */
    public TableLoad reject(@Body TableLoad load, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        var row = load.rows().cursor();
        row.next();
        return load.with(LoadResult.refused(row, load.rows(), refused(error).orElseThrow()));
    }

    /** Adds up what has come of halves; the table is at fault if it is too many rows that it does not take. */
    @Override
    public Exchange aggregate(Exchange first, Exchange second) {
        if (first == null || second.getException() != null) {
            return second;
        }
        var both = first.getMessage()
                .getBody(TableLoad.class)
                .with(second.getMessage().getBody(TableLoad.class).result());
        if (both.result().rejected() > mostRejected) {
            second.setException(both.result().refusal().orElseThrow());
        }
        second.getMessage().setBody(both);
        return second;
    }

    private static Optional<SQLException> refused(Exception error) {
        return SqlErrors.in(error).filter(SqlErrors::concernsRow);
    }
}
