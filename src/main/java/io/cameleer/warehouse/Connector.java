package io.cameleer.warehouse;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.ssh.Tunnel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.newsclub.net.unix.AFUNIXSocketFactory;
import org.postgresql.Driver;

/**
 * Opens connections to PostgreSQL: directly, through its Unix socket or an SSH tunnel, encrypted or not. A connection
 * carries no state of a session but its name, so that a pooler may stand in between.
 */
public final class Connector implements AutoCloseable {
    /** An attempt to connect is several: to each address of the host, with and without encryption, and the login. */
    private static final int TRIES_OF_A_LOGIN = 3;

    private final String url;
    private final Properties properties = new Properties();
    private final Password password;
    private final Optional<Tunnel> tunnel;

    /**
     * What the settings say; nothing is connected yet.
     *
     * @throws InvalidSettingException if they make no sense
     */
    public Connector(Settings settings) {
        var host = settings.required("warehouse.host", "the host that PostgreSQL runs on");
        int port = settings.number("warehouse.port", 1, 65535);
        var database = settings.required("warehouse.database", "the database to load into");
        var tls = Tls.of(settings);
        var socketFolder = host.startsWith("/");
        if (socketFolder && (tls.mode().required() || settings.flag("warehouse.ssh.enabled"))) {
            throw new InvalidSettingException("warehouse.host is the folder of a Unix socket, which never leaves this"
                    + " machine: it goes neither with warehouse.ssl-mode = %s nor with warehouse.ssh.enabled."
                            .formatted(tls.mode()));
        }
        // of a Unix socket the driver still wants the name of a host
        var named = socketFolder ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        url = "jdbc:postgresql://%s:%d/%s".formatted(named, port, URLEncoder.encode(database, StandardCharsets.UTF_8));
        password = Password.of(settings);
        tunnel = settings.flag("warehouse.ssh.enabled")
                ? Optional.of(new Tunnel(settings, host, port))
                : Optional.empty();
        properties.setProperty("user", settings.required("warehouse.user", "the user to connect as"));
        properties.setProperty("ApplicationName", "cameleer");
        properties.setProperty("tcpKeepAlive", "true");
        // a named statement would be looked for on another of a pooler's connections
        properties.setProperty("prepareThreshold", "0");
        int connectTimeout = settings.number("warehouse.connect-timeout", 1, 600);
        int statementTimeout = settings.number("warehouse.statement-timeout", 0, 24 * 3600);
        properties.setProperty("connectTimeout", Integer.toString(connectTimeout));
        int loginTimeout = TRIES_OF_A_LOGIN * connectTimeout;
        properties.setProperty("loginTimeout", Integer.toString(loginTimeout));
        if (statementTimeout > 0) {
            // PostgreSQL itself is to say first that a statement takes too long
            properties.setProperty("socketTimeout", Integer.toString(statementTimeout + loginTimeout));
        }
        settings.number("warehouse.lock-timeout", 0, 24 * 3600);
        settings.number("warehouse.idle-in-transaction-timeout", 0, 24 * 3600);
        if (socketFolder) {
            properties.setProperty("sslmode", "disable");
            properties.setProperty("socketFactory", AFUNIXSocketFactory.FactoryArg.class.getName());
            properties.setProperty("socketFactoryArg", "%s/.s.PGSQL.%d".formatted(host, port));
        } else {
            properties.putAll(tls.properties());
        }
    }

    /**
     * Opens a connection.
     *
     * @throws SQLException if it cannot be had; {@link SqlTrouble} knows what to say of it
     */
    public Connection connect() throws SQLException {
        var all = new Properties();
        all.putAll(properties);
        if (tunnel.isPresent()) {
            all.setProperty("socketFactory", DetourSocketFactory.class.getName());
            var entrance = tunnel.get().entrance();
            all.setProperty("socketFactoryArg", entrance.getHostString() + ":" + entrance.getPort());
        }
        all.setProperty("password", password.get());
        return new Driver().connect(url, all);
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
