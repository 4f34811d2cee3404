package io.cameleer.warehouse;

import io.cameleer.settings.Settings;
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
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public Warehouse(Settings settings) {
        connector = new Connector(settings);
        int size = settings.number("load.threads", 1, 64) + SPARE;
        setMaxTotal(size);
        setMaxIdle(size);
        setMaxWait(Duration.ofSeconds(60));
        setTestOnBorrow(true);
        setValidationQueryTimeout(Duration.ofSeconds(10));
        // within transactions PostgreSQL keeps the time itself; what stands alone the driver cancels
        setDefaultQueryTimeout(Duration.ofSeconds(settings.number("warehouse.statement-timeout", 0, 24 * 3600)));
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
