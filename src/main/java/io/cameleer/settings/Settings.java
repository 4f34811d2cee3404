package io.cameleer.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings in force. What {@code cameleer-defaults.properties} names is all there is; a later source overrides an
 * earlier one: that file, a file of the user's, the environment ({@code LOAD_BATCH_ROWS} for {@code load.batch-rows}), the
 * command line. Camel's own keys ({@code camel.…}) and those for the user's own routes ({@code my.…}) pass as they are.
 *
 * <p>What is wrong is told all at once: sources with something wrong in them can be added, but then nothing can be read any
 * more but by {@link #read}, which reads on and refuses everything together.
 */
public final class Settings {
    /** Not {@code application.properties}, which Camel would take for the one of whatever program this is part of. */
    private static final String DEFAULTS = "/io/cameleer/cameleer-defaults.properties";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);

    /** How what is wrong with a value begins. */
    private static final Pattern VALUE = Pattern.compile("\\S+ is \"");

    /** Of these values blanks at the ends are a part. */
    private static final Pattern PASSWORD = Pattern.compile(".*[.-](password|passphrase|secret-access-key|hash-key)");

    private static final Pattern SECRET =
            Pattern.compile(".*[.-](password|password-command|passphrase|secret-access-key|(hash|private|client)-key)");

    private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%\\S+)?)]");
    private static final Pattern NO_HOST = Pattern.compile("\\s|[/@\\[\\]]|^[^:]*:[^:]*$");

    private final Map<String, String> values;
    private final List<String> problems;
    private final List<String> remarks;
    private final boolean complete;
    private final boolean reading;

    /**
     * @param problems what is wrong; while they are being read this grows
     * @param remarks what is right, but may not be meant
     * @param complete whether all sources could be read: what is missing may be in one that could not
     * @param reading whether what is wrong is to be collected, rather than to be thrown
     */
    private Settings(
            Map<String, String> values,
            List<String> problems,
            List<String> remarks,
            boolean complete,
            boolean reading) {
        this.values = values;
        this.problems = problems;
        this.remarks = remarks;
        this.complete = complete;
        this.reading = reading;
    }

    /** The defaults alone. */
    public static Settings defaults() {
        return new Settings(Defaults.VALUES, List.of(), List.of(), true, false);
    }

    /** The defaults, read once. */
    private static final class Defaults {
        private static final Map<String, String> VALUES = read();

        private static Map<String, String> read() {
            try (var in = Settings.class.getResourceAsStream(DEFAULTS)) {
                var values = new TreeMap<String, String>();
                SettingsFile.of(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .values()
                        .forEach((key, value) -> values.put(key, value.trim()));
                return values;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** These settings, overridden by those of a {@linkplain SettingsFile settings file}. */
    public Settings with(Path file) {
        try {
            var read = SettingsFile.of(Files.readString(file));
            return with(read.values(), "in " + file)
                    .but(Exposure.ofSettings(file, read.values()))
                    .butWrong(read.problems().stream()
                            .map(problem -> "In " + file + " " + problem)
                            .toList());
        } catch (NoSuchFileException e) {
            return without("There is no settings file " + file + ".");
        } catch (CharacterCodingException e) {
            return without("The settings file " + file + " is not written in UTF-8.");
        } catch (IOException e) {
            return without("The settings file " + file + " cannot be read: " + e);
        }
    }

    /**
     * These settings, overridden by others.
     *
     * @param where where they come from, for messages
     */
    public Settings with(Map<String, String> overrides, String where) {
        var merged = new TreeMap<>(values);
        var unknown = new ArrayList<String>();
        overrides.forEach((key, value) -> {
            if (!values.containsKey(key) && !key.startsWith("camel.") && !key.startsWith("my.")) {
                unknown.add("There is no setting %s (%s). Did you mean %s?".formatted(key, where, nearest(key)));
            } else {
                merged.put(key, asMeant(key, value));
            }
        });
        return new Settings(merged, problems, remarks, complete, reading).butWrong(unknown);
    }

    /** These settings, overridden by those of the command line. */
    public Settings withCommandLine(Map<String, String> given) {
        return with(given, "on the command line").but(Exposure.onCommandLine(given));
    }

    /**
     * These settings, overridden by environment variables. A variable that is nearly that of a setting is taken for a slip of
     * the pen, and is wrong; one that begins like one is remarked upon; others are of no concern.
     */
    public Settings withEnvironment(Map<String, String> environment) {
        var merged = new TreeMap<>(values);
        merged.replaceAll((key, value) -> {
            var given = environment.get(variable(key));
            return given == null ? value : asMeant(key, given);
        });
        var names = new EnvironmentNames(values.keySet().stream()
                .filter(key -> !key.startsWith("camel."))
                .map(Settings::variable));
        var misspelt = environment.keySet().stream()
                .sorted()
                .flatMap(name -> names.misspelt(name).stream())
                .toList();
        var doubtful = environment.keySet().stream()
                .sorted()
                .flatMap(name -> names.doubtful(name).stream())
                .toList();
        return new Settings(merged, problems, joined(remarks, doubtful), complete, reading).butWrong(misspelt);
    }

    /** A value without the blanks around it, which nobody sees; but for secrets, of which they are a part. */
    private static String asMeant(String key, String value) {
        return PASSWORD.matcher(key).matches() ? value : value.trim();
    }

    /**
     * These settings with what the placeholders in them stand for, such as <code>{{env:DB_PASSWORD}}</code>: see
     * {@link Placeholders}. Those in Camel's own settings are left to Camel.
     */
    public Settings resolved() {
        var unresolved = new ArrayList<String>();
        var merged = new TreeMap<>(values);
        try (var placeholders = new Placeholders()) {
            merged.replaceAll((key, value) -> {
                try {
                    return key.startsWith("camel.") ? value : placeholders.resolved(value);
                } catch (Placeholders.UnresolvedException e) {
                    unresolved.add("%s has the placeholder %s".formatted(key, e.getMessage()));
                    return Defaults.VALUES.getOrDefault(key, "");
                }
            });
        }
        return new Settings(merged, problems, remarks, complete, reading)
                .but(Exposure.ofFiles(merged))
                .butWrong(unresolved);
    }

    private Settings but(List<String> more) {
        return new Settings(values, problems, joined(remarks, more), complete, reading);
    }

    private Settings butWrong(List<String> more) {
        return new Settings(values, joined(problems, more), remarks, complete, reading);
    }

    /** These settings, without a source that could not be read. */
    private Settings without(String why) {
        return new Settings(values, joined(problems, List.of(why)), remarks, false, reading);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Reads some of the settings, such as a record for a concern. All that is wrong with them is thrown in one exception at
     * the end, together with what is wrong with where they came from. Within a reading it is one part of it: what is wrong is
     * kept until all parts are read, and the part is null then.
     *
     * @param reading gets these settings; a value that makes no sense is the default for it, one that is missing is blank
     * @throws InvalidSettingException if anything is wrong
     */
    public <T> T read(Function<Settings, T> reading) {
        var found = this.reading ? problems : new ArrayList<>(problems);
        int before = found.size();
        T read = null;
        try {
            read = reading.apply(new Settings(values, found, remarks, complete, true));
        } catch (InvalidSettingException e) {
            // what contradicts a value that is wrong itself would be no help
            if (found.size() == before) {
                found.addAll(e.problems());
            }
        } catch (RuntimeException e) {
            if (found.size() == before) {
                throw e;
            }
        }
        if (!this.reading && !found.isEmpty()) {
            throw new InvalidSettingException(onePerValue(found));
        }
        return read;
    }

    /** Without repetitions, also of what is wrong with the same value. */
    private static List<String> onePerValue(List<String> problems) {
        var distinct = new LinkedHashMap<String, String>();
        problems.forEach(problem -> {
            var value = VALUE.matcher(problem);
            distinct.putIfAbsent(value.lookingAt() ? value.group() : problem, problem);
        });
        return List.copyOf(distinct.values());
    }

    /**
     * Only those settings whose names begin with one of these words, for somebody who has no business with the others.
     *
     * @param groups such as {@code storage.}
     */
    public Settings only(String... groups) {
        var some = new TreeMap<>(values);
        some.keySet().removeIf(key -> Stream.of(groups).noneMatch(key::startsWith));
        return new Settings(some, problems, remarks, complete, reading);
    }

    /** What is right, but may not be meant; in sentences. */
    public List<String> remarks() {
        return remarks;
    }

    /** The environment variable of a setting: {@code LOAD_BATCH_ROWS} for {@code load.batch-rows}. */
    public static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * The settings for Camel's placeholders: all but secrets, which are handed to those alone who need them. What a route
     * can name, it can also be brought to send somewhere by text of an event that gets into an address.
     */
    public Properties properties() {
        requireRight();
        var properties = new Properties();
        values.keySet().stream().filter(key -> !isSecret(key)).forEach(key -> properties.put(key, values.get(key)));
        return properties;
    }

    /** Whether a setting holds a secret, or says how to get one. */
    static boolean isSecret(String key) {
        return !key.startsWith("camel.")
                && !key.startsWith("my.")
                && SECRET.matcher(key).matches();
    }

    /** The names of all settings. */
    public Set<String> keys() {
        requireRight();
        return values.keySet();
    }

    /** The value as it was given; blank where there is none. */
    public String text(String key) {
        requireRight();
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
        return form.matcher(text(key)).matches() ? text(key) : invalid(key, expected);
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
        if (!has(key) && complete) {
            wrong(
                    "%s is missing: %s. Set it in a settings file, as %s in the environment, or as --%s=… on the command line."
                            .formatted(key, purpose, variable(key), key));
        }
        return text(key);
    }

    /**
     * The name or the address of a host; one of IPv6 may be given in brackets, and is given out without.
     */
    public String host(String key) {
        var host = text(key);
        var address = IPV6_IN_BRACKETS.matcher(host);
        if (address.matches()) {
            return address.group(1);
        }
        return NO_HOST.matcher(host).find()
                ? invalid(key, "the name or the address of a host, without a port or anything else")
                : host;
    }

    /** {@code true} or {@code false}, nothing else. */
    public boolean flag(String key) {
        return switch (text(key).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> Boolean.parseBoolean(invalid(key, "true or false"));
        };
    }

    /** A whole number within bounds, both inclusive. */
    public int number(String key, int least, int most) {
        var expected = most == Integer.MAX_VALUE
                ? "a whole number, " + least + " or more"
                : "a whole number from " + least + " to " + most;
        try {
            var number = Integer.parseInt(text(key));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        return Integer.parseInt(invalid(key, expected));
    }

    /** A size in bytes, such as {@code 16MB}: units of 1,024; a bare number is bytes. */
    public long size(String key) {
        return bytes(text(key)).orElseGet(() -> bytes(invalid(key, "a size such as 64KB, 16MB or 1GB"))
                .getAsLong());
    }

    /** A size in bytes of no more than so many megabytes. */
    public int size(String key, int mostMegabytes) {
        var size = bytes(text(key));
        if (size.isPresent() && size.getAsLong() >= 1 && size.getAsLong() <= (long) mostMegabytes << 20) {
            return (int) size.getAsLong();
        }
        return (int) bytes(invalid(key, "a size such as 64KB or 16MB, " + mostMegabytes + "MB at most"))
                .getAsLong();
    }

    private static OptionalLong bytes(String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        var unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
        return OptionalLong.of(Long.parseLong(matcher.group(1))
                << (10 * List.of("B", "KB", "MB", "GB").indexOf(unit)));
    }

    /** One of the values of an enum, written in small letters and with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choice(key, List.of(type.getEnumConstants()));
    }

    /** One of some values of an enum, written in small letters and with hyphens. */
    public <E extends Enum<E>> E choice(String key, List<E> values) {
        var words = values.stream().map(Settings::word).toList();
        int index = words.indexOf(text(key));
        return values.get(index >= 0 ? index : words.indexOf(invalid(key, String.join(" or ", words))));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An address of a server, such as {@code http://localhost:9000}; empty if it is not set. */
    public Optional<URI> address(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        try {
            var address = new URI(text(key));
            if (List.of("http", "https").contains(address.getScheme()) && address.getHost() != null) {
                return Optional.of(address);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        invalid(key, "an address such as http://localhost:9000");
        return Optional.empty();
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

    /**
     * The same of a value that was read before, whose file may have changed since. Within the content {@code \\n} in two
     * characters stands for a line end, since a setting has but one line.
     */
    public static String content(String key, String value, Pattern content) {
        if (value.isBlank() || content.matcher(value).find()) {
            return value.replace("\\n", "\n");
        }
        try {
            return Files.readString(Path.of(value));
        } catch (IOException | InvalidPathException e) {
            // the value may be a secret that was pasted incompletely
            throw new InvalidSettingException(
                    "%s is neither the content itself nor the name of a file that can be read.".formatted(key));
        }
    }

    /**
     * The value of a setting makes no sense.
     *
     * @return the default, for a reading to go on with
     * @throws InvalidSettingException unless it is within a {@link #read reading}, which throws it in the end
     */
    private String invalid(String key, String expected) {
        wrong("%s is \"%s\", but must be %s.".formatted(key, text(key), expected));
        return Defaults.VALUES.get(key);
    }

    private void wrong(String problem) {
        if (!reading) {
            throw new InvalidSettingException(problem);
        }
        problems.add(problem);
    }

    private void requireRight() {
        if (!reading && !problems.isEmpty()) {
            throw new InvalidSettingException(problems);
        }
    }

    private String nearest(String key) {
        return values.keySet().stream()
                .filter(candidate -> !candidate.startsWith("camel."))
                .min(Comparator.comparing(candidate -> distance(key, candidate)))
                .orElseThrow();
    }

    /** How many single-character edits lead from one text to the other (Levenshtein). */
    static int distance(String a, String b) {
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
