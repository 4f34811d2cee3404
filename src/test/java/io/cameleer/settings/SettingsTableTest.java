package io.cameleer.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's table of settings is what {@code cameleer-defaults.properties} says. */
class SettingsTableTest {
    @Test
    void theReadmeListsEverySettingWithItsDefaultAndMeaning() throws IOException {
        Readme.assertPart(
                "settings", "| setting | default | meaning |\n|---|---|---|\n" + String.join("\n", rows()) + "\n");
    }

    @Test
    void everySettingHasAMeaning() throws IOException {
        assertThat(rows()).noneMatch(row -> row.endsWith("|  |"));
        assertThat(rows())
                .hasSameSizeAs(Settings.defaults().keys().stream()
                        .filter(key -> !key.startsWith("camel."))
                        .toList());
    }

    /** Settings that stand together under one comment share it. */
    private static List<String> rows() throws IOException {
        var rows = new ArrayList<String>();
        var comment = new ArrayList<String>();
        var commented = false;
        for (var line : Files.readAllLines(Path.of("src/main/resources/io/cameleer/cameleer-defaults.properties"))) {
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
