package io.cameleer.postgres.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.WrappedFactory;

/** Encrypted sockets as {@link Tls} says. Made by the driver, from the name of this class. */
public final class TlsSocketFactory extends WrappedFactory {
    private final boolean verifiesHost;

    /** @param connection the driver's properties of a connection, {@link Tls#properties} among them */
    public TlsSocketFactory(Properties connection) throws GeneralSecurityException {
        var tls = Tls.of(connection);
        verifiesHost = tls.mode() == Tls.Mode.VERIFY_FULL;
        factory = tls.context().getSocketFactory();
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
