package io.cameleer;

import static org.awaitility.Awaitility.await;

import io.cameleer.embedded.EmbeddedWarehouse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A PostgreSQL database of a test's own. Its methods fail with the SQL that failed. */
public record TestWarehouse(String host, int port, String database, String user, String password) {
    static TestWarehouse create(EmbeddedWarehouse server, String database) {
        var admin =
                new TestWarehouse(server.host(), server.port(), server.database(), server.user(), server.password());
        admin.execute("CREATE DATABASE " + database);
        return new TestWarehouse(server.host(), server.port(), database, server.user(), server.password());
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%s/%s".formatted(host, port, database);
    }

    /** A new connection; the test closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user, password);
    }

    /** Runs one or more statements. */
    public void execute(String sql) {
        with(sql, statement -> statement.execute(sql));
    }

    /** The rows of a query, each with its columns in order. Values as the driver gives them. */
    public List<Map<String, Object>> rows(String query) {
        return with(query, statement -> {
            try (var result = statement.executeQuery(query)) {
                var rows = new ArrayList<Map<String, Object>>();
                while (result.next()) {
                    rows.add(row(result));
                }
                return rows;
            }
        });
    }

    /** The rows of a query as PostgreSQL prints them: columns divided by {@code |}, NULL as {@code ∅}. */
    public List<String> lines(String query) {
        return with(query, statement -> {
            try (var result = statement.executeQuery(query)) {
                var lines = new ArrayList<String>();
                while (result.next()) {
                    lines.add(line(result));
                }
                return lines;
            }
        });
    }

    /** The one value of a query that gives one row; null for NULL. */
    public String value(String query) {
        var lines = lines(query);
        if (lines.size() != 1) {
            throw new AssertionError("%d rows, not one, from: %s".formatted(lines.size(), query));
        }
        return lines.get(0).equals("∅") ? null : lines.get(0);
    }

    /** The one whole number of a query that gives one row, such as a count. */
    public long number(String query) {
        return Long.parseLong(value(query));
    }

    /** Whether there is a table. */
    public boolean hasTable(String table) {
        return value("select to_regclass('%s')".formatted(table)) != null;
    }

    /** Whether somebody is in {@code pg_sleep}. */
    public boolean isSleeping() {
        return number(
                        "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                > 0;
    }

    /** Waits until somebody waits for a lock on a table. */
    public void awaitLock(String table) {
        await().until(() ->
                number("select count(*) from pg_locks where not granted and relation = '%s'::regclass".formatted(table))
                        > 0);
    }

    private static Map<String, Object> row(ResultSet result) throws SQLException {
        var row = new LinkedHashMap<String, Object>();
        var columns = result.getMetaData();
        for (var column = 1; column <= columns.getColumnCount(); column++) {
            row.put(columns.getColumnLabel(column), result.getObject(column));
        }
        return row;
    }

    private static String line(ResultSet result) throws SQLException {
        var cells = new ArrayList<String>();
        for (var column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            var cell = result.getString(column);
            cells.add(cell == null ? "∅" : cell);
        }
        return String.join("|", cells);
    }

    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    private <T> T with(String sql, Work<T> work) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            // the same text for a moment, whatever the machine's time zone
            statement.execute("SET TIME ZONE 'UTC'");
            return work.with(statement);
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage() + "\nin: " + sql, e);
        }
    }
}
