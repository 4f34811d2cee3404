package io.cameleer.copy;

import io.cameleer.postgres.SqlErrors;
import io.cameleer.reject.Refusal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the rows that PostgreSQL refuses. Rows are sent all at once. If PostgreSQL refuses them, each half is sent instead:
 * one row in a million costs the time of two million, and a few small steps. After a few halvings the server is asked, which
 * tries each row of what is left by itself, however many are at fault. Halves are sent in the rows' order, so that the table
 * looks as if smaller batches had been loaded one after the other.
 */
public final class Refusals implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    /** After so many halvings the server is asked, if not before. */
    private static final int HALVINGS = 3;
    /** So many rows are not worth halving. */
    private static final int FEW = 1000;
    /** So few are not worth asking. */
    private static final int VERY_FEW = 16;

    private final int mostRejected;
    private final RowTrial trial;

    /** @param mostRejected how many rows of one batch may be refused before it is the table that is at fault */
    public Refusals(DataSource warehouse, LoadMethod method, int mostRejected) {
        this.mostRejected = mostRejected;
        this.trial = new RowTrial(warehouse, method, mostRejected);
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

    /**
     * What is sent next instead of refused rows: half of them each, or those that are left when each was tried by itself.
     *
     * @throws SQLException if the table or the server is at fault
     */
    public List<TableLoad> parts(@Body TableLoad load, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error)
            throws SQLException {
        var refusal = refused(error).orElseThrow();
        if (load.halvings() == 0 && !load.isTried()) {
            LOG.info(
                    "{}: PostgreSQL refuses some row, looking for it: {}",
                    load.batch(),
                    Refusal.of(refusal).message());
        }
        return isWorthTrying(load) ? tried(load, refusal) : load.halves();
    }

    private static boolean isWorthTrying(TableLoad load) {
        int rows = load.rows().rows();
        return !load.isTried() && load.isTable() && rows > VERY_FEW && (load.halvings() >= HALVINGS || rows <= FEW);
    }

    private List<TableLoad> tried(TableLoad load, SQLException refusal) throws SQLException {
        try {
            var refused = trial.refused(load);
            if (!refused.isEmpty()) {
                return load.tried(refused::containsKey, LoadResult.refused(load.rows(), refused, refusal));
            }
        } catch (SQLException e) {
            if (!SqlErrors.concernsRow(e)) {
                throw e;
            }
            LOG.debug("The rows could not be tried one by one", e);
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
