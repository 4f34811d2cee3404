package io.cameleer.postgres;

import io.cameleer.tls.Tls;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.WrappedFactory;

/** Encrypted sockets as {@link Tls} says. Made by the driver, from the name of this class. */
public final class TlsSocketFactory extends WrappedFactory {
    private static final String PREFIX = "cameleer.tls.";

    private final boolean verifiesHost;

    /** @param connection the driver's properties of a connection, {@link #properties(Tls)} among them */
    public TlsSocketFactory(Properties connection) throws GeneralSecurityException {
        var tls = new Tls(
                "warehouse",
                Tls.Mode.valueOf(connection.getProperty(PREFIX + "mode")),
                connection.getProperty(PREFIX + "server-ca"),
                connection.getProperty(PREFIX + "crl"),
                connection.getProperty(PREFIX + "client-cert"),
                connection.getProperty(PREFIX + "client-key"),
                connection.getProperty(PREFIX + "client-key-passphrase"));
        verifiesHost = tls.mode().verifiesHost();
        factory = tls.context().getSocketFactory();
    }

    /** What the driver is told. That the server is the right one is checked during the TLS handshake, not by the driver. */
    static Map<String, String> properties(Tls tls) {
        return Map.of(
                "sslmode",
                tls.mode().required() ? "require" : tls.mode().toString(),
                "sslfactory",
                TlsSocketFactory.class.getName(),
                PREFIX + "mode",
                tls.mode().name(),
                PREFIX + "server-ca",
                tls.serverCa(),
                PREFIX + "crl",
                tls.crl(),
                PREFIX + "client-cert",
                tls.clientCert(),
                PREFIX + "client-key",
                tls.clientKey(),
                PREFIX + "client-key-passphrase",
                tls.clientKeyPassphrase());
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        var socket = (SSLSocket) super.createSocket(plain, host, port, autoClose);
        if (verifiesHost) {
            var parameters = socket.getSSLParameters();
            // the rules by which HTTPS compares a certificate's names with the host's
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return socket;
    }
}
