package io.cameleer.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.ConnectionFactory;

/** The pool of connections to PostgreSQL: one for each loader, and a few for what goes on beside them. */
public final class Warehouse extends BasicDataSource {
    /** Connections beside the loaders' own: the heartbeat of the lease, the ledger, and one in reserve. */
    private static final int SPARE = 3;

    private final Connector connector;

    /**
     * A pool as the settings say; it connects when it is first used.
     *
     * @throws io.cameleer.settings.InvalidSettingException if what an SSH server is known by is unusable
     */
    public Warehouse(ConnectionSettings settings) {
        connector = new Connector(settings);
        int size = settings.loaders() + SPARE;
        setMaxTotal(size);
        setMaxIdle(size);
        setMaxWait(Duration.ofSeconds(60));
        setTestOnBorrow(true);
        setValidationQueryTimeout(Duration.ofSeconds(10));
        // within transactions PostgreSQL keeps the time itself; what stands alone the driver cancels
        setDefaultQueryTimeout(settings.statementTimeout());
        // COPY is beyond JDBC: it needs the driver's own connection
        setAccessToUnderlyingConnectionAllowed(true);
    }

    /**
     * Opens a connection that is not of the pool, for who may not give it back; bounded by the network's timeout alone.
     *
     * @throws SQLException if it cannot be had
     */
    public Connection connect() throws SQLException {
        return connector.connect();
    }

    @Override
    protected ConnectionFactory createConnectionFactory() {
        return connector::connect;
    }

    @Override
    public void close() throws SQLException {
        try (connector) {
            super.close();
        }
    }
}
