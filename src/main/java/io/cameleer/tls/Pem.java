package io.cameleer.tls;

import io.cameleer.settings.InvalidSettingException;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** The certificates and private keys that {@link PemText} holds. */
final class Pem {
    private Pem() {}

    /** All certificates of a text, in their order; one at least. */
    static List<X509Certificate> certificates(String pem, String key) throws GeneralSecurityException {
        var converter = new JcaX509CertificateConverter();
        var certificates = new ArrayList<X509Certificate>();
        for (var holder : parts(pem, X509CertificateHolder.class, "certificate", key)) {
            certificates.add(converter.getCertificate(holder));
        }
        return certificates;
    }

    /** All lists of revoked certificates of a text; one at least. */
    static List<X509CRL> revocationLists(String pem, String key) throws GeneralSecurityException {
        var converter = new JcaX509CRLConverter();
        var lists = new ArrayList<X509CRL>();
        for (var holder : parts(pem, X509CRLHolder.class, "list of revoked certificates", key)) {
            lists.add(converter.getCRL(holder));
        }
        return lists;
    }

    /** All parts of one kind. */
    private static <T> List<T> parts(String pem, Class<T> kind, String name, String key) {
        var parts = new ArrayList<T>();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                if (kind.isInstance(part)) {
                    parts.add(kind.cast(part));
                }
            }
        } catch (IOException e) {
            throw new InvalidSettingException("%s holds a damaged %s.".formatted(key, name));
        }
        if (parts.isEmpty()) {
            throw new InvalidSettingException("%s holds no %s.".formatted(key, name));
        }
        return parts;
    }

    /** The first private key of a text. */
    static PrivateKey privateKey(String pem, String passphrase, String key) {
        var converter = new JcaPEMKeyConverter();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PEMKeyPair pair) {
                    return own(converter.getPrivateKey(pair.getPrivateKeyInfo()));
                } else if (part instanceof PrivateKeyInfo info) {
                    return own(converter.getPrivateKey(info));
                } else if (part instanceof PEMEncryptedKeyPair encrypted) {
                    var decryptor = new JcePEMDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(required(passphrase, key));
                    return own(converter.getPrivateKey(
                            encrypted.decryptKeyPair(decryptor).getPrivateKeyInfo()));
                } else if (part instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                    var decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(required(passphrase, key));
                    return own(converter.getPrivateKey(encrypted.decryptPrivateKeyInfo(decryptor)));
                }
            }
        } catch (PEMException | PKCSException e) {
            throw new InvalidSettingException(
                    passphrase.isBlank()
                            ? key + " holds a damaged key."
                            : "%1$s cannot be decrypted: %1$s-passphrase is wrong, or the key is damaged."
                                    .formatted(key));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new InvalidSettingException(key + " holds a damaged key.");
        }
        throw new InvalidSettingException(key + " holds no private key.");
    }

    /** Whether what the key signs is found right by the certificate. */
    static boolean belong(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        if (!signatures(key).equals(signatures(certificate.getPublicKey()))) {
            return false;
        }
        var signature = Signature.getInstance(signatures(key));
        var anything = new byte[] {1};
        signature.initSign(key);
        signature.update(anything);
        var signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(anything);
        return signature.verify(signed);
    }

    /** The signatures a key makes. Providers name an elliptic key differently: EC or ECDSA. */
    private static String signatures(Key key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** Java's own form of a key: where the SSH client has brought Bouncy Castle in, that may have made it. */
    private static PrivateKey own(PrivateKey key) throws GeneralSecurityException {
        var algorithm = key.getAlgorithm().equals("ECDSA") ? "EC" : key.getAlgorithm();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    private static char[] required(String passphrase, String key) {
        if (passphrase.isBlank()) {
            throw new InvalidSettingException("%1$s is encrypted: set %1$s-passphrase.".formatted(key));
        }
        return passphrase.toCharArray();
    }
}
