package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packages are rooms with doors that open one way. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/cameleer");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?io\\.cameleer\\.([a-z0-9.]+?)\\.[A-Z]", Pattern.MULTILINE);

    @Test
    void noTwoPackagesNeedEachOther() throws IOException {
        var needed = needed();

        assertThat(needed).hasSizeGreaterThan(20);
        needed.forEach((name, others) -> others.forEach(other -> assertThat(reachable(other, needed))
                .as(name + " needs " + other)
                .doesNotContain(name)));
    }

    /** What mapping is made of knows nothing of SQL, SQL nothing of JSON, neither of Camel; only its storage knows AWS. */
    @Test
    void eachKnowsItsOwnTradeAlone() throws IOException {
        for (var pure : Set.of("json", "row", "naming", "value", "staging", "event")) {
            assertThat(texts(SOURCES.resolve(pure))).doesNotContain("org.apache.camel", "java.sql", "software.amazon");
        }
        for (var other : Set.of("read", "sync", "ledger", "validate", "batch", "copy", "storage/folder")) {
            assertThat(texts(SOURCES.resolve(other))).doesNotContain("software.amazon");
        }
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> needed) {
        var reached = new HashSet<String>();
        reach(from, needed, reached);
        return reached;
    }

    private static void reach(String from, Map<String, Set<String>> needed, Set<String> reached) {
        needed.getOrDefault(from, Set.of()).stream().filter(reached::add).forEach(next -> reach(next, needed, reached));
    }

    /** By package, the others that its classes import from. */
    private static Map<String, Set<String>> needed() throws IOException {
        var needed = new TreeMap<String, Set<String>>();
        try (var files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")
                            && !file.getParent().equals(SOURCES))
                    .forEach(file -> {
                        var name =
                                SOURCES.relativize(file.getParent()).toString().replace('/', '.');
                        var others = needed.computeIfAbsent(name, key -> new TreeSet<>());
                        IMPORT.matcher(text(file)).results().forEach(found -> others.add(found.group(1)));
                        others.remove(name);
                    });
        }
        return needed;
    }

    private static String texts(Path folder) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.list(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> text.append(text(file)));
        }
        return text.toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
