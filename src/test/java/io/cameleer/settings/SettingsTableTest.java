package io.cameleer.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The README's table of settings is what {@code application.properties} says; with {@code -Dreadme.update=true} this test
 * writes it anew.
 */
class SettingsTableTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- /settings -->";

    @Test
    void theReadmeListsEverySettingWithItsDefaultAndMeaning() throws IOException {
        var readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        var table = table();
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(README, readme.substring(0, begin) + table + readme.substring(end));
            return;
        }

        assertThat(readme.substring(begin, end))
                .as("to write the table anew: ./mvnw test -Dtest=SettingsTableTest -DargLine=-Dreadme.update=true")
                .isEqualTo(table);
    }

    @Test
    void everySettingHasAMeaning() throws IOException {
        assertThat(rows()).noneMatch(row -> row.endsWith("|  |"));
        assertThat(rows())
                .hasSameSizeAs(Settings.defaults().keys().stream()
                        .filter(key -> !key.startsWith("camel."))
                        .toList());
    }

    private static String table() throws IOException {
        return "| setting | default | meaning |\n|---|---|---|\n" + String.join("\n", rows()) + "\n";
    }

    /** Settings that stand together under one comment share it. */
    private static List<String> rows() throws IOException {
        var rows = new ArrayList<String>();
        var comment = new ArrayList<String>();
        var commented = false;
        for (var line : Files.readAllLines(Path.of("src/main/resources/application.properties"))) {
            if (line.isBlank()) {
                comment.clear();
            } else if (line.startsWith("#")) {
                if (!commented) {
                    comment.clear();
                }
                comment.add(line.substring(1).trim());
            } else if (!line.startsWith("camel.")) {
                int equals = line.indexOf('=');
                var value = line.substring(equals + 1).trim();
                rows.add("| `%s` | %s | %s |"
                        .formatted(
                                line.substring(0, equals).trim(),
                                value.isEmpty() ? "" : "`" + value + "`",
                                String.join(" ", comment).replace("|", "\\|")));
            }
            commented = line.startsWith("#");
        }
        return rows;
    }
}
