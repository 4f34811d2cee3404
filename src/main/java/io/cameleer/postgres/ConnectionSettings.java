package io.cameleer.postgres;

import io.cameleer.postgres.ssh.TunnelSettings;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.tls.Tls;
import io.cameleer.tls.Tls.Mode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where PostgreSQL is, who connects to it, and how.
 *
 * @param host the name of a host, or the folder of a Unix socket
 * @param allowsClearText whether the password may be sent in clear text also where others may read it
 * @param tunnel the SSH server that the way leads through, if there is one
 * @param connectTimeout until an attempt to connect is given up
 * @param statementTimeout until a statement is given up; zero: never
 * @param lockTimeout until a statement no longer waits for a lock; zero: never
 * @param idleTimeout until PostgreSQL ends a transaction of which nothing is heard any more; zero: never
 * @param loaders how many connections load rows at the same time
 */
public record ConnectionSettings(
        String host,
        int port,
        String database,
        String user,
        Password password,
        boolean allowsClearText,
        Tls tls,
        Optional<TunnelSettings> tunnel,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        Duration idleTimeout,
        int loaders) {
    private static final int DAY = 24 * 3600;
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1", Pattern.CASE_INSENSITIVE);

    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if they make no sense
     */
    public static ConnectionSettings of(Settings settings) {
        settings.required("warehouse.host", "the host that PostgreSQL runs on");
        var host = isSocketFolder(settings.text("warehouse.host"))
                ? settings.text("warehouse.host")
                : settings.host("warehouse.host");
        int port = settings.number("warehouse.port", 1, 65535);
        var database = settings.required("warehouse.database", "the database to load into");
        var user = settings.required("warehouse.user", "the user to connect as");
        var password = settings.read(Password::of);
        var tunnel = settings.read(TunnelSettings::of);
        var tls = settings.read(some -> Tls.of(some, "warehouse", Mode.values()));
        if (isSocketFolder(host) && (tls.mode().required() || settings.flag("warehouse.ssh.enabled"))) {
            throw new InvalidSettingException("warehouse.host is the folder of a Unix socket, which never leaves this"
                    + " machine: it cannot be combined with warehouse.ssl-mode = %s or with warehouse.ssh.enabled."
                            .formatted(tls.mode()));
        }
        return new ConnectionSettings(
                host,
                port,
                database,
                user,
                password,
                settings.flag("warehouse.password-in-clear-text"),
                tls,
                tunnel,
                Duration.ofSeconds(settings.number("warehouse.connect-timeout", 1, 600)),
                Duration.ofSeconds(settings.number("warehouse.statement-timeout", 0, DAY)),
                Duration.ofSeconds(settings.number("warehouse.lock-timeout", 0, DAY)),
                Duration.ofSeconds(settings.number("warehouse.idle-in-transaction-timeout", 0, DAY)),
                settings.number("load.threads", 1, 64));
    }

    /**
     * Whether nobody in between can pass for the server or read along: by verified TLS, or since the way does not leave a
     * machine, this one or that of the SSH server.
     */
    public boolean isSafe() {
        return isSocketFolder()
                || LOOPBACK.matcher(host).matches()
                || tls.mode().verifies();
    }

    /** What to say of a connection that is not {@linkplain #isSafe() safe}; blank of one that is. */
    public String remark() {
        return isSafe()
                ? ""
                : "Whoever is between here and warehouse.host = %s can pass for PostgreSQL, as warehouse.ssl-mode = %s looks at no certificate. Choose verify-full."
                        .formatted(host, tls.mode());
    }

    /** Whether the host is the folder of a Unix socket. */
    public boolean isSocketFolder() {
        return isSocketFolder(host);
    }

    private static boolean isSocketFolder(String host) {
        return host.startsWith("/");
    }
}
