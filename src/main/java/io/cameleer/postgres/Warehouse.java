package io.cameleer.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of connections to PostgreSQL: one for each loader, and a few for what goes on beside them. */
public final class Warehouse extends BasicDataSource {
    /** Connections beside the loaders' own: the heartbeat of the lease, the ledger, and one in reserve. */
    private static final int SPARE = 3;

    private static final Logger LOG = LoggerFactory.getLogger("cameleer");

    /** Seconds that somebody waits for a connection of another, which gives it back when its batch is loaded. */
    private static final int LONGEST_WAIT = 600;

    private final Connector connector;
    private final int size;
    private volatile int told;

    /**
     * A pool as the settings say; it connects when it is first used.
     *
     * @throws io.cameleer.settings.InvalidSettingException if what an SSH server is known by is unusable
     */
    public Warehouse(ConnectionSettings settings) {
        connector = new Connector(settings);
        size = settings.loaders() + SPARE;
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
     * A connection of the pool. If the server has no more for this user, those that there are must do: whoever needs one
     * waits until another gives one back.
     */
    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLException e) {
            if (!SqlErrors.in(e).filter(SqlErrors::isOutOfConnections).isPresent() || !makeDo()) {
                throw e;
            }
            return super.getConnection();
        }
    }

    private synchronized boolean makeDo() {
        int open = getNumActive() + getNumIdle();
        if (open == 0) {
            return false;
        }
        if (open < getMaxTotal()) {
            setMaxTotal(open);
            setMaxWait(Duration.ofSeconds(LONGEST_WAIT));
        }
        if (told != open) {
            told = open;
            LOG.warn(
                    "PostgreSQL lets this user have {} connections, of the {} that load.threads asks for: fewer files"
                            + " are loaded at the same time.",
                    open,
                    size);
        }
        return true;
    }

    /** As many connections as the settings say may be tried again: a limit may have been raised. */
    public synchronized void retryLimit() {
        setMaxTotal(size);
    }

    /** How many loaders the connections are enough for: one is left for the heartbeat and the ledger, where there are two. */
    public int loaders() {
        int connections = getMaxTotal();
        return connections == size ? size - SPARE : Math.max(1, Math.min(size - SPARE, connections - 1));
    }

    /** Closes the connections that nobody has at this moment, so that others can have them. */
    public void closeIdle() {
        try {
            getConnectionPool().clear();
        } catch (Exception e) {
            LOG.debug("Connections could not be closed", e);
        }
    }

    /**
     * Opens a connection that is not of the pool, for who may not give it back, and sets the search path of the session;
     * that is undone with each transaction.
     *
     * @throws SQLException if it cannot be had
     */
    public Connection connect() throws SQLException {
        return connector.connectForSomebody();
    }

    /**
     * The same, with settings of its own where that can be had.
     *
     * @param options settings as the server's command line takes them
     * @throws SQLException if it cannot be had
     */
    public Connection connect(String options) throws SQLException {
        return connector.connect(options);
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
