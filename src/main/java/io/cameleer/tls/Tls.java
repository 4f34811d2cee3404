package io.cameleer.tls;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How a connection is encrypted, who may vouch for the server, and what this side shows of itself. Certificates and keys
 * are PEM text; they stay in memory, no file is written.
 *
 * @param end the group of its settings, for messages: {@code warehouse} or {@code storage}
 * @param serverCa blank for the authorities that Java knows
 * @param crl lists of certificates that were revoked; blank: none is asked for
 * @param clientCert blank for none
 * @param clientKey blank for none
 */
public record Tls(
        String end,
        Mode mode,
        String serverCa,
        String crl,
        String clientCert,
        String clientKey,
        String clientKeyPassphrase) {
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

        /** Whether the certificate has to be of an authority that is trusted. */
        public boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }

        /** Whether the certificate has to be for the host that was asked for. */
        public boolean verifiesHost() {
            return this == VERIFY_FULL;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What the settings say.
     *
     * @param end the group of the settings: {@code warehouse} or {@code storage}
     * @param modes those that there are to choose from
     * @throws InvalidSettingException if a certificate or key is unusable, or some of it contradicts the rest
     */
    public static Tls of(Settings settings, String end, Mode... modes) {
        var tls = new Tls(
                end,
                settings.choice(end + ".ssl-mode", List.of(modes)),
                settings.read(some -> PemText.of(some, end + ".ssl.server-ca")),
                settings.read(some -> PemText.of(some, end + ".ssl.crl")),
                settings.read(some -> PemText.of(some, end + ".ssl.client-cert")),
                settings.read(some -> PemText.of(some, end + ".ssl.client-key")),
                settings.text(end + ".ssl.client-key-passphrase"));
        if (tls.mode == Mode.DISABLE) {
            Stream.of("server-ca", "crl", "client-cert", "client-key")
                    .map((end + ".ssl.")::concat)
                    .filter(settings::has)
                    .findFirst()
                    .ifPresent(key -> {
                        throw new InvalidSettingException(
                                "%s is set, but %s.ssl-mode = disable encrypts nothing: leave one of them out."
                                        .formatted(key, end));
                    });
        }
        if (!tls.mode.verifies() && !(tls.serverCa + tls.crl).isBlank()) {
            throw new InvalidSettingException(
                    "%1$s.ssl.%2$s is set, but %1$s.ssl-mode = %3$s looks at no certificate: choose verify-full or verify-ca."
                            .formatted(end, tls.serverCa.isBlank() ? "crl" : "server-ca", tls.mode));
        }
        if (tls.mode == Mode.VERIFY_CA && tls.serverCa.isBlank()) {
            throw new InvalidSettingException(
                    ("%1$s.ssl-mode = verify-ca needs %1$s.ssl.server-ca: without it whoever has a certificate for"
                                    + " any host would pass for your server. Without an authority of your own choose verify-full.")
                            .formatted(end));
        }
        if (tls.clientCert.isBlank() != tls.clientKey.isBlank()) {
            throw new InvalidSettingException(
                    "%1$s.ssl.client-cert and %1$s.ssl.client-key belong together; one of them is missing."
                            .formatted(end));
        }
        if (tls.isJavasOwn()) {
            return tls;
        }
        try {
            tls.context();
        } catch (GeneralSecurityException e) {
            throw new InvalidSettingException(
                    "The certificates of %s.ssl cannot be used: %s".formatted(end, e.getMessage()));
        }
        return tls;
    }

    /** Whether this is what Java does without being told anything. */
    public boolean isJavasOwn() {
        return mode == Mode.VERIFY_FULL && serverCa.isBlank() && crl.isBlank() && clientKey.isBlank();
    }

    /** What sockets are made with. */
    public SSLContext context() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers(), trustManagers(), null);
        return context;
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException {
        if (clientKey.isBlank()) {
            return new KeyManager[0];
        }
        var chain = Pem.certificates(clientCert, end + ".ssl.client-cert").toArray(X509Certificate[]::new);
        var key = Pem.privateKey(clientKey, clientKeyPassphrase, end + ".ssl.client-key");
        if (!Pem.belong(key, chain[0])) {
            throw new InvalidSettingException(
                    "%1$s.ssl.client-key is not the key of the first certificate in %1$s.ssl.client-cert."
                            .formatted(end));
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
            for (var certificate : Pem.certificates(serverCa, end + ".ssl.server-ca")) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            managers.init(store);
        }
        return crl.isBlank() ? managers.getTrustManagers() : withoutRevoked(managers.getTrustManagers());
    }

    /** The same that take no certificate that was revoked, nor one of an authority whose list is not there or too old. */
    private TrustManager[] withoutRevoked(TrustManager[] usual) throws GeneralSecurityException {
        var anchors = Stream.of(usual)
                .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        var path = new PKIXBuilderParameters(anchors, new X509CertSelector());
        path.setRevocationEnabled(true);
        path.addCertStore(CertStore.getInstance(
                "Collection", new CollectionCertStoreParameters(Pem.revocationLists(crl, end + ".ssl.crl"))));
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(new CertPathTrustManagerParameters(path));
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
