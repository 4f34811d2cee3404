package io.cameleer.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tells which secrets other users of this machine can read, in sentences. */
final class Exposure {
    /** Settings that name a file with a secret in it; those that may do so instead of holding it are secrets themselves. */
    private static final List<String> FILES = List.of("warehouse.password-file", "privacy.hash-key-file");

    private Exposure() {}

    /** What a settings file holds that others should not read. */
    static List<String> ofSettings(Path file, Map<String, String> values) {
        return values.keySet().stream().anyMatch(key -> holdsSecret(key, values.get(key))) && othersCanRead(file)
                ? List.of(
                        "Every user of this machine can read the settings file %s, and secrets are in it. Take that right away: chmod o-r %1$s"
                                .formatted(file))
                : List.of();
    }

    /** What was given on the command line, which is shown by programs such as ps. */
    static List<String> onCommandLine(Map<String, String> given) {
        return given.keySet().stream()
                .filter(key -> holdsSecret(key, given.get(key)))
                .sorted()
                .map(key ->
                        "Every user of this machine can read %s on the command line. Give it in a settings file, as %s in the environment, or as {{file:…}}."
                                .formatted(key, Settings.variable(key)))
                .toList();
    }

    /** The files that settings name as those with secrets in them. */
    static List<String> ofFiles(Map<String, String> values) {
        return Stream.concat(FILES.stream(), values.keySet().stream().filter(Settings::isSecret))
                .filter(key -> !values.getOrDefault(key, "").isBlank())
                .filter(key -> othersCanRead(values.get(key)))
                .map(key ->
                        "Every user of this machine can read %s, the file of %s. Take that right away: chmod o-r %1$s"
                                .formatted(values.get(key), key))
                .toList();
    }

    private static boolean holdsSecret(String key, String value) {
        return Settings.isSecret(key) && !value.isBlank() && !value.strip().startsWith("{{");
    }

    private static boolean othersCanRead(String file) {
        try {
            return othersCanRead(Path.of(file));
        } catch (InvalidPathException e) {
            return false; // it is the secret itself
        }
    }

    private static boolean othersCanRead(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
