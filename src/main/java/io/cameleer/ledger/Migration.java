package io.cameleer.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Makes the ledger's tables by Flyway. Flyway sets the search path of a session, which a pooler in transaction mode would
 * hand to whoever gets that connection next; here it is set for each migration's transaction instead.
 */
final class Migration {
    private static final String OF_SESSION = "set_config('search_path', ?, false)";
    private static final String OF_TRANSACTION = "set_config('search_path', ?, true)";

    private Migration() {}

    static void run(DataSource warehouse) {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(new WithoutSession(warehouse))
                .schemas(Ledger.SCHEMA)
                .table("migrations")
                .callbacks(new SearchPath())
                // seconds for which another process may be at it; on a broken connection it waits for these, too
                .lockRetryCount(10)
                .load()
                .migrate();
    }

    private static final class WithoutSession extends DelegatingDataSource {
        WithoutSession(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            var connection = super.getConnection();
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

    /** Migrations name their tables without the schema. */
    private static final class SearchPath implements Callback {
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
                statement.execute("set local search_path to " + Ledger.SCHEMA);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String getCallbackName() {
            return "search path";
        }
    }
}
