package io.cameleer.postgres.ssh;

import io.cameleer.settings.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** A key pair to log in to an SSH server with. */
public record SshKey(KeyPair pair) {
    private static final int ED25519_BITS = 256;
    private static final String COMMENT = "cameleer";

    /** What a private key is known by. */
    static final Pattern CONTENT = Pattern.compile("-----BEGIN ");

    /** A new one, Ed25519. */
    public static SshKey generate() {
        try {
            return new SshKey(KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The key of a text in OpenSSH's form or PEM.
     *
     * @param setting where the text comes from, for messages
     * @throws InvalidSettingException if it is none, or cannot be decrypted
     */
    static SshKey of(String text, String passphrase, String setting) {
        try {
            var pairs = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName(setting),
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                    FilePasswordProvider.of(passphrase));
            if (pairs != null) {
                for (var pair : pairs) {
                    return new SshKey(pair);
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new InvalidSettingException(
                    "%1$s cannot be read: it is damaged, or %1$s-passphrase is missing or wrong.".formatted(setting));
        }
        throw new InvalidSettingException(setting + " holds no private key in OpenSSH's form or PEM.");
    }

    /** What goes into the server's {@code authorized_keys}. */
    public String publicLine() {
        return PublicKeyEntry.toString(pair.getPublic()) + " " + COMMENT;
    }

    /**
     * Writes the private key to a file that only its owner can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is such a file: a key is never replaced
     */
    public void writeTo(Path file) throws IOException {
        var text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, COMMENT, null, text);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, text.toByteArray(), StandardOpenOption.WRITE);
    }
}
