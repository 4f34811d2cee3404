package io.cameleer.warehouse;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** What it means when the two ends of a connection do not agree to be encrypted. */
final class TlsTrouble {
    private TlsTrouble() {}

    /** What is wrong and what to do; empty if it is not about TLS, or may pass. */
    static Optional<String> explain(Throwable error) {
        if (in(error, CertificateExpiredException.class).isPresent()) {
            return Optional.of("a certificate of the server has expired. It needs a new one.");
        }
        if (in(error, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of(
                    "a certificate of the server is not valid yet. Check its dates, and the clock of this machine.");
        }
        if (in(error, CertPathBuilderException.class).isPresent()) {
            return Optional.of("the server's certificate is of no authority that warehouse.ssl.server-ca names."
                    + " Check that it is the authority of this server, or without the setting one that Java knows.");
        }
        var certificate = in(error, CertificateException.class);
        if (certificate.isPresent()) {
            return Optional.of(("the server's certificate is not for warehouse.host (%s). Use a name that it is for, or"
                            + " verify-ca if the authority vouches for nobody but this server.")
                    .formatted(certificate.get().getMessage()));
        }
        return in(error, SSLHandshakeException.class)
                .filter(handshake -> in(handshake, EOFException.class).isEmpty()
                        && in(handshake, SocketException.class).isEmpty())
                .map(handshake ->
                        "no agreement on TLS: %s. Check warehouse.ssl.client-cert, and what the server asks for."
                                .formatted(handshake.getMessage()));
    }

    /** The last error of a kind in a chain of causes. */
    private static <T extends Throwable> Optional<T> in(Throwable error, Class<T> type) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((outer, inner) -> inner);
    }
}
