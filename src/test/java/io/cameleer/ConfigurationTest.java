package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.settings.InvalidSettingException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "load.retries=-1",
        "load.retry-delay=soon",
        "load.merge-window=a while",
        "load.max-rejected=0",
        "load.batch-bytes=big",
        "shutdown.timeout=0",
        "sync.tick=often",
        "sync.frequency=0",
        "sync.lease-seconds=1",
        "sync.heartbeat=30001",
        "sync.max-attempts=0",
        "schema.lock-timeout=soon",
        "warehouse.lock-timeout=-1",
        "warehouse.idle-in-transaction-timeout=-1",
        "warehouse.namespace=pg_mine",
        "observe.port=0",
        "names.on-collision=fight"
    })
    void whatMakesNoSenseIsRefusedByName(String setting) {
        assertThatThrownBy(() -> configuration(setting))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting.substring(0, setting.indexOf('=')) + " is ");
    }

    private static Configuration configuration(String... more) {
        return Configuration.of(TestCameleer.settings(
                Stream.concat(Stream.of(NEEDED), Stream.of(more)).toArray(String[]::new)));
    }
}
