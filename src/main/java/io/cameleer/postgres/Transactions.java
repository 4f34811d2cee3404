package io.cameleer.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Transactions of which each statement sees what was committed before it, whatever the server's default is: who has waited
 * for a lock must see what the one before has left. It is said in each transaction, not in the session, so that a pooler
 * may stand in between.
 */
public final class Transactions extends DataSourceTransactionManager {
    private static final long serialVersionUID = 1;

    public Transactions(DataSource warehouse) {
        super(warehouse);
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level read committed");
        }
    }
}
