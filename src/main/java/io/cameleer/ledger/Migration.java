package io.cameleer.ledger;

import io.cameleer.postgres.SqlErrors;
import io.cameleer.postgres.Warehouse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Makes the ledger's tables by Flyway, with the scripts in {@code db/cameleer}. Two of them run before and after each
 * migration, in its transaction, so that nothing of a session outlives it: a pooler may stand in between. At its end
 * Flyway sets the search path that it has found.
 */
final class Migration {
    private Migration() {}

    /** @param lockTimeout seconds that a change of a table waits for those who use it; 0: for ever */
    static void run(Warehouse warehouse, int lockTimeout) {
        makeSchema(warehouse);
        warehouse.closeIdle(); // the user may have two connections alone
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(new OwnConnections(warehouse))
                .locations("classpath:db/cameleer")
                .schemas(Ledger.SCHEMA)
                .table("migrations")
                .placeholders(Map.of("lockTimeout", Integer.toString(lockTimeout)))
                // seconds for which another process may migrate; on a broken connection it waits for these, too
                .lockRetryCount(10)
                .load()
                .migrate();
    }

    /** Flyway would try it ten times, a second apart, though it is not allowed to. */
    private static void makeSchema(Warehouse warehouse) {
        JdbcClient.create(warehouse)
                .sql(
                        """
                        do $$ begin
                          if to_regnamespace('%s') is null then create schema %1$s; end if;
                        exception when duplicate_schema or unique_violation then
                          null; -- another process has made it at this moment
                        end $$"""
                                .formatted(Ledger.SCHEMA))
                .update();
    }

    /**
     * Connections that are not of the pool: Flyway does not give back those that break. It wants two at once; where the
     * user may have one alone, that is both.
     */
    private static final class OwnConnections extends DelegatingDataSource {
        private final Warehouse warehouse;
        private Connection last;

        OwnConnections(Warehouse warehouse) {
            super(warehouse);
            this.warehouse = warehouse;
        }

        @Override
        public Connection getConnection() throws SQLException {
            try {
                last = warehouse.connect();
                return last;
            } catch (SQLException e) {
                if (last == null || last.isClosed() || !SqlErrors.isOutOfConnections(e)) {
                    throw e;
                }
                return new SingleConnectionDataSource(last, true).getConnection();
            }
        }
    }
}
