package io.cameleer.postgres;

import io.cameleer.postgres.SqlTemplate.Holes;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * Has a {@code sql:} endpoint fill the holes of its statement from the message's body. That is done last, so that Camel
 * looks for no parameters of its own, {@code :?name}, in the names of tables and columns, which senders choose.
 */
public final class TemplateStatements extends DefaultSqlPrepareStatementStrategy {
    @Override
    public String prepareQuery(String query, boolean allowNamedParameters, Exchange exchange) throws SQLException {
        var prepared = super.prepareQuery(query, allowNamedParameters, exchange);
        return SqlTemplate.filled(
                prepared, exchange.getMessage().getBody(Holes.class).holes());
    }

    /** @param row of a batch: the parameters of one statement, in order */
    @Override
    public Iterator<?> createPopulateIterator(
            String query, String preparedQuery, int expectedParams, Exchange exchange, Object row) throws SQLException {
        return row instanceof List<?> parameters
                ? parameters.iterator()
                : super.createPopulateIterator(query, preparedQuery, expectedParams, exchange, row);
    }
}
