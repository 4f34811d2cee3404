package io.cameleer.postgres.ssh;

import io.cameleer.error.Causes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way to PostgreSQL through an SSH server: a port of this machine's loopback address, whose connections come out at
 * the server's end. It is dug when it is first asked for, and anew when its SSH session has died.
 */
public final class Tunnel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.ssh");

    /** How often, with a pause of {@code warehouse.connect-timeout}, the server may not answer before it counts as dead. */
    private static final int MISSED_HEARTBEATS = 3;

    /** {@code ssh-rsa} signs with SHA-1; the same keys sign as {@code rsa-sha2-256}. */
    private static final Pattern BROKEN = Pattern.compile("ssh-rsa(-cert-.*)?|ssh-dss.*|.*(sha1|md5).*");

    private final String host;
    private final int port;
    private final String user;
    private final KeyPair key;
    private final KnownHosts knownHosts;
    private final Duration timeout;
    private final SshdSocketAddress target;
    private SshClient client;
    private ClientSession session;
    private InetSocketAddress localAddress;

    /**
     * What the settings say; nothing is connected yet.
     *
     * @param targetHost where it leads to, a name that the SSH server looks up
     * @param timeout until the SSH server has to answer
     */
    public Tunnel(TunnelSettings settings, String targetHost, int targetPort, Duration timeout) {
        host = settings.host();
        port = settings.port();
        user = settings.user();
        key = settings.key().pair();
        knownHosts = new KnownHosts(settings.knownHosts(), host, port);
        this.timeout = timeout;
        target = new SshdSocketAddress(targetHost, targetPort);
    }

    /**
     * Where connections to PostgreSQL go to on this machine.
     *
     * @throws SshException if the SSH server cannot be reached, is not the one that is known, or does not let us in
     */
    public synchronized InetSocketAddress localAddress() throws SshException {
        if (session == null || !session.isOpen()) {
            if (session != null) {
                LOG.warn("The SSH session with {}:{} has ended; connecting anew", host, port);
            }
            open();
        }
        return localAddress;
    }

    /**
     * Why the server does not let connections through to PostgreSQL, which is tried out by one: whoever has lost its own
     * knows no more than that it is closed. Empty if it does, or cannot be asked.
     */
    public synchronized Optional<SshException> refusal() {
        if (session == null) {
            return Optional.empty();
        }
        try (var channel = session.createDirectTcpipChannel(null, target)) {
            channel.open().verify(timeout);
            return Optional.empty();
        } catch (IOException e) {
            return Causes.first(e, SshChannelOpenException.class).map(this::explained);
        }
    }

    /** The SSH server, for people. */
    @Override
    public String toString() {
        return "%s@%s:%d".formatted(user, host, port);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.stop();
            client = null;
            session = null;
        }
    }

    private void open() throws SshException {
        close();
        client = client();
        client.start();
        try {
            session = client.connect(user, host, port).verify(timeout).getClientSession();
            session.addPublicKeyIdentity(key);
            session.auth().verify(timeout);
            var bound = session.startLocalPortForwarding(new SshdSocketAddress("127.0.0.1", 0), target);
            localAddress = new InetSocketAddress("127.0.0.1", bound.getPort());
        } catch (IOException e) {
            close();
            throw explained(e);
        }
    }

    private SshClient client() {
        var ssh = SshClient.setUpDefaultClient();
        ssh.setServerKeyVerifier(knownHosts);
        // the keys and configuration of whoever runs this program are not Cameleer's
        ssh.setKeyIdentityProvider(none -> List.of());
        ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        ssh.setSignatureFactories(knownFirst(withoutBroken(ssh.getSignatureFactories())));
        ssh.setKeyExchangeFactories(withoutBroken(ssh.getKeyExchangeFactories()));
        ssh.setMacFactories(withoutBroken(ssh.getMacFactories()));
        CoreModuleProperties.PREFERRED_AUTHS.set(ssh, "publickey");
        // also since firewalls forget connections that say nothing
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(ssh, timeout);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(ssh, MISSED_HEARTBEATS);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(ssh, true);
        return ssh;
    }

    /** Without what rests on SHA-1 or MD5, which SSHD still takes where a server has nothing better. */
    private static <T extends NamedResource> List<T> withoutBroken(List<T> algorithms) {
        return algorithms.stream()
                .filter(algorithm -> !BROKEN.matcher(algorithm.getName()).matches())
                .toList();
    }

    /** A server with several keys is to show one that is known, and a certificate only if its authority is. */
    private List<NamedFactory<Signature>> knownFirst(List<NamedFactory<Signature>> signatures) {
        var types = knownHosts.keyTypes();
        boolean certificates = knownHosts.knowsAuthority();
        return signatures.stream()
                .filter(signature -> certificates || !signature.getName().contains("-cert-"))
                .sorted(Comparator.comparing(
                        signature -> !types.contains(KeyUtils.getCanonicalKeyType(signature.getName()))))
                .toList();
    }

    private SshException explained(SshChannelOpenException error) {
        var way = "%s:%d".formatted(target.getHostName(), target.getPort());
        if (error.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED) {
            return SshException.refused(
                    "the SSH server %s:%d lets %s in, but does not forward connections to %s (%s). Allow it there: AllowTcpForwarding and PermitOpen in sshd_config, restrict and permitopen in authorized_keys."
                            .formatted(host, port, user, way, error.getMessage()),
                    error);
        }
        return SshException.transientError(
                "the SSH server %s:%d does not reach PostgreSQL at %s (%s). Check warehouse.host and warehouse.port, as that server sees them, and that PostgreSQL runs and lets it in."
                        .formatted(host, port, way, error.getMessage()),
                error);
    }

    private SshException explained(IOException error) {
        if (!knownHosts.refusal().isEmpty()) {
            return SshException.refused(knownHosts.refusal(), error);
        }
        if (error instanceof org.apache.sshd.common.SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return SshException.refused(
                    "the SSH server %s:%d does not let %s in with warehouse.ssh.private-key. Is this line in its authorized_keys? %s"
                            .formatted(host, port, user, new SshKey(key).publicLine()),
                    error);
        }
        if (error instanceof org.apache.sshd.common.SshException ssh
                && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
            return SshException.refused(
                    "the SSH server %s:%d and Cameleer have no algorithm in common that is safe (%s). Those that rest on SHA-1 are refused, as is ssh-rsa: update the server, or allow rsa-sha2-256 there."
                            .formatted(host, port, error.getMessage()),
                    error);
        }
        return SshException.transientError(
                "the SSH server %s:%d cannot be reached: %s. Check warehouse.ssh.host and warehouse.ssh.port."
                        .formatted(host, port, error.getMessage()),
                error);
    }
}
