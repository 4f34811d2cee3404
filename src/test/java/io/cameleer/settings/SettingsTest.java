package io.cameleer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.event.MappingOptions.OnCollision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final Settings defaults = Settings.defaults();

    @Test
    void aLaterSourceOverridesAnEarlierOne(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("my.properties"),
                """
                storage.bucket = of the file
                storage.prefix = of the file
                storage.region = of the file
                """);

        var settings = defaults.with(file)
                .withEnvironment(Map.of(
                        "STORAGE_PREFIX", "of the environment", "STORAGE_REGION", "of the environment", "HOME", "/"))
                .with(Map.of("storage.region", " of the command line "), "on the command line");

        assertThat(settings.text("storage.type")).isEqualTo("s3");
        assertThat(settings.text("storage.bucket")).isEqualTo("of the file");
        assertThat(settings.text("storage.prefix")).isEqualTo("of the environment");
        assertThat(settings.text("storage.region")).isEqualTo("of the command line");
    }

    @Test
    void anEnvironmentVariableIsTheSettingInCapitals() {
        assertThat(Settings.variable("load.batch-rows")).isEqualTo("LOAD_BATCH_ROWS");
    }

    @Test
    void whatIsNoSettingIsRefusedWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> set("load.batchrows", "1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("There is no setting load.batchrows (here). Did you mean load.batch-rows?");
    }

    @Test
    void camelsOwnKeysPass() {
        assertThat(set("camel.main.tracing", "true").text("camel.main.tracing")).isEqualTo("true");
    }

    @Test
    void aSettingThatMustHaveAValueSaysHowToGiveOne() {
        assertThatThrownBy(() -> defaults.required("storage.bucket", "where the files are"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("storage.bucket is missing: where the files are. Set it in a settings file, as"
                        + " STORAGE_BUCKET in the environment, or as --storage.bucket=… on the command line.");
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        var missing = folder.resolve("none.properties");

        assertThatThrownBy(() -> defaults.with(missing))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(missing.toString());
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "64KB, 65536", "16 mb, 16777216", "2GB, 2147483648", "5B, 5"})
    void sizesAreBytesOrInUnitsOf1024(String text, long bytes) {
        assertThat(set("load.memory", text).size("load.memory")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "16TB", "1.5MB", "-1", "much", "99999999999GB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> set("load.memory", text).size("load.memory"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("load.memory is \"" + text + "\", but must be a size such as 64KB, 16MB or 1GB.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257MB", "1GB", "999999999999GB", "much"})
    void aSizeOutOfBoundsIsRefused(String text) {
        assertThatThrownBy(() -> set("read.max-line-bytes", text).size("read.max-line-bytes", 256))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("read.max-line-bytes is \"" + text + "\", but must be a size such as 64KB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65", "two", ""})
    void aNumberOutOfBoundsIsRefused(String text) {
        assertThatThrownBy(() -> set("load.threads", text).number("load.threads", 1, 64))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("load.threads is \"" + text + "\", but must be a whole number from 1 to 64.");
    }

    @Test
    void aFlagIsTrueOrFalse() {
        assertThat(set("sync.scheduled", "TRUE").flag("sync.scheduled")).isTrue();
        assertThat(set("sync.scheduled", "false").flag("sync.scheduled")).isFalse();
        assertThatThrownBy(() -> set("sync.scheduled", "yes").flag("sync.scheduled"))
                .hasMessage("sync.scheduled is \"yes\", but must be true or false.");
    }

    @Test
    void aChoiceIsOneOfItsWords() {
        assertThat(set("names.on-collision", "suffix").choice("names.on-collision", OnCollision.class))
                .isEqualTo(OnCollision.SUFFIX);
        assertThatThrownBy(() -> set("names.on-collision", "Suffix").choice("names.on-collision", OnCollision.class))
                .hasMessage("names.on-collision is \"Suffix\", but must be discard or suffix.");
    }

    @Test
    void aListIsDividedByCommas() {
        assertThat(set("load.json-columns", " a.b ,,c, ").list("load.json-columns"))
                .containsExactly("a.b", "c");
        assertThat(defaults.list("load.json-columns")).isEmpty();
    }

    private Settings set(String key, String value) {
        return defaults.with(Map.of(key, value), "here");
    }
}
