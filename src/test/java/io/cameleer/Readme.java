package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The parts of README.md that say what other files say, each between {@code <!-- name -->} and {@code <!-- /name -->};
 * with {@code -Dreadme.update=true} they are written anew.
 */
public final class Readme {
    private static final Path FILE = Path.of("README.md");

    private Readme() {}

    /** A part is as given, or made so. */
    public static void assertPart(String name, String expected) throws IOException {
        var readme = Files.readString(FILE);
        var mark = "<!-- %s -->\n".formatted(name);
        assertThat(readme).containsOnlyOnce(mark).containsOnlyOnce("<!-- /%s -->".formatted(name));
        int begin = readme.indexOf(mark) + mark.length();
        int end = readme.indexOf("<!-- /%s -->".formatted(name));
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(FILE, readme.substring(0, begin) + expected + readme.substring(end));
            return;
        }
        assertThat(readme.substring(begin, end))
                .as("to write it anew: ./mvnw test -Dtest=SettingsTableTest,RouteDiagramTest -Dreadme.update=true")
                .isEqualTo(expected);
    }
}
