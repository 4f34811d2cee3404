package io.cameleer.postgres.ssh;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.sshd.client.config.hosts.KnownHostEntry;

/**
 * By what an SSH server is known.
 *
 * @param given keys in the form of OpenSSH's known_hosts, or the name of a file with them
 * @param trustsFirstUse whether a server of which the file, then, says nothing is trusted, and its key written there
 */
public record KnownHostsSettings(String given, boolean trustsFirstUse) {
    /** The setting, for messages. */
    static final String NAME = "warehouse.ssh.known-hosts";

    /** What keys are known by. */
    private static final Pattern CONTENT = Pattern.compile("\\S\\s+(ssh|ecdsa|sk)-\\S+\\s+\\S");

    /**
     * What the settings say of a server.
     *
     * @throws InvalidSettingException if they do not say by what it is known, or not in the form of OpenSSH's known_hosts
     */
    static KnownHostsSettings of(Settings settings, String host, int port) {
        var given = settings.required(
                NAME,
                "the keys by which the SSH server is known, as ssh-keyscan -p %d %s prints them once you have checked them"
                        .formatted(port, host));
        boolean trustsFirstUse = settings.flag("warehouse.ssh.trust-first-use");
        if (trustsFirstUse && CONTENT.matcher(given).find()) {
            throw new InvalidSettingException(
                    "With warehouse.ssh.trust-first-use %s must be the name of a file, to which the server's key is written."
                            .formatted(NAME));
        }
        var knownHosts = new KnownHostsSettings(given, trustsFirstUse);
        knownHosts.entries();
        return knownHosts;
    }

    /**
     * The keys as they are now; none if the file is still to be made.
     *
     * @throws InvalidSettingException if their file cannot be read, or is not in the form of OpenSSH's known_hosts
     */
    List<KnownHostEntry> entries() {
        if (trustsFirstUse && !Files.exists(Path.of(given))) {
            return List.of();
        }
        var content = Settings.content(NAME, given, CONTENT);
        try {
            return KnownHostEntry.readKnownHostEntries(new StringReader(content), true);
        } catch (IOException | RuntimeException e) {
            throw new InvalidSettingException(
                    "%s is not in the form of OpenSSH's known_hosts: %s".formatted(NAME, e.getMessage()));
        }
    }
}
