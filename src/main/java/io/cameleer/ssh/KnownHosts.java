package io.cameleer.ssh;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether an SSH server is the one it is taken for, by the keys that are known of it. */
final class KnownHosts implements ServerKeyVerifier {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.ssh");
    private static final String SETTING = "warehouse.ssh.known-hosts";
    private static final Pattern CONTENT = Pattern.compile("\\S\\s+(ssh|ecdsa|sk)-\\S+\\s+\\S");

    private final Settings settings;
    private final String host;
    private final int port;
    private volatile String refusal = "";

    /** @throws InvalidSettingException if the settings do not say by what the server is known */
    KnownHosts(Settings settings, String host, int port) {
        this.settings = settings;
        this.host = host;
        this.port = port;
        settings.required(
                SETTING,
                "the keys by which the SSH server is known, as ssh-keyscan -p %d %s prints them once you have checked them"
                        .formatted(port, host));
        if (trustsFirstUse() && CONTENT.matcher(settings.text(SETTING)).find()) {
            throw new InvalidSettingException(
                    "With warehouse.ssh.trust-first-use %s must be the name of a file, to which the server's key is written."
                            .formatted(SETTING));
        }
        entries();
    }

    /** Why the server was refused; blank if it was not. */
    String refusal() {
        return refusal;
    }

    /** The kinds of keys that are known of the server, for it to be asked for one of those. */
    List<String> keyTypes() {
        return ofServer().stream()
                .map(entry -> entry.getKeyEntry().getKeyType())
                .distinct()
                .toList();
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        refusal = refusal(key);
        return refusal.isEmpty();
    }

    private String refusal(PublicKey key) {
        var shown = "%s %s".formatted(KeyUtils.getKeyType(key), KeyUtils.getFingerPrint(key));
        var known = ofServer();
        var same = known.stream().filter(entry -> isKey(entry, key)).toList();
        if (same.stream().anyMatch(entry -> "revoked".equals(entry.getMarker()))) {
            return "the SSH server %s shows a key that %s says is revoked: %s".formatted(name(), SETTING, shown);
        }
        if (!same.isEmpty()) {
            return "";
        }
        if (!known.isEmpty()) {
            return "the SSH server %s shows another key than %s has of it: %s. Either it was set up anew, or somebody is in between; if you know that it was, put the new key in place of the old."
                    .formatted(name(), SETTING, shown);
        }
        if (!trustsFirstUse()) {
            return "the SSH server %s is not in %s. If its key is %s, add what ssh-keyscan -p %d %s prints."
                    .formatted(name(), SETTING, shown, port, host);
        }
        return pin(key, shown);
    }

    private String pin(PublicKey key, String shown) {
        var pattern = port == 22 ? host : "[%s]:%d".formatted(host, port);
        var line = "%s %s%n".formatted(pattern, PublicKeyEntry.toString(key));
        var file = Path.of(settings.text(SETTING));
        try {
            var known = Files.exists(file) ? Files.readString(file) : "";
            // an editor may have left its last line without an end
            var gap = known.isEmpty() || known.endsWith("\n") ? "" : System.lineSeparator();
            Files.writeString(file, gap + line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            return "the key of the SSH server cannot be written to %s (%s): %s".formatted(file, SETTING, e);
        }
        LOG.warn("The SSH server {} is trusted from now on by its key {}, written to {}", name(), shown, file);
        return "";
    }

    private List<KnownHostEntry> ofServer() {
        return entries().stream().filter(entry -> entry.isHostMatch(host, port)).toList();
    }

    /** Read anew each time: the file may have been put right meanwhile. */
    private List<KnownHostEntry> entries() {
        if (trustsFirstUse() && !Files.exists(Path.of(settings.text(SETTING)))) {
            return List.of();
        }
        try {
            return KnownHostEntry.readKnownHostEntries(new StringReader(settings.content(SETTING, CONTENT)), true);
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidSettingException invalid) {
                throw invalid;
            }
            throw new InvalidSettingException(
                    "%s is not in the form of OpenSSH's known_hosts: %s".formatted(SETTING, e.getMessage()));
        }
    }

    private static boolean isKey(KnownHostEntry entry, PublicKey key) {
        try {
            var known = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            return known != null && KeyUtils.compareKeys(known, key);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private boolean trustsFirstUse() {
        return settings.flag("warehouse.ssh.trust-first-use");
    }

    private String name() {
        return host + ":" + port;
    }
}
