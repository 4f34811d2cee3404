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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which values of events are not to be stored as they are. A path covers the value there, all that is within it, and every
 * column that it would make, however its names are written.
 */
public final class Privacy {
    /** Nothing is hashed with it. */
    private static final byte[] NO_KEY = {0};

    /** All values are stored as they are. */
    public static final Privacy NONE = new Privacy(List.of(), new ColumnsOfPaths(new Casings(false), false), NO_KEY);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_KEY = 16;

    /** Of a path with more characters than this, which only a hostile sender writes, nothing is kept. */
    private static final int MAX_PATH_TEXT = 8192;

    /** What should be objects, by letters alone. */
    private static final Set<String> PARTS =
            Set.of("properties", "userproperties", "traits", "context", "contexttraits");

    /** The same in a row that RudderStack has mapped, and the column that has the whole event. */
    private static final Set<String> MAPPED_PARTS = Set.of("data", "datarudderevent", "datacontexttraits");

    private static final String FULL_EVENT = "datarudderevent";

    private final List<PathRule> rules;
    private final ColumnsOfPaths columns;
    private final byte[] key;

    private Privacy(List<PathRule> rules, ColumnsOfPaths columns, byte[] key) {
        this.rules = rules;
        this.columns = columns;
        this.key = key;
    }

    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if a path has an empty name, or there is no key to hash with
     */
    public static Privacy of(Settings settings) {
        var columns = new ColumnsOfPaths(
                new Casings(settings.flag("names.underscore-divide-numbers")),
                settings.flag("identify.allow-users-context-traits"));
        var rules = new ArrayList<PathRule>();
        // where two rules match a value the first one holds
        rules.addAll(rules(settings, "privacy.keep", Treatment.KEEP, columns));
        rules.addAll(rules(settings, "privacy.drop", Treatment.DROP, columns));
        rules.addAll(rules(settings, "privacy.hash", Treatment.HASH, columns));
        rules.addAll(rules(settings, "privacy.mask", Treatment.MASK, columns));
        boolean hashes = settings.has("privacy.hash")
                || settings.has("privacy.hash-key")
                || settings.has("privacy.hash-key-file");
        return new Privacy(rules, columns, hashes ? settings.read(Privacy::key) : NO_KEY);
    }

    /** Whether anything is not to be stored as it is. */
    public boolean isOn() {
        return rules.stream().anyMatch(rule -> rule.treatment() != Treatment.KEEP);
    }

    /** What becomes of the value at a path. */
    Fate of(Paths paths, int path, Rows rows) {
        if (path == Paths.ROOT) {
            return Fate.KEPT;
        }
        var text = paths.text(path, 0, ".", MAX_PATH_TEXT);
        if (text.length() >= MAX_PATH_TEXT - 1) {
            return Fate.DROPPED;
        }
        var names =
                Arrays.stream(text.split("\\.")).filter(name -> !name.isEmpty()).toList();
        var pathColumns = columns.of(names, rows);
        for (var rule : rules) {
            if (rule.covers(names, pathColumns)) {
                var treatment = rule.treatment();
                // what is within is covered as well, so that only a rule that comes before matters there
                return treatment == Treatment.KEEP
                        ? Fate.KEPT
                        : new Fate(treatment, isReached(treatment, names, pathColumns), false, false);
            }
        }
        if (!isReached(Treatment.KEEP, names, pathColumns)) {
            return Fate.KEPT;
        }
        var letters = Column.letters(text);
        var inEvent = letters.startsWith(FULL_EVENT) ? letters.substring(FULL_EVENT.length()) : letters;
        boolean isPart = PARTS.contains(inEvent) || MAPPED_PARTS.contains(letters);
        return new Fate(Treatment.KEEP, true, isPart, inEvent.equals("contexttraits"));
    }

    /** Whether another rule may hold for something within a value: one that comes before the treatment that it has itself. */
    private boolean isReached(Treatment given, List<String> names, List<Column> pathColumns) {
        return rules.stream()
                .filter(rule -> given == Treatment.KEEP
                        ? rule.treatment() != Treatment.KEEP
                        : rule.treatment().compareTo(given) < 0)
                .anyMatch(rule -> rule.reachesInto(names, pathColumns));
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
        return Masking.masked(text);
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

    private static List<PathRule> rules(
            Settings settings, String setting, Treatment treatment, ColumnsOfPaths columns) {
        return settings.list(setting).stream()
                .map(path -> settings.read(checked -> PathRule.of(names(path, setting), treatment, columns)))
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
