package io.cameleer.load;

import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * Statements of a {@code sql:} endpoint as they are, with JDBC's question marks and nothing else for parameters. Camel
 * would look for parameters of its own, {@code :?name}, also within the quoted names of tables and columns, which senders
 * choose; {@code allowNamedParameters} does not keep it from that.
 */
public final class PlainSql extends DefaultSqlPrepareStatementStrategy {
    @Override
    public String prepareQuery(String query, boolean allowNamedParameters, Exchange exchange) {
        return query;
    }

    /** @param row the parameters in order, as a list */
    @Override
    public Iterator<?> createPopulateIterator(
            String query, String preparedQuery, int expectedParams, Exchange exchange, Object row) {
        return ((List<?>) row).iterator();
    }
}
