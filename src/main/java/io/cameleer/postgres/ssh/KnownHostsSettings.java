package io.cameleer.postgres.ssh;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.regex.Pattern;

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
     * @throws InvalidSettingException if they do not say by what it is known
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
        return new KnownHostsSettings(given, trustsFirstUse);
    }

    /**
     * The keys as they are now.
     *
     * @throws InvalidSettingException if their file cannot be read
     */
    String text() {
        return Settings.content(NAME, given, CONTENT);
    }
}
