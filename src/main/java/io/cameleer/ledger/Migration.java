package io.cameleer.ledger;

import io.cameleer.warehouse.Warehouse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Makes the ledger's tables by Flyway. Flyway sets the search path of a session, which a pooler in transaction mode would
 * hand to whoever gets that connection next; here it is set for each migration's transaction instead.
 */
final class Migration {
    private static final String OF_SESSION = "set_config('search_path', ?, false)";
    private static final String OF_TRANSACTION = "set_config('search_path', ?, true)";

    private Migration() {}

    /** @param lockTimeout seconds that a change of a table waits for those who use it; 0: for ever */
    static void run(Warehouse warehouse, int lockTimeout) {
        makeSchema(warehouse);
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(new WithoutSession(warehouse))
                .schemas(Ledger.SCHEMA)
                .table("migrations")
                .callbacks(new OfTransaction(lockTimeout))
                // seconds for which another process may be at it; on a broken connection it waits for these, too
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

    /** Connections that are not of the pool: Flyway does not give back those that break. */
    private static final class WithoutSession extends DelegatingDataSource {
        private final Warehouse warehouse;

        WithoutSession(Warehouse warehouse) {
            super(warehouse);
            this.warehouse = warehouse;
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = warehouse.connect();
            return (Connection) Proxy.newProxyInstance(
                    Migration.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement") && arguments[0] instanceof String sql) {
                            arguments[0] = sql.replace(OF_SESSION, OF_TRANSACTION);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** What holds for a migration's transaction alone; migrations name their tables without the schema. */
    private static final class OfTransaction implements Callback {
        private final int lockTimeout;

        OfTransaction(int lockTimeout) {
            this.lockTimeout = lockTimeout;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try (var statement = context.getConnection().createStatement()) {
                statement.execute("set local search_path to %s; set local lock_timeout to '%ds'"
                        .formatted(Ledger.SCHEMA, lockTimeout));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String getCallbackName() {
            return "search path and timeout";
        }
    }
}
