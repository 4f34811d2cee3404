package io.cameleer;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key pair and a certificate for it, made in the test; of an authority or of somebody whom one vouches for.
 *
 * @param chain the certificate, then those between it and its authority
 */
public record TestPki(KeyPair pair, List<X509Certificate> chain) {
    private static final AtomicLong SERIAL = new AtomicLong();

    /** An authority that vouches for itself. */
    public static TestPki authority(String name) {
        var pair = keyPair("EC", 256);
        var certificate =
                certificate(name, pair, name, pair, true, Instant.now().plus(Duration.ofDays(1)));
        return new TestPki(pair, List.of(certificate));
    }

    /** An authority that this one vouches for; it comes along with what it vouches for in turn. */
    public TestPki intermediate(String name) {
        var pair = keyPair("EC", 256);
        return new TestPki(
                pair,
                List.of(certificate(
                        name, pair, name(), this.pair, true, Instant.now().plus(Duration.ofDays(1)))));
    }

    /** Vouches for the owner of an EC key under some host names, the first of them its name as well. */
    public TestPki issue(String... hosts) {
        return issue(keyPair("EC", 256), Instant.now().plus(Duration.ofDays(1)), hosts);
    }

    /** Vouches for the owner of a key, until a moment that may be past. */
    public TestPki issue(KeyPair pair, Instant until, String... hosts) {
        var certificate = certificate(hosts[0], pair, name(), this.pair, false, until, hosts);
        var selfSigned =
                chain.get(0).getSubjectX500Principal().equals(chain.get(0).getIssuerX500Principal());
        return new TestPki(
                pair,
                Stream.concat(Stream.of(certificate), selfSigned ? Stream.of() : chain.stream())
                        .toList());
    }

    /** This authority's list of certificates that it has revoked, as PEM. */
    public String revoked(TestPki... revoked) {
        try {
            var now = Date.from(Instant.now());
            var list = new X509v2CRLBuilder(new X500Name("CN=" + name()), now);
            list.setNextUpdate(Date.from(Instant.now().plus(Duration.ofDays(1))));
            for (var one : revoked) {
                list.addCRLEntry(one.chain.get(0).getSerialNumber(), now, CRLReason.keyCompromise);
            }
            return pem(list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All certificates, as PEM. */
    public String certificates() {
        return pem(chain.toArray());
    }

    /** The private key, as PEM of the kind that OpenSSL writes: PKCS#1 for RSA, SEC 1 for EC. */
    public String key() {
        return pem(pair.getPrivate());
    }

    public static KeyPair keyPair(String algorithm, int size) {
        try {
            // this provider's EC keys name their curve where OpenSSL looks for it
            var generator = KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Anything that PEM can hold. */
    public static String pem(Object... parts) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            for (var part : parts) {
                writer.writeObject(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private String name() {
        return chain.get(0).getSubjectX500Principal().getName().substring("CN=".length());
    }

    private static X509Certificate certificate(
            String name, KeyPair pair, String issuer, KeyPair signing, boolean ca, Instant until, String... hosts) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=" + issuer),
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(Instant.now().minus(Duration.ofDays(2))),
                    Date.from(until),
                    new X500Name("CN=" + name),
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (hosts.length > 0) {
                var names = Arrays.stream(hosts)
                        .map(host -> new GeneralName(GeneralName.dNSName, host))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
