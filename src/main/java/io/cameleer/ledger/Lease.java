package io.cameleer.ledger;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.time.Duration;

/**
 * How long what a process has claimed is its own after it was last heard of.
 *
 * @param heartbeat from one sign of life to the next
 */
public record Lease(Duration length, Duration heartbeat) {
    /**
     * What the settings say.
     *
     * @throws InvalidSettingException if a lease might end between two heartbeats
     */
    public static Lease of(Settings settings) {
        var length = Duration.ofSeconds(settings.number("sync.lease-seconds", 5, 3600));
        int most = (int) length.toMillis();
        var heartbeat = Duration.ofMillis(settings.number("sync.heartbeat", 100, most));
        if (heartbeat.compareTo(length.dividedBy(2)) > 0) {
            throw new InvalidSettingException(
                    "sync.heartbeat is %s milliseconds, but must be at most half of sync.lease-seconds: otherwise the lease might end between two of them."
                            .formatted(settings.text("sync.heartbeat")));
        }
        return new Lease(length, heartbeat);
    }
}
