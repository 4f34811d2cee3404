package io.cameleer.postgres.ssh;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.Optional;

/**
 * The SSH server that the way to PostgreSQL leads through.
 *
 * @param user who logs in there, by the key
 * @param knownHosts by what the server is known
 */
public record TunnelSettings(String host, int port, String user, SshKey key, KnownHostsSettings knownHosts) {
    /**
     * What the settings say; empty if there is to be no tunnel.
     *
     * @throws InvalidSettingException if they make no sense
     */
    public static Optional<TunnelSettings> of(Settings settings) {
        if (!settings.flag("warehouse.ssh.enabled")) {
            return Optional.empty();
        }
        settings.required("warehouse.ssh.host", "the SSH server to go through");
        var host = settings.host("warehouse.ssh.host");
        int port = settings.number("warehouse.ssh.port", 1, 65535);
        var user = settings.required("warehouse.ssh.user", "the user to log in to the SSH server as");
        return Optional.of(new TunnelSettings(
                host,
                port,
                user,
                settings.read(TunnelSettings::key),
                settings.read(some -> KnownHostsSettings.of(some, host, port))));
    }

    private static SshKey key(Settings settings) {
        settings.required(
                "warehouse.ssh.private-key", "the key to log in to the SSH server with; cameleer ssh-key makes one");
        return SshKey.of(
                settings.content("warehouse.ssh.private-key", SshKey.CONTENT),
                settings.text("warehouse.ssh.private-key-passphrase"),
                "warehouse.ssh.private-key");
    }
}
