package io.cameleer.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A connection of which every transaction begins with what {@code sql/begin-transaction.sql} sets, for that transaction
 * alone. So statements mean the same whatever the role or the database has for its settings, and nothing is left on the
 * session, which a pooler hands to others. A statement outside a transaction becomes one of its own; but for those that
 * PostgreSQL runs in none, and which name all that they need.
 */
final class PinnedConnection implements InvocationHandler {
    private static final Pattern RUNS_ALONE = Pattern.compile(
            "(?:\\s*--[^\\n]*\\n)*\\s*(?:create|drop|reindex)\\s+index\\s+concurrently\\s.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** PostgreSQL's code for what a server cannot do, here because it is a standby. */
    private static final String NOT_SUPPORTED = "0A000";

    /** PostgreSQL's code for a transaction that only takes reading. */
    private static final String READ_ONLY = "25006";

    private final Connection raw;
    private final String begin;
    private final Optional<String> end;
    /** Ends with the connection; the driver would parse a new one for each transaction. */
    private PreparedStatement pin;

    private PinnedConnection(Connection raw, String begin, Optional<String> end) {
        this.raw = raw;
        this.begin = begin;
        this.end = end;
    }

    /**
     * A connection that is pinned from now on.
     *
     * @param begin the statements that every transaction begins with
     * @param end the statement that every transaction ends with, if there is one
     */
    static Connection of(Connection raw, String begin, Optional<String> end) {
        return proxy(Connection.class, new PinnedConnection(raw, begin, end));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "setSavepoint" -> pin();
            case "commit" -> end();
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            default -> {
                // goes to the connection as it is
            }
        }
        var result = call(raw, method, arguments);
        if (result instanceof Statement statement) {
            var sql = arguments != null && arguments[0] instanceof String text ? text : "";
            return proxy(statementType(statement), (self, call, given) -> call(statement, sql, call, given));
        }
        return result;
    }

    private Object call(Statement statement, String prepared, Method method, Object[] arguments) throws Throwable {
        if (!method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
        }
        if (!raw.getAutoCommit()) {
            pin();
            return call(statement, method, arguments);
        }
        var sql = arguments != null && arguments[0] instanceof String text ? text : prepared;
        if (RUNS_ALONE.matcher(sql).matches()) {
            return call(statement, method, arguments);
        }
        return asTransaction(() -> call(statement, method, arguments));
    }

    private interface Work {
        Object run() throws Throwable;
    }

    /** What a statement gives is in memory when it is done, so that the transaction can end with it. */
    private Object asTransaction(Work work) throws Throwable {
        raw.setAutoCommit(false);
        try {
            pin();
            var result = work.run();
            end();
            raw.commit();
            return result;
        } catch (Throwable e) {
            undo(e);
            throw e;
        } finally {
            if (!raw.isClosed()) {
                raw.setAutoCommit(true);
            }
        }
    }

    /** Nothing of the transaction may be committed later; a connection that cannot see to that is of no more use. */
    private void undo(Throwable error) throws SQLException {
        try {
            if (!raw.isClosed()) {
                raw.rollback();
            }
        } catch (SQLException e) {
            error.addSuppressed(e);
            raw.close();
        }
    }

    /** Begins a transaction, if none is under way. */
    private void pin() throws SQLException {
        if (state() != TransactionState.IDLE) {
            return;
        }
        try {
            if (pin == null) {
                pin = raw.prepareStatement(begin);
            }
            pin.execute();
        } catch (SQLException e) {
            throw NOT_SUPPORTED.equals(e.getSQLState())
                    ? new SQLException("it only takes reading, as a standby does: " + e.getMessage(), READ_ONLY)
                    : e;
        }
    }

    private void end() throws SQLException {
        if (end.isPresent() && state() == TransactionState.OPEN) {
            try (var statement = raw.createStatement()) {
                statement.execute(end.get());
            }
        }
    }

    private TransactionState state() throws SQLException {
        return raw.unwrap(BaseConnection.class).getTransactionState();
    }

    private static Class<? extends Statement> statementType(Statement statement) {
        return statement instanceof CallableStatement
                ? CallableStatement.class
                : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(PinnedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
