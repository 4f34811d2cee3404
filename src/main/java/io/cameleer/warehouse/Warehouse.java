package io.cameleer.warehouse;

import io.cameleer.settings.Settings;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;

/** Makes the pool of connections to PostgreSQL. */
public final class Warehouse {
    /** Connections beside the loaders' own: the heartbeat of the lease, the ledger, and one in reserve. */
    private static final int SPARE = 3;

    private Warehouse() {}

    /** A pool as the settings say; it connects when it is first used. */
    public static BasicDataSource dataSource(Settings settings) {
        int threads = settings.number("load.threads", 1, 64);
        var pool = new BasicDataSource();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setUrl("jdbc:postgresql://%s:%d/%s"
                .formatted(
                        settings.required("warehouse.host", "the host that PostgreSQL runs on"),
                        settings.number("warehouse.port", 1, 65535),
                        settings.required("warehouse.database", "the database to load into")));
        pool.setUsername(settings.required("warehouse.user", "the user to connect as"));
        pool.setPassword(settings.text("warehouse.password"));
        pool.addConnectionProperty("ApplicationName", "cameleer");
        pool.addConnectionProperty("connectTimeout", "10");
        pool.addConnectionProperty("tcpKeepAlive", "true");
        pool.addConnectionProperty("reWriteBatchedInserts", "true");
        pool.setMaxTotal(threads + SPARE);
        pool.setMaxIdle(threads + SPARE);
        pool.setMaxWait(Duration.ofSeconds(60));
        pool.setTestOnBorrow(true);
        // COPY is beyond JDBC: it needs the driver's own connection
        pool.setAccessToUnderlyingConnectionAllowed(true);
        return pool;
    }
}
