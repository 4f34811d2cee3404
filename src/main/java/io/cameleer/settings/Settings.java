package io.cameleer.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The settings in force. What {@code cameleer-defaults.properties} names is all there is; a later source overrides an
 * earlier one: that file, a file of the user's, the environment ({@code LOAD_BATCH_ROWS} for {@code load.batch-rows}), the
 * command line. Camel's own keys ({@code camel.…}) and those for the user's own routes ({@code my.…}) pass as they are.
 */
public final class Settings {
    /** Not {@code application.properties}, which Camel would take for the one of whatever program this is part of. */
    private static final String DEFAULTS = "/io/cameleer/cameleer-defaults.properties";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /** The defaults alone. */
    public static Settings defaults() {
        try (var in = Settings.class.getResourceAsStream(DEFAULTS)) {
            var properties = new Properties();
            properties.load(in);
            return new Settings(text(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * These settings, overridden by those of a properties file.
     *
     * @throws InvalidSettingException if the file cannot be read or has a setting that there is not
     */
    public Settings with(Path file) {
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var properties = new Properties();
            properties.load(in);
            return with(text(properties), "in " + file);
        } catch (NoSuchFileException e) {
            throw new InvalidSettingException("There is no settings file " + file + ".");
        } catch (IOException e) {
            throw new InvalidSettingException("The settings file " + file + " cannot be read: " + e);
        }
    }

    /**
     * These settings, overridden by others.
     *
     * @param where where they come from, for the message
     * @throws InvalidSettingException if one of them is a setting that there is not
     */
    public Settings with(Map<String, String> overrides, String where) {
        var merged = new TreeMap<>(values);
        overrides.forEach((key, value) -> {
            if (!values.containsKey(key) && !key.startsWith("camel.") && !key.startsWith("my.")) {
                throw new InvalidSettingException("There is no setting " + key + " (" + where + "). Did you mean "
                        + nearest(key, values.keySet()) + "?");
            }
            merged.put(key, value.trim());
        });
        return new Settings(merged);
    }

    /** These settings, overridden by environment variables; those that name no setting are of no concern. */
    public Settings withEnvironment(Map<String, String> environment) {
        var merged = new TreeMap<>(values);
        merged.replaceAll((key, value) -> environment.getOrDefault(variable(key), value));
        return new Settings(merged);
    }

    /** The environment variable of a setting: {@code LOAD_BATCH_ROWS} for {@code load.batch-rows}. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** All settings, for Camel's placeholders. */
    public Properties properties() {
        var properties = new Properties();
        properties.putAll(values);
        return properties;
    }

    /** The names of all settings. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** The value as it was given; blank where there is none. */
    public String text(String key) {
        var value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("No setting is called " + key);
        }
        return value;
    }

    /**
     * The value of a setting that has a form of its own.
     *
     * @param expected what it must be, for the message
     */
    public String text(String key, Pattern form, String expected) {
        if (!form.matcher(text(key)).matches()) {
            throw invalid(key, expected);
        }
        return text(key);
    }

    /** Whether a setting has a value at all. */
    public boolean has(String key) {
        return !text(key).isBlank();
    }

    /**
     * The value of a setting that must have one.
     *
     * @param purpose what it is, for the message
     */
    public String required(String key, String purpose) {
        if (!has(key)) {
            throw new InvalidSettingException(
                    "%s is missing: %s. Set it in a settings file, as %s in the environment, or as --%s=… on the command line."
                            .formatted(key, purpose, variable(key), key));
        }
        return text(key);
    }

    /** {@code true} or {@code false}, nothing else. */
    public boolean flag(String key) {
        return switch (text(key).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, "true or false");
        };
    }

    /** A whole number within bounds, both inclusive. */
    public int number(String key, int least, int most) {
        var expected = most == Integer.MAX_VALUE
                ? "a whole number, " + least + " or more"
                : "a whole number from " + least + " to " + most;
        try {
            var number = Integer.parseInt(text(key));
            if (number < least || number > most) {
                throw invalid(key, expected);
            }
            return number;
        } catch (NumberFormatException e) {
            throw invalid(key, expected);
        }
    }

    /** A size in bytes, such as {@code 16MB}: units of 1,024; a bare number is bytes. */
    public long size(String key) {
        var matcher = SIZE.matcher(text(key));
        if (!matcher.matches()) {
            throw invalid(key, "a size such as 64KB, 16MB or 1GB");
        }
        var unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
        return Long.parseLong(matcher.group(1))
                << (10 * List.of("B", "KB", "MB", "GB").indexOf(unit));
    }

    /** A size in bytes of no more than so many megabytes. */
    public int size(String key, int mostMegabytes) {
        long size = size(key);
        if (size < 1 || size > (long) mostMegabytes << 20) {
            throw invalid(key, "a size such as 64KB or 16MB, " + mostMegabytes + "MB at most");
        }
        return (int) size;
    }

    /** One of the values of an enum, written in small letters and with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        var constants = type.getEnumConstants();
        Function<E, String> name =
                constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(constants)
                .filter(constant -> name.apply(constant).equals(text(key)))
                .findFirst()
                .orElseThrow(() -> invalid(
                        key,
                        String.join(" or ", Arrays.stream(constants).map(name).toList())));
    }

    /** An address of a server, such as {@code http://localhost:9000}. */
    public URI address(String key) {
        try {
            var address = new URI(text(key));
            if (List.of("http", "https").contains(address.getScheme()) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw invalid(key, "an address such as http://localhost:9000");
    }

    /** The parts between commas, trimmed, without blank ones. */
    public List<String> list(String key) {
        return Arrays.stream(text(key).split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /**
     * What a setting says itself, if it looks like content, else what the file holds that it names; blank if it is not set.
     *
     * @param content what is found in content, but not in the name of a file
     * @throws InvalidSettingException if there is no such file, or it cannot be read
     */
    public String content(String key, Pattern content) {
        return content(key, text(key), content);
    }

    /** The same of a value that was read before, whose file may have changed since. */
    public static String content(String key, String value, Pattern content) {
        if (value.isBlank() || content.matcher(value).find()) {
            return value;
        }
        try {
            return Files.readString(Path.of(value));
        } catch (IOException | InvalidPathException e) {
            // the value may be a secret that was pasted incompletely
            throw new InvalidSettingException(
                    "%s is neither the content itself nor the name of a file that can be read.".formatted(key));
        }
    }

    private InvalidSettingException invalid(String key, String expected) {
        return new InvalidSettingException("%s is \"%s\", but must be %s.".formatted(key, text(key), expected));
    }

    private static Map<String, String> text(Properties properties) {
        var map = new TreeMap<String, String>();
        properties
                .stringPropertyNames()
                .forEach(key -> map.put(key, properties.getProperty(key).trim()));
        return map;
    }

    private static String nearest(String key, Set<String> known) {
        return known.stream()
                .filter(candidate -> !candidate.startsWith("camel."))
                .min((a, b) -> Integer.compare(distance(key, a), distance(key, b)))
                .orElseThrow();
    }

    /** How many single-character edits lead from one text to the other (Levenshtein). */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
