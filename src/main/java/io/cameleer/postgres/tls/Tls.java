package io.cameleer.postgres.tls;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * How a connection is encrypted, who may vouch for the server, and what this side shows of itself. Certificates and keys
 * are PEM text; they stay in memory, no file is written.
 *
 * @param serverCa blank for the authorities that Java knows
 * @param clientCert blank for none
 * @param clientKey blank for none
 */
public record Tls(Mode mode, String serverCa, String clientCert, String clientKey, String clientKeyPassphrase) {
    private static final String PREFIX = "cameleer.tls.";
    private static final char[] NO_PASSWORD = {};

    /** As in PostgreSQL's own tools. */
    public enum Mode {
        DISABLE,
        PREFER,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        /** Whether nothing goes unencrypted. */
        public boolean required() {
            return this != DISABLE && this != PREFER;
        }

        boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if a certificate or key is unusable, or some of it contradicts the rest
     */
    public static Tls of(Settings settings) {
        var tls = new Tls(
                settings.choice("warehouse.ssl-mode", Mode.class),
                PemText.of(settings, "warehouse.ssl.server-ca"),
                PemText.of(settings, "warehouse.ssl.client-cert"),
                PemText.of(settings, "warehouse.ssl.client-key"),
                settings.text("warehouse.ssl.client-key-passphrase"));
        if (tls.mode == Mode.DISABLE) {
            Stream.of("server-ca", "client-cert", "client-key")
                    .map("warehouse.ssl."::concat)
                    .filter(settings::has)
                    .findFirst()
                    .ifPresent(key -> {
                        throw new InvalidSettingException(
                                "%s is set, but warehouse.ssl-mode = disable encrypts nothing: leave one of them out."
                                        .formatted(key));
                    });
        }
        if (!tls.mode.verifies() && !tls.serverCa.isBlank()) {
            throw new InvalidSettingException(
                    "warehouse.ssl.server-ca is set, but warehouse.ssl-mode = %s looks at no certificate: choose verify-full or verify-ca."
                            .formatted(tls.mode));
        }
        if (tls.mode == Mode.VERIFY_CA && tls.serverCa.isBlank()) {
            throw new InvalidSettingException(
                    "warehouse.ssl-mode = verify-ca needs warehouse.ssl.server-ca: without it whoever has a certificate for"
                            + " any host would pass for your server. Without an authority of your own choose verify-full.");
        }
        if (tls.clientCert.isBlank() != tls.clientKey.isBlank()) {
            throw new InvalidSettingException(
                    "warehouse.ssl.client-cert and warehouse.ssl.client-key belong together; one of them is missing.");
        }
        try {
            tls.context();
        } catch (GeneralSecurityException e) {
            throw new InvalidSettingException("The certificates of warehouse.ssl cannot be used: " + e.getMessage());
        }
        return tls;
    }

    /** What the driver hands to {@link TlsSocketFactory}. */
    static Tls of(Properties properties) {
        return new Tls(
                Mode.valueOf(properties.getProperty(PREFIX + "mode")),
                properties.getProperty(PREFIX + "server-ca"),
                properties.getProperty(PREFIX + "client-cert"),
                properties.getProperty(PREFIX + "client-key"),
                properties.getProperty(PREFIX + "client-key-passphrase"));
    }

    /** What the driver is told. That the server is the right one is checked during the TLS handshake, not by the driver. */
    public Map<String, String> properties() {
        return Map.of(
                "sslmode",
                mode.required() ? "require" : mode.toString(),
                "sslfactory",
                TlsSocketFactory.class.getName(),
                PREFIX + "mode",
                mode.name(),
                PREFIX + "server-ca",
                serverCa,
                PREFIX + "client-cert",
                clientCert,
                PREFIX + "client-key",
                clientKey,
                PREFIX + "client-key-passphrase",
                clientKeyPassphrase);
    }

    SSLContext context() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers(), trustManagers(), null);
        return context;
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException {
        if (clientKey.isBlank()) {
            return new KeyManager[0];
        }
        var chain = Pem.certificates(clientCert, "warehouse.ssl.client-cert").toArray(X509Certificate[]::new);
        var key = Pem.privateKey(clientKey, clientKeyPassphrase, "warehouse.ssl.client-key");
        if (!Pem.belong(key, chain[0])) {
            throw new InvalidSettingException(
                    "warehouse.ssl.client-key is not the key of the first certificate in warehouse.ssl.client-cert.");
        }
        var store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, chain);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException {
        if (!mode.verifies()) {
            return new TrustManager[] {new AnyServer()};
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (serverCa.isBlank()) {
            managers.init((KeyStore) null);
        } else {
            var store = emptyStore();
            for (var certificate : Pem.certificates(serverCa, "warehouse.ssl.server-ca")) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            managers.init(store);
        }
        return managers.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    @Override
    public String toString() {
        return "TLS " + mode;
    }

    /** What {@code require} means in PostgreSQL: encrypted, whoever is at the other end. */
    private static final class AnyServer extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
