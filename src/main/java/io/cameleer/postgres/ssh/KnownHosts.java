package io.cameleer.postgres.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether an SSH server is the one it is taken for, by the keys that are known of it. SSHD's verifier decides; here
 * stands what it cannot know: the entries may be the text of a setting, where it reads nothing but a file, and takes a
 * file that it cannot read for an empty one; a server whose key cannot be written down is not trusted; and each refusal
 * is a sentence that says what to do.
 */
final class KnownHosts extends KnownHostsServerKeyVerifier {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.ssh");
    private static final String SETTING = KnownHostsSettings.NAME;

    /** What NIST SP 800-57 allows since 2014. */
    private static final int LEAST_RSA_BITS = 2048;

    private final KnownHostsSettings settings;
    private final SshdSocketAddress server;
    private volatile String refusal = "";

    KnownHosts(KnownHostsSettings settings, String host, int port) {
        super(
                (session, address, key) -> settings.trustsFirstUse(),
                Path.of(settings.trustsFirstUse() ? settings.given() : ""));
        this.settings = settings;
        server = new SshdSocketAddress(host, port);
    }

    /** Why the server was refused; blank if it was not. */
    String refusal() {
        return refusal;
    }

    /** The kinds of keys that are known of the server, for it to be asked for one of those. */
    List<String> keyTypes() {
        return ofServer().stream()
                .filter(entry -> entry.getMarker() == null)
                .map(entry -> entry.getKeyEntry().getKeyType())
                .distinct()
                .toList();
    }

    /** Whether the server may show a certificate instead: an authority is known for it. */
    boolean knowsAuthority() {
        return ofServer().stream().anyMatch(entry -> "cert-authority".equals(entry.getMarker()));
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        refusal = "";
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            refusal =
                    "the SSH server %s shows an RSA key of %d bits, which can be broken. Make it a new one: ssh-keygen -t ed25519 -f /etc/ssh/ssh_host_ed25519_key"
                            .formatted(name(), rsa.getModulus().bitLength());
            return false;
        }
        var known = entries().stream().map(this::withKey).toList();
        boolean accepted = acceptKnownHostEntries(session, address, key, known) && refusal.isEmpty();
        if (!accepted && refusal.isEmpty()) {
            refuseOther(key);
        }
        return accepted;
    }

    /** The server as the settings name it; an address that its name has today may be another server's tomorrow. */
    @Override
    protected Collection<SshdSocketAddress> resolveHostNetworkIdentities(ClientSession session, SocketAddress address) {
        return List.of(server);
    }

    /** Also what {@code @revoked *} says: SSHD takes a name without a port for port 22 alone, OpenSSH a pattern for all. */
    @Override
    protected List<HostEntryPair> findKnownHostEntries(
            ClientSession session, SocketAddress address, Collection<HostEntryPair> known) {
        var found = new ArrayList<>(super.findKnownHostEntries(session, address, known));
        known.stream()
                .filter(pair -> "revoked".equals(pair.getHostEntry().getMarker())
                        && pair.getHostEntry().isHostMatch(server.getHostName(), SshConstants.DEFAULT_PORT))
                .forEach(found::add);
        return found;
    }

    @Override
    protected void handleRevokedKey(ClientSession session, SocketAddress address, PublicKey key) {
        refusal = "the SSH server %s shows a key that %s says is revoked: %s".formatted(name(), SETTING, shown(key));
    }

    @Override
    public boolean acceptModifiedServerKey(
            ClientSession session, SocketAddress address, KnownHostEntry entry, PublicKey expected, PublicKey actual) {
        refuseOther(actual);
        return false;
    }

    private void refuseOther(PublicKey key) {
        refusal =
                "the SSH server %s shows another key than the one in %s: %s. Either it was reinstalled, or somebody intercepts the connection; if you know that it was, replace the old key by the new one."
                        .formatted(name(), SETTING, shown(key));
    }

    @Override
    protected boolean acceptUnknownHostKey(ClientSession session, SocketAddress address, PublicKey key) {
        boolean trusted = super.acceptUnknownHostKey(session, address, key);
        if (!trusted) {
            refusal = "the SSH server %s is not in %s. If its key is %s, add what ssh-keyscan -p %d %s prints."
                    .formatted(name(), SETTING, shown(key), server.getPort(), server.getHostName());
        }
        return trusted;
    }

    @Override
    protected KnownHostEntry updateKnownHostsFile(
            ClientSession session, SocketAddress address, PublicKey key, Path file, Collection<HostEntryPair> known)
            throws Exception {
        var entry = super.updateKnownHostsFile(session, address, key, file, known);
        LOG.warn("The SSH server {} is trusted from now on by its key {}, written to {}", name(), shown(key), file);
        return entry;
    }

    @Override
    protected void handleKnownHostsFileUpdateFailure(
            ClientSession session,
            SocketAddress address,
            PublicKey key,
            Path file,
            Collection<HostEntryPair> known,
            Throwable reason) {
        refusal = "the key of the SSH server cannot be written to %s (%s): %s".formatted(file, SETTING, reason);
    }

    private List<KnownHostEntry> ofServer() {
        return entries().stream()
                .filter(entry -> entry.isHostMatch(server.getHostName(), server.getPort()))
                .toList();
    }

    /** Read anew each time: the file may have been put right meanwhile. */
    private List<KnownHostEntry> entries() {
        return settings.entries();
    }

    /** A server of which only keys of unknown kinds are known is known all the same, so another key is not trusted. */
    private HostEntryPair withKey(KnownHostEntry entry) {
        var pair = new HostEntryPair();
        pair.setHostEntry(entry);
        try {
            pair.setServerKey(resolveHostKey(null, entry, getFallbackPublicKeyEntryResolver()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn("A key in {} cannot be read, and is ignored: {}", SETTING, e.getMessage());
        }
        return pair;
    }

    private static String shown(PublicKey key) {
        return "%s %s".formatted(KeyUtils.getKeyType(key), KeyUtils.getFingerPrint(key));
    }

    private String name() {
        return server.getHostName() + ":" + server.getPort();
    }
}
