package io.cameleer.naming;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The PostgreSQL schema of the tables.
 *
 * @param remark what a person should know of how it came by its name; blank if nothing
 */
public record Namespace(String name, String remark) {
    /** The name without a setting or a source's name to go by. */
    private static final String DEFAULT = "events";

    /** PostgreSQL cuts longer names, in bytes. */
    private static final int MAX_LENGTH = 63;

    /** PostgreSQL's own, and the ledger's. */
    private static final Set<String> RESERVED = Set.of("information_schema", "cameleer");

    private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern WORD_BOUNDARY = Pattern.compile(
            "(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /**
     * As the settings say: {@code warehouse.namespace} as it is, or else a name derived from {@code source.name}.
     *
     * @throws InvalidSettingException if PostgreSQL would not take the name
     */
    public static Namespace of(Settings settings) {
        if (settings.has("warehouse.namespace")) {
            return new Namespace(usable("warehouse.namespace", settings.text("warehouse.namespace")), "");
        }
        return settings.has("source.name") ? ofSource(settings.text("source.name")) : new Namespace(DEFAULT, "");
    }

    /**
     * The name that RudderStack derives from that of a source or from a namespace, or one like it where PostgreSQL would
     * refuse it or cut it.
     */
    public static Namespace ofSource(String source) {
        var derived = derive(source);
        if (refused(derived)) {
            return new Namespace(
                    cut("_" + derived),
                    "\"%s\" gives the namespace %s, which PostgreSQL or Cameleer has for itself: it is _%2$s instead. Set warehouse.namespace for another one."
                            .formatted(source, derived));
        }
        var name = cut(derived);
        return name.equals(derived)
                ? new Namespace(name, "")
                : new Namespace(
                        name,
                        "\"%s\" gives a namespace longer than %d characters: it is %s, so that no two get the same name. What RudderStack filled is in %s; set warehouse.namespace to that to go on with it."
                                .formatted(source, MAX_LENGTH, name, derived.substring(0, MAX_LENGTH)));
    }

    /**
     * A name as it was given.
     *
     * @param where where it was given, for the message
     * @throws InvalidSettingException if PostgreSQL would not take it
     */
    public static String usable(String where, String name) {
        if (refused(name)) {
            throw new InvalidSettingException(
                    "%s is \"%s\", a name that PostgreSQL or Cameleer has for itself. Choose another one."
                            .formatted(where, name));
        }
        if (name.contains(".")) {
            throw new InvalidSettingException(
                    "%s is \"%s\", but must have no dot, which divides it from the name of a table."
                            .formatted(where, name));
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
            throw new InvalidSettingException("%s is longer than %d bytes, so that PostgreSQL would cut it: \"%s\""
                    .formatted(where, MAX_LENGTH, name));
        }
        return name;
    }

    private static boolean refused(String name) {
        return name.startsWith("pg_") || RESERVED.contains(name);
    }

    private static String derive(String source) {
        var joined = SEPARATORS.matcher(source).replaceAll("_").replaceAll("^_+|_+$", "");
        var name = WORD_BOUNDARY.matcher(joined).replaceAll("_").toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return "stringempty"; // RudderStack's name for it
        }
        // RudderStack reserves "to" for tables only
        var reserved = ReservedWords.contains(name) && !name.equals("to");
        return reserved || Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** A name that is too long ends in a hash, so that it differs from others with the same beginning. */
    private static String cut(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        var suffix = "_%08x".formatted(name.hashCode());
        return name.substring(0, MAX_LENGTH - suffix.length()) + suffix;
    }
}
