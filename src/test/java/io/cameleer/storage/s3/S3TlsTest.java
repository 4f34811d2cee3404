package io.cameleer.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestPki;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.TlsRelay;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageError.Kind;
import io.cameleer.storage.StorageErrors;
import io.cameleer.storage.StorageKamelets;
import io.cameleer.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** S3 servers with certificates of an authority that Java does not know. */
@ExtendWith(TestServers.class)
class S3TlsTest {
    private static final TestPki AUTHORITY = TestPki.authority("Authority");
    private static final TestPki STRANGER = TestPki.authority("Stranger");

    @Test
    void aLoadTakesAServerWhoseAuthorityIsNamed(TestWarehouse warehouse, TestBucket bucket, @TempDir Path folder)
            throws Exception {
        bucket.putLines("1.json", "{\"type\":\"page\",\"messageId\":\"m-1\",\"name\":\"Home\"}");
        var file = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificates());
        try (var server = server(bucket, AUTHORITY.issue("localhost"), null)) {
            var report = TestCameleer.sync(
                    warehouse, bucket, "storage.endpoint=" + endpoint(server), "storage.ssl.server-ca=" + file);

            assertThat(report.allLoaded()).isTrue();
            assertThat(warehouse.lines("select id, name from events.pages")).containsExactly("m-1|Home");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "verify-full, own,   localhost, works",
        "verify-full, other, localhost, authority",
        "verify-full, none,  localhost, authority",
        "verify-full, own,   elsewhere, host",
        "verify-ca,   own,   elsewhere, works",
        "verify-ca,   other, localhost, authority",
        "require,     none,  elsewhere, works"
    })
    void theServerIsBelievedAsTheModeSays(
            String mode, String authority, String host, String outcome, TestBucket bucket) {
        bucket.putLines("1.json", "{}");
        var given = new LinkedHashMap<>(Map.of("storage.ssl-mode", mode));
        if (!authority.equals("none")) {
            var pem = (authority.equals("own") ? AUTHORITY : STRANGER).certificates();
            given.put("storage.ssl.server-ca", pem.replace("\n", "\\n"));
        }
        try (var server = server(bucket, AUTHORITY.issue(host), null)) {
            var settings = settings(bucket, server).with(given, "test");

            switch (outcome) {
                case "works" -> assertThat(firstKey(settings)).isEqualTo("1.json");
                case "authority" ->
                    assertThat(trouble(settings))
                            .isEqualTo(new StorageError(
                                    Kind.MISCONFIGURED,
                                    "storage: the server's certificate is of no authority that storage.ssl.server-ca names."
                                            + " Check that it is the authority of this server, or without the setting one that"
                                            + " Java knows."));
                default -> {
                    assertThat(trouble(settings).kind()).isEqualTo(Kind.MISCONFIGURED);
                    assertThat(trouble(settings).message())
                            .startsWith("storage: the server's certificate is not for storage.endpoint (")
                            .contains("localhost", "elsewhere");
                }
            }
        }
    }

    @Test
    void aServerThatAsksForACertificateIsShownOne(TestBucket bucket) {
        bucket.putLines("1.json", "{}");
        var client = AUTHORITY.issue("loader");
        try (var server = server(bucket, AUTHORITY.issue("localhost"), AUTHORITY)) {
            var without =
                    settings(bucket, server).with(Map.of("storage.ssl.server-ca", AUTHORITY.certificates()), "test");
            var with = without.with(
                    Map.of(
                            "storage.ssl.client-cert", client.certificates(),
                            "storage.ssl.client-key", client.key()),
                    "test");

            assertThat(firstKey(with)).isEqualTo("1.json");
            assertThat(trouble(without).message()).startsWith("storage: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage.ssl-mode=disable | storage.ssl-mode is \"disable\", but must be verify-full or verify-ca or require.",
                "storage.ssl-mode=verify-ca | storage.ssl-mode = verify-ca needs storage.ssl.server-ca:",
                "storage.ssl.server-ca=nowhere.pem | storage.ssl.server-ca is neither the content itself nor the name of a file that can be read.",
                "storage.ssl.client-cert=-----BEGIN A-----B-----END A----- | storage.ssl.client-cert and storage.ssl.client-key belong together; one of them is missing."
            })
    void settingsThatMakeNoSenseAreRefused(String settingAndMessage) {
        var parts = settingAndMessage.split("=", 2);
        var setting = Map.of(parts[0], parts[1].substring(0, parts[1].indexOf(" | ")));
        var settings = TestCameleer.settings("storage.bucket=b").with(setting, "test");

        assertThatThrownBy(() -> Storages.of(settings))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(settingAndMessage.substring(settingAndMessage.indexOf(" | ") + 3));
    }

    /** AWS's client would say in 1,400 characters which of its classes have looked for some. */
    @Test
    void thatThereAreNoCredentialsIsSaidInASentence() {
        var chain = "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain("
                + "credentialsProviders=[…]) : [SystemPropertyCredentialsProvider(): …]".repeat(20);

        assertThat(StorageErrors.of(SdkClientException.create(chain)))
                .isEqualTo(
                        new StorageError(
                                Kind.DENIED,
                                "storage: there are no credentials. Set storage.access-key-id and storage.secret-access-key, or"
                                        + " give this machine some as AWS's own tools find them: environment, profile or role."));
    }

    private static TlsRelay server(TestBucket bucket, TestPki identity, TestPki clients) {
        return new TlsRelay(bucket.endpoint().getHost(), bucket.endpoint().getPort(), identity, clients);
    }

    private static String endpoint(TlsRelay server) {
        return "https://localhost:" + server.port();
    }

    private static Settings settings(TestBucket bucket, TlsRelay server) {
        return TestCameleer.settings(
                "storage.bucket=" + bucket.name(),
                "storage.endpoint=" + endpoint(server),
                "storage.access-key-id=" + bucket.accessKeyId(),
                "storage.secret-access-key=" + bucket.secretAccessKey());
    }

    private static String firstKey(Settings settings) {
        try (var storage = new StorageKamelets(settings)) {
            return storage.list("").next().key();
        }
    }

    private static StorageError trouble(Settings settings) {
        return StorageErrors.of(catchThrowable(() -> firstKey(settings)));
    }
}
