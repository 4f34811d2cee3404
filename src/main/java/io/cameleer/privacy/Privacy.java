package io.cameleer.privacy;

import io.cameleer.json.Paths;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Which values of events are not to be stored as they are. A path covers the value there and all that is within it. */
public final class Privacy {
    /** Nothing is hashed with it. */
    private static final byte[] NO_KEY = {0};

    /** All values are stored as they are. */
    public static final Privacy NONE = new Privacy(List.of(), NO_KEY);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_KEY = 16;

    private final List<Rule> rules;
    private final byte[] key;

    /** @param names the field names that lead to the value; {@code *} is any name */
    private record Rule(List<String> names, Treatment treatment) {}

    private Privacy(List<Rule> rules, byte[] key) {
        this.rules = rules;
        this.key = key;
    }

    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if a path has an empty name, or there is no key to hash with
     */
    public static Privacy of(Settings settings) {
        var rules = new ArrayList<Rule>();
        // where two rules match a value the first one holds
        rules.addAll(rules(settings, "privacy.drop", Treatment.DROP));
        rules.addAll(rules(settings, "privacy.hash", Treatment.HASH));
        rules.addAll(rules(settings, "privacy.mask", Treatment.MASK));
        boolean hashes = settings.has("privacy.hash")
                || settings.has("privacy.hash-key")
                || settings.has("privacy.hash-key-file");
        return new Privacy(rules, hashes ? settings.read(Privacy::key) : NO_KEY);
    }

    /** Whether anything is not to be stored as it is. */
    public boolean isOn() {
        return !rules.isEmpty();
    }

    /** What becomes of the value at a path. */
    Treatment of(Paths paths, int path) {
        var names = new ArrayList<String>();
        for (int up = path; up != Paths.ROOT; up = paths.parent(up)) {
            names.add(0, paths.key(up));
        }
        return rules.stream()
                .filter(rule -> rule.names.size() <= names.size() && agree(rule.names, names))
                .map(Rule::treatment)
                .findFirst()
                .orElseGet(() ->
                        rules.stream().anyMatch(rule -> agree(rule.names, names)) ? Treatment.DESCEND : Treatment.KEEP);
    }

    /**
     * The HMAC-SHA-256 of a text.
     *
     * @throws InvalidSettingException if there is no key
     */
    public String hash(String text) {
        if (key == NO_KEY) {
            throw new InvalidSettingException(
                    "to hash needs a secret in privacy.hash-key, or in the file that privacy.hash-key-file names");
        }
        return Treatment.HASH.of(text, mac());
    }

    /** A text without what tells people apart: of an e-mail address the domain is left, of an IP address the network. */
    public static String mask(String text) {
        return Treatment.masked(text);
    }

    /** What hashes; not thread-safe. */
    Mac mac() {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    /** Whether two paths agree as far as both go. */
    private static boolean agree(List<String> rule, List<String> names) {
        for (int i = 0; i < Math.min(rule.size(), names.size()); i++) {
            if (!rule.get(i).equals("*") && !rule.get(i).equals(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<Rule> rules(Settings settings, String setting, Treatment treatment) {
        return settings.list(setting).stream()
                .map(path -> settings.read(checked -> new Rule(names(path, setting), treatment)))
                .toList();
    }

    private static List<String> names(String path, String setting) {
        var names = List.of(path.split("\\.", -1));
        if (names.stream().anyMatch(String::isBlank)) {
            throw new InvalidSettingException(
                    "%s has the path \"%s\", but a path is names with dots between them, such as context.ip or properties.card.*."
                            .formatted(setting, path));
        }
        return names;
    }

    private static byte[] key(Settings settings) {
        var text = settings.has("privacy.hash-key-file") ? file(settings) : settings.text("privacy.hash-key");
        if (text.length() < SHORTEST_KEY) {
            throw new InvalidSettingException(
                    "privacy.hash needs a secret of %d characters or more in privacy.hash-key, or in the file that privacy.hash-key-file names: without one the values could be guessed."
                            .formatted(SHORTEST_KEY));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String file(Settings settings) {
        try {
            return Files.readString(Path.of(settings.text("privacy.hash-key-file")))
                    .strip();
        } catch (IOException | InvalidPathException e) {
            throw new InvalidSettingException("privacy.hash-key-file is \"%s\", which cannot be read."
                    .formatted(settings.text("privacy.hash-key-file")));
        }
    }
}
