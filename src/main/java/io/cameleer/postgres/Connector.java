package io.cameleer.postgres;

import io.cameleer.postgres.ssh.Tunnel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.newsclub.net.unix.AFUNIXSocketFactory;
import org.postgresql.Driver;

/**
 * Opens connections to PostgreSQL: directly, through its Unix socket or an SSH tunnel, encrypted or not. A connection
 * carries no state of a session but its name, so that a pooler may stand in between; its transactions are {@linkplain
 * PinnedConnection pinned}.
 */
public final class Connector implements AutoCloseable {
    /** An attempt to connect is several: to each address of the host, with and without encryption, and the login. */
    private static final int TRIES_OF_A_LOGIN = 3;

    /** What PgBouncer says of options that it does not let through. */
    private static final String PROTOCOL_VIOLATION = "08P01";

    /** What is sent with each transaction need not say why. */
    private static final Pattern COMMENT = Pattern.compile("(?m)^--.*\\n");

    private final String url;
    private final Properties properties = new Properties();
    private final Password password;
    private final Optional<Tunnel> tunnel;
    private final SqlTemplate begin = SqlTemplate.of("begin-transaction.sql");
    private final Map<String, Object> timeouts;

    /**
     * What the settings say; nothing is connected yet.
     *
     * @throws io.cameleer.settings.InvalidSettingException if what an SSH server is known by is unusable
     */
    public Connector(ConnectionSettings settings) {
        var host = settings.host();
        int port = settings.port();
        // of a Unix socket the driver still wants the name of a host
        var named = settings.isSocketFolder() ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        url = "jdbc:postgresql://%s:%d/%s"
                .formatted(named, port, URLEncoder.encode(settings.database(), StandardCharsets.UTF_8));
        password = settings.password();
        tunnel = settings.tunnel().map(ssh -> new Tunnel(ssh, host, port, settings.connectTimeout()));
        timeouts = Map.of(
                "statement-timeout", seconds(settings.statementTimeout()),
                "lock-timeout", seconds(settings.lockTimeout()),
                "idle-timeout", seconds(settings.idleTimeout()));
        properties.setProperty("user", settings.user());
        properties.setProperty("ApplicationName", "cameleer");
        properties.setProperty("tcpKeepAlive", "true");
        // a named statement would be looked for on another of a pooler's connections
        properties.setProperty("prepareThreshold", "0");
        // statements that name a table's columns seldom come again: kept for a thousand tables they would take the
        // memory
        properties.setProperty("preparedStatementCacheQueries", "32");
        properties.setProperty("preparedStatementCacheSizeMiB", "1");
        GuardedPassword.install(properties, settings.isSafe() || settings.allowsClearText());
        var loginTimeout = settings.connectTimeout().multipliedBy(TRIES_OF_A_LOGIN);
        properties.setProperty("connectTimeout", seconds(settings.connectTimeout()));
        properties.setProperty("loginTimeout", seconds(loginTimeout));
        if (!settings.statementTimeout().isZero()) {
            // PostgreSQL itself is to say first that a statement takes too long
            properties.setProperty(
                    "socketTimeout", seconds(settings.statementTimeout().plus(loginTimeout)));
        }
        if (settings.isSocketFolder()) {
            properties.setProperty("sslmode", "disable");
            properties.setProperty("socketFactory", AFUNIXSocketFactory.FactoryArg.class.getName());
            properties.setProperty("socketFactoryArg", "%s/.s.PGSQL.%d".formatted(host, port));
        } else {
            properties.putAll(TlsSocketFactory.properties(settings.tls()));
        }
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }

    /**
     * Opens a connection.
     *
     * @throws SQLException if it cannot be had; {@link SqlErrors} knows what to say of it
     */
    public Connection connect() throws SQLException {
        return opened("", Optional.empty());
    }

    /**
     * The same for somebody who sets the search path of the session: what he sets is undone with each transaction.
     *
     * @throws SQLException if it cannot be had; {@link SqlErrors} knows what to say of it
     */
    Connection connectForSomebody() throws SQLException {
        return opened("", Optional.of(SqlFile.text("end-transaction.sql")));
    }

    /**
     * Opens a connection with settings of its own; without them where a pooler stands in between that lets none through.
     *
     * @param options settings as the server's command line takes them
     * @throws SQLException if it cannot be had
     */
    Connection connect(String options) throws SQLException {
        try {
            return opened(options, Optional.empty());
        } catch (SQLException e) {
            if (options.isEmpty() || !PROTOCOL_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            return connect();
        }
    }

    private Connection opened(String options, Optional<String> end) throws SQLException {
        var all = new Properties();
        all.putAll(properties);
        if (!options.isEmpty()) {
            all.setProperty("options", (all.getProperty("options", "") + " " + options).strip());
        }
        if (tunnel.isPresent()) {
            all.setProperty("socketFactory", DetourSocketFactory.class.getName());
            var localAddress = tunnel.get().localAddress();
            all.setProperty("socketFactoryArg", localAddress.getHostString() + ":" + localAddress.getPort());
        }
        all.setProperty("password", password.get());
        var connection = driverConnection(all);
        var holes = new HashMap<>(timeouts);
        boolean isSince17 = connection.getMetaData().getDatabaseMajorVersion() >= 17;
        holes.put("since-17", isSince17 ? List.of(Map.of()) : List.of());
        return PinnedConnection.of(
                connection, COMMENT.matcher(begin.filled(holes)).replaceAll(""), end);
    }

    private Connection driverConnection(Properties all) throws SQLException {
        try {
            return new Driver().connect(url, all);
        } catch (SQLException e) {
            throw tunnel.flatMap(Tunnel::refusal)
                    .<SQLException>map(refusal -> refusal)
                    .orElse(e);
        }
    }

    /** The SSH tunnel that connections go through, if there is one. */
    public Optional<Tunnel> tunnel() {
        return tunnel;
    }

    /** Ends the tunnel, if there is one; connections belong to who opened them. */
    @Override
    public void close() {
        tunnel.ifPresent(Tunnel::close);
    }
}
