package io.cameleer.warehouse;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
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

/** Certificates and private keys in PEM, in whatever form people have them: also pasted into one line. */
final class Pem {
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern HEADERS =
            Pattern.compile("\\s*Proc-Type:\\s*(\\S+)\\s+DEK-Info:\\s*(\\S+)(.*)", Pattern.DOTALL);

    private Pem() {}

    /**
     * The text of a setting that is PEM or names a file with it; blank if it is not set.
     *
     * @throws InvalidSettingException if it is neither
     */
    static String of(Settings settings, String key) {
        var text = settings.content(key, BEGIN);
        if (!text.isBlank() && !BLOCK.matcher(text).find()) {
            throw new InvalidSettingException(
                    key + " is no PEM text: it has no whole block from -----BEGIN …----- to -----END …-----.");
        }
        return wellFormed(text);
    }

    /** All certificates of a text, in their order; one at least. */
    static List<X509Certificate> certificates(String pem, String key) throws GeneralSecurityException {
        var converter = new JcaX509CertificateConverter();
        var certificates = new ArrayList<X509Certificate>();
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (var part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder holder) {
                    certificates.add(converter.getCertificate(holder));
                }
            }
        } catch (IOException e) {
            throw new InvalidSettingException(key + " holds a damaged certificate.");
        }
        if (certificates.isEmpty()) {
            throw new InvalidSettingException(key + " holds no certificate.");
        }
        return certificates;
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

    /** The same with line ends where PEM wants them; white space and {@code \n} in two characters stand for one. */
    private static String wellFormed(String pem) {
        var text = new StringBuilder();
        var blocks = BLOCK.matcher(pem.replace("\\n", "\n").replace("\\r", ""));
        while (blocks.find()) {
            var body = blocks.group(2);
            text.append("-----BEGIN ").append(blocks.group(1)).append("-----\n");
            var headers = HEADERS.matcher(body);
            if (headers.matches()) {
                text.append("Proc-Type: %s\nDEK-Info: %s\n\n".formatted(headers.group(1), headers.group(2)));
                body = headers.group(3);
            }
            text.append(body.replaceAll("\\s", "").replaceAll("(.{64})", "$1\n").stripTrailing())
                    .append("\n-----END ")
                    .append(blocks.group(1))
                    .append("-----\n");
        }
        return text.toString();
    }
}
