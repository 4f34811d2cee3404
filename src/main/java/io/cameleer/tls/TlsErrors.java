package io.cameleer.tls;

import io.cameleer.error.Causes;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What it means when the two ends of a connection do not agree to be encrypted. */
public final class TlsErrors {
    private TlsErrors() {}

    /**
     * What is wrong and what to do; empty if it is not about TLS, or may pass.
     *
     * @param end the group of the settings that concern it: {@code warehouse} or {@code storage}
     */
    public static Optional<String> explain(Throwable error, String end) {
        if (Causes.last(error, CertificateExpiredException.class).isPresent()) {
            return Optional.of("a certificate of the server has expired. It needs a new one.");
        }
        if (Causes.last(error, CertificateNotYetValidException.class).isPresent()) {
            return Optional.of(
                    "a certificate of the server is not valid yet. Check its dates, and the clock of this machine.");
        }
        if (Causes.last(error, CertificateRevokedException.class).isPresent()) {
            return Optional.of("the server's certificate was revoked, as %s.ssl.crl says.".formatted(end));
        }
        if (Causes.last(error, CertPathValidatorException.class)
                .filter(path -> path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS)
                .isPresent()) {
            return Optional.of(
                    "%s.ssl.crl has no list of the authority of the server's certificate, or one that is too old."
                            .formatted(end));
        }
        if (Causes.last(error, CertPathBuilderException.class).isPresent()) {
            return Optional.of(("the server's certificate is of no authority that %s.ssl.server-ca names."
                            + " Check that it is the authority of this server, or without the setting one that Java knows.")
                    .formatted(end));
        }
        // Java's own check during the handshake, or that of an HTTP client after it
        var otherName = Causes.last(error, CertificateException.class)
                .map(Throwable::getMessage)
                .or(() -> Causes.last(error, SSLPeerUnverifiedException.class).map(Throwable::getMessage));
        if (otherName.isPresent()) {
            return Optional.of(("the server's certificate is not for %s.%s (%s). Use a name that it is for, or"
                            + " verify-ca if the authority vouches for nobody but this server.")
                    .formatted(end, end.equals("storage") ? "endpoint" : "host", otherName.get()));
        }
        return Causes.last(error, SSLHandshakeException.class)
                .filter(handshake -> Causes.last(handshake, EOFException.class).isEmpty()
                        && Causes.last(handshake, SocketException.class).isEmpty())
                .map(handshake -> "no agreement on TLS: %s. Check %s.ssl.client-cert, and what the server asks for."
                        .formatted(handshake.getMessage(), end));
    }
}
