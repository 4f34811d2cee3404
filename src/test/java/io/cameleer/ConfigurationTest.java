package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings become a record for each concern. */
class ConfigurationTest {
    private static final String[] NEEDED = {
        "storage.bucket=events", "warehouse.host=db", "warehouse.database=analytics", "warehouse.user=loader"
    };

    @Test
    void theDefaultsMakeSenseWithWhatHasNone() {
        var configuration = configuration();

        assertThat(configuration.connection().statementTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(configuration.connection().tunnel()).isEmpty();
        assertThat(configuration.lease().heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(configuration.ledger().retryPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.sync().schedule()).hasToString("every 30 minutes");
        assertThat(configuration.loaders().batches().openBytes()).isEqualTo(48 << 20);
    }

    @Test
    void itDoesNotSayTheSecretsThatItHolds() {
        var configuration = configuration(
                "warehouse.password=open sesame",
                "privacy.hash=context.ip",
                "privacy.hash-key=sixteen or more characters",
                "warehouse.ssl.client-key-passphrase=open barley");

        assertThat(configuration.toString()).doesNotContain("sesame", "sixteen", "barley");
    }

    /** Also what nothing but the routes and their SQL reads, and would stumble over when it is too late. */
    @ParameterizedTest
    @CsvSource({
        "load.method=guess",
        "load.mode=merge-users",
        "load.retries=-1",
        "load.retry-delay=soon",
        "load.merge-window=a while",
        "load.max-rejected=0",
        "read.max-rejects=-1",
        "load.batch-bytes=big",
        "shutdown.timeout=0",
        "sync.tick=often",
        "sync.tick=0 0 0 30 2 ?",
        "sync.frequency=0",
        "sync.lease-seconds=1",
        "sync.heartbeat=30001",
        "sync.max-attempts=0",
        "schema.lock-timeout=soon",
        "schema.max-tables=0",
        "schema.allow-foreign-owners=maybe",
        "ledger.retention=0",
        "schema.mixed=last",
        "schema.whole-numbers=int",
        "values.fraction-in-integer=round",
        "warehouse.lock-timeout=-1",
        "warehouse.idle-in-transaction-timeout=-1",
        "warehouse.namespace=pg_mine",
        "observe.port=0",
        "names.on-collision=fight",
        "names.on-reserved=shrug",
        "load.obey-integrations=mostly",
        "'consent.management={}'",
        "'consent.management=[{\"provider\":\"custom\"}]'"
    })
    void whatMakesNoSenseIsRefusedByName(String setting) {
        assertThatThrownBy(() -> configuration(setting))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting.substring(0, setting.indexOf('=')) + " is ");
    }

    @ParameterizedTest
    @CsvSource({
        "[::1],            ::1",
        "::1,              ::1",
        "[fe80::1%eth0],   fe80::1%eth0",
        "[2001:db8::7],    2001:db8::7",
        "db.example.com,   db.example.com",
        "10.0.0.7,         10.0.0.7"
    })
    void anAddressMayBeInBracketsWhereAHostIsNamed(String given, String host) {
        var configuration = configuration("warehouse.host=" + given, "observe.host=" + given);

        assertThat(configuration.connection().host()).isEqualTo(host);
        assertThat(configuration.observed())
                .hasValueSatisfying(observed -> assertThat(observed.host()).isEqualTo(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db:5432", "[::1]:5432", "postgres://db", "me@db", "[::1", "two hosts"})
    void whatIsMoreThanAHostIsRefused(String host) {
        for (var setting : List.of("warehouse.host", "observe.host")) {
            assertThatThrownBy(() -> configuration(setting + "=" + host))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(setting + " is \"" + host
                            + "\", but must be the name or the address of a host, without a port or anything else.");
        }
    }

    private static Configuration configuration(String... more) {
        var given = new LinkedHashMap<String, String>();
        Stream.concat(Stream.of(NEEDED), Stream.of(more)).forEach(setting -> {
            var parts = setting.split("=", 2);
            given.put(parts[0], parts[1]);
        });
        return Configuration.of(Settings.defaults().with(given, "test"));
    }
}
