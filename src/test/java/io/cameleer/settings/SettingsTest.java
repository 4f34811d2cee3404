package io.cameleer.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.event.MappingOptions.OnCollision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

    /** Nobody has to know what a backslash would mean, or a sign of a comment. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "q\\w#!é=:x",
                "\\",
                "\\\\server\\n",
                "ends in \\",
                "\\u00e9\\t",
                "#1",
                "!",
                "=",
                " both ends ",
                "\ttab\t",
                "\"quoted\"",
                "日本\u2028\u0085",
                "{{x}} ${y} %s"
            })
    void aPasswordIsTakenAsItIsWritten(String password, @TempDir Path folder) throws IOException {
        for (var line : List.of("warehouse.password=" + password, "warehouse.password = " + password)) {
            var file = Files.writeString(
                    folder.resolve("my.properties"), "storage.prefix = p \n" + line + "\nstorage.bucket=b");

            var settings = defaults.with(file);

            assertThat(settings.text("warehouse.password")).isEqualTo(password);
            assertThat(settings.text("storage.bucket")).isEqualTo("b");
            assertThat(settings.text("storage.prefix")).as("no secret").isEqualTo("p");
        }
        assertThat(set("warehouse.password", password).text("warehouse.password"))
                .isEqualTo(password);
        assertThat(defaults.withEnvironment(Map.of("WAREHOUSE_PASSWORD", password))
                        .text("warehouse.password"))
                .isEqualTo(password);
    }

    @Test
    void aSettingsFileMayHaveCommentsBlankLinesAndTheLineEndsOfWindows(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("my.properties"),
                "\uFEFFstorage.bucket: a\r\n\r\n  # storage.region = x\r\n! too\r\n\tstorage.prefix\t=\tb # c\r\nload.threads=4");

        var settings = defaults.with(file);

        assertThat(settings.text("storage.bucket")).isEqualTo("a");
        assertThat(settings.text("storage.prefix")).isEqualTo("b # c");
        assertThat(settings.text("storage.region")).isEqualTo("us-east-1");
        assertThat(settings.number("load.threads", 1, 64)).isEqualTo(4);
    }

    /** It may be the rest of a secret, so it is not shown. */
    @Test
    void aLineThatIsNoSettingIsRefusedByItsNumber(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("my.properties"), "load.json-columns = a,\\\n  secret\n");

        assertThatThrownBy(() -> defaults.with(file).text("storage.bucket"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("In %s line 2 is no setting: it has no equals sign. A value ends with its line."
                        .formatted(file));
    }

    @Test
    void aFileInAnotherEncodingIsRefused(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("my.properties"), "warehouse.password = é".getBytes(ISO_8859_1));

        assertThatThrownBy(() -> defaults.with(file).text("storage.bucket"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("The settings file %s is not written in UTF-8.".formatted(file));
    }

    @ParameterizedTest
    @CsvSource({
        "STORAGE_BUKET, STORAGE_BUCKET",
        "STORAGE_BUCKETS, STORAGE_BUCKET",
        "WAREHOUSE_PASWORD, WAREHOUSE_PASSWORD",
        "WAREHOSUE_HOST, WAREHOUSE_HOST",
        "LOAD_TRHEADS, LOAD_THREADS",
        "SYNC_FREQENCY, SYNC_FREQUENCY",
        "WAREHOUSE_SSLMODE, WAREHOUSE_SSL_MODE",
        "STORAGE_ACCESS_KEYID, STORAGE_ACCESS_KEY_ID",
        "CAMELEER_CONFG, CAMELEER_CONFIG"
    })
    void aMisspeltEnvironmentVariableIsRefused(String variable, String meant) {
        assertThatThrownBy(() -> defaults.withEnvironment(Map.of(variable, "x")).text("storage.bucket"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("There is no setting %s (in the environment). Did you mean %s?".formatted(variable, meant));
    }

    @ParameterizedTest
    @CsvSource({
        "WAREHOUSE_PASS, WAREHOUSE_PASSWORD",
        "WAREHOUSE_HOST_NAME, WAREHOUSE_HOST",
        "STORAGE_BUCKET_NAME, STORAGE_BUCKET",
        "STORAGE_SECRET, STORAGE_SECRET_ACCESS_KEY"
    })
    void anEnvironmentVariableThatBeginsLikeASettingIsRemarkedUpon(String variable, String meant) {
        assertThat(defaults.withEnvironment(Map.of(variable, "x")).remarks())
                .containsExactly("The environment variable %s is no setting, and has no effect. Did you mean %s?"
                        .formatted(variable, meant));
    }

    /** Some of them are Kubernetes' own, for a service called as our settings begin. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOME",
                "RESOURCE_ID",
                "SOURCE_IP",
                "SOURCE_DATE_EPOCH",
                "SCHEMA_REGISTRY_URL",
                "LOAD",
                "STORAGE_EMULATOR_HOST",
                "WAREHOUSE_SERVICE_HOST",
                "WAREHOUSE_PORT_5432_TCP_ADDR",
                "CAMELEER_SERVICE_PORT"
            })
    void otherEnvironmentVariablesAreOfNoConcern(String variable) {
        var settings = defaults.withEnvironment(Map.of(variable, "x"));

        assertThat(settings.remarks()).isEmpty();
        assertThat(settings.text("storage.type")).isEqualTo("s3");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var settings = defaults.with(
                Map.of("load.threads", "many", "storage.buket", "b", "load.memory", "big", "sync.at-start", "yes"),
                "here");

        assertThatThrownBy(() -> settings.read(all -> List.of(
                        all.number("load.threads", 1, 64),
                        all.size("load.memory"),
                        all.required("storage.bucket", "the bucket"),
                        all.flag("sync.at-start"))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        """
                        5 settings are wrong:
                        - There is no setting storage.buket (here). Did you mean storage.bucket?
                        - load.threads is "many", but must be a whole number from 1 to 64.
                        - load.memory is "big", but must be a size such as 64KB, 16MB or 1GB.
                        - storage.bucket is missing: the bucket. Set it in a settings file, as STORAGE_BUCKET in the environment, or as --storage.bucket=… on the command line.
                        - sync.at-start is "yes", but must be true or false.""");
    }

    /** What follows from a value that is wrong itself would be no help. */
    @Test
    void aPartThatContradictsItselfIsSaidOnlyIfItsValuesMakeSense() {
        var settings = defaults.with(Map.of("load.threads", "many"), "here");

        assertThatThrownBy(() -> settings.read(all -> {
                    all.read(part -> {
                        part.number("load.threads", 1, 64);
                        throw new InvalidSettingException("too many threads");
                    });
                    return all.read(part -> {
                        throw new InvalidSettingException("something else");
                    });
                }))
                .isInstanceOfSatisfying(InvalidSettingException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "load.threads is \"many\", but must be a whole number from 1 to 64.",
                                "something else"));
    }

    @Test
    void someSettingsAreAllThatOnesOwnBusinessIs() {
        var storage = defaults.with(Map.of("my.account", "a"), "here").only("storage.", "my.");

        assertThat(storage.text("storage.type")).isEqualTo("s3");
        assertThat(storage.text("my.account")).isEqualTo("a");
        assertThatThrownBy(() -> storage.text("warehouse.password")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEnvironmentVariableIsTheSettingInCapitals() {
        assertThat(Settings.variable("load.batch-rows")).isEqualTo("LOAD_BATCH_ROWS");
    }

    @Test
    void whatIsNoSettingIsRefusedWithTheOneThatWasMeant() {
        assertThatThrownBy(() -> set("load.batchrows", "1").text("load.batch-rows"))
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

        assertThatThrownBy(() -> defaults.with(missing).keys())
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

    /** What a route can name, an event may bring it to send away. */
    @Test
    void routesSeeAllSettingsButSecrets() {
        var settings = defaults.with(Map.of("warehouse.password", "p", "my.webhook", "https://example.com/x"), "test");

        assertThat(settings.properties().keySet())
                .contains("warehouse.host", "warehouse.ssl-mode", "load.threads", "my.webhook", "camel.main.name");
        assertThat(settings.keys().stream().filter(key -> !settings.properties().containsKey(key)))
                .containsExactlyInAnyOrder(
                        "warehouse.password",
                        "warehouse.password-command",
                        "warehouse.ssl.client-key",
                        "warehouse.ssl.client-key-passphrase",
                        "warehouse.ssh.private-key",
                        "warehouse.ssh.private-key-passphrase",
                        "storage.secret-access-key",
                        "storage.ssl.client-key",
                        "storage.ssl.client-key-passphrase",
                        "privacy.hash-key");
        // a new setting whose name sounds like one is to be looked at here; these only say where a secret is
        assertThat(settings.properties().keySet().stream()
                        .map(Object::toString)
                        .filter(key -> !key.startsWith("camel.") && !key.startsWith("my."))
                        .filter(key -> key.matches(".*(pass|secret|key|token|credential|command).*")))
                .containsExactlyInAnyOrder(
                        "warehouse.password-file",
                        "warehouse.password-in-clear-text",
                        "privacy.hash-key-file",
                        "storage.access-key-id");
    }

    @Test
    void placeholdersStandForWhatIsElsewhere(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("password"), "s3cret {{env:HOME}}\n");

        var settings = defaults.with(
                        Map.of(
                                "warehouse.password", "{{file:" + file + "}}",
                                "warehouse.user", "{{env:HOME}}-{{sys:file.separator}}",
                                "warehouse.database", "{{env:NOT_SET_ANYWHERE:analytics}}",
                                "warehouse.host", "{{twice:db.}}",
                                "storage.bucket", "{{no placeholder}} {{ }} {{x}}"),
                        "test")
                .resolved();

        assertThat(settings.text("warehouse.password")).isEqualTo("s3cret {{env:HOME}}");
        assertThat(settings.text("warehouse.user")).isEqualTo(System.getenv("HOME") + "-/");
        assertThat(settings.text("warehouse.database")).isEqualTo("analytics");
        assertThat(settings.text("warehouse.host")).isEqualTo("db.db.");
        assertThat(settings.text("storage.bucket")).isEqualTo("{{no placeholder}} {{ }} {{x}}");
    }

    @Test
    void allPlaceholdersThatStandForNothingAreSaidAtOnce() {
        var settings = defaults.with(
                        Map.of(
                                "warehouse.password", "{{file:/no/such/file}}",
                                "warehouse.user", "{{env:NOT_SET_ANYWHERE}}",
                                "warehouse.host", "{{aws:db}}"),
                        "test")
                .resolved();

        assertThatThrownBy(() -> settings.read(some -> some.text("warehouse.user")))
                .isInstanceOfSatisfying(
                        InvalidSettingException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        "warehouse.host has the placeholder {{aws:db}}, but there is no function \"aws\": its library is not on the class path.",
                                        "warehouse.password has the placeholder {{file:/no/such/file}}, which cannot be resolved: there is no such file that can be read.",
                                        "warehouse.user has the placeholder {{env:NOT_SET_ANYWHERE}}, which stands for nothing."));
    }

    @Test
    void secretsThatOthersCanReadAreRemarkedUpon(@TempDir Path folder) throws IOException {
        var open = PosixFilePermissions.fromString("rw-r--r--");
        var file = Files.writeString(folder.resolve("my.properties"), "warehouse.password = s3cret\n");
        var key = Files.writeString(folder.resolve("key"), "-----BEGIN");
        Files.setPosixFilePermissions(file, open);
        Files.setPosixFilePermissions(key, open);
        var settings = Map.of("storage.secret-access-key", "k");

        assertThat(defaults.with(file)
                        .withCommandLine(settings)
                        .with(Map.of("warehouse.ssl.client-key", key.toString()), "in the environment")
                        .resolved()
                        .remarks())
                .containsExactly(
                        "Every user of this machine can read the settings file %s, and secrets are in it. Take that right away: chmod o-r %1$s"
                                .formatted(file),
                        "Every user of this machine can read storage.secret-access-key on the command line. Give it in a settings file, as STORAGE_SECRET_ACCESS_KEY in the environment, or as {{file:…}}.",
                        "Every user of this machine can read %s, the file of warehouse.ssl.client-key. Take that right away: chmod o-r %1$s"
                                .formatted(key));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(defaults.with(file)
                        .withCommandLine(Map.of("storage.secret-access-key", "{{env:HOME}}", "storage.bucket", "b"))
                        .resolved()
                        .remarks())
                .isEmpty();
    }
}
