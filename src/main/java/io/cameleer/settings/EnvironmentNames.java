package io.cameleer.settings;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which environment variables are meant for Cameleer, but are called otherwise than it would read them. */
final class EnvironmentNames {
    /** Those of the program itself, which are no settings. */
    private static final Set<String> PROGRAM =
            Set.of("CAMELEER_CONFIG", "CAMELEER_ENABLED", "CAMELEER_LOG_LEVEL", "CAMELEER_LOG_DETAIL");

    /** What Kubernetes puts there for each service, such as one called storage. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(".*_(SERVICE_(HOST|PORT).*|PORT_\\d+_.*)");

    /** Shorter names are not far from others by chance. */
    private static final int SHORTEST = 10;

    /** Names of this length may differ by two letters, shorter ones by one. */
    private static final int LONG = 12;

    private final Set<String> known;

    /** @param settings the variables of all settings */
    EnvironmentNames(Stream<String> settings) {
        known = Stream.concat(settings, PROGRAM.stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is wrong with a variable that differs from a setting's by a slip of the pen; empty for others. */
    Optional<String> misspelt(String name) {
        return isForeign(name)
                ? Optional.empty()
                : meant(name).map(meant -> "There is no setting %s (in the environment). Did you mean %s?"
                        .formatted(name, meant));
    }

    /** What to say of a variable that is called like a setting's with something behind it, or cut short; empty for others. */
    Optional<String> doubtful(String name) {
        return isForeign(name) || meant(name).isPresent()
                ? Optional.empty()
                : known.stream()
                        .filter(setting -> name.startsWith(setting) || isCutShort(name, setting))
                        .min(Comparator.comparing(setting -> Settings.distance(name, setting)))
                        .map(setting -> "The environment variable %s is no setting, and has no effect. Did you mean %s?"
                                .formatted(name, setting));
    }

    private boolean isForeign(String name) {
        return known.contains(name) || OF_A_SERVICE.matcher(name).matches();
    }

    private Optional<String> meant(String name) {
        return known.stream()
                .filter(setting -> setting.length() >= SHORTEST
                        && Settings.distance(name, setting) <= (setting.length() >= LONG ? 2 : 1))
                .min(Comparator.comparing(setting -> Settings.distance(name, setting)));
    }

    /** Such as WAREHOUSE_PASS. */
    private static boolean isCutShort(String name, String setting) {
        int group = setting.indexOf('_') + 1;
        return setting.startsWith(name) && name.length() > group;
    }
}
