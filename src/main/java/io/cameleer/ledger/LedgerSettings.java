package io.cameleer.ledger;

import io.cameleer.settings.Settings;
import io.cameleer.storage.Storages;
import java.time.Duration;

/**
 * Which files are this process's, and how often they are tried.
 *
 * @param location where they are: the bucket, or the folder
 * @param prefix what their keys begin with
 * @param lockTimeout how long a change of the ledger's own tables waits for those who use them; zero: for ever
 * @param maxAttempts how often a file that failed is tried before it stays failed
 * @param retryPause until a file that failed is tried again, the first time
 * @param retentionDays for how long syncs, rejects and counts are kept
 */
public record LedgerSettings(
        String location, String prefix, Duration lockTimeout, int maxAttempts, Duration retryPause, int retentionDays) {
    /**
     * What the settings say.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public static LedgerSettings of(Settings settings) {
        return new LedgerSettings(
                settings.read(Storages::location),
                settings.text("storage.prefix"),
                Duration.ofSeconds(settings.number("warehouse.lock-timeout", 0, 24 * 3600)),
                settings.number("sync.max-attempts", 1, Integer.MAX_VALUE),
                Duration.ofSeconds(settings.number("sync.retry-seconds", 0, 3600)),
                settings.number("ledger.retention", 1, 36_500));
    }
}
