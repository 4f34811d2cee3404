package io.cameleer.sync;

import io.cameleer.settings.Settings;
import java.time.Duration;

/**
 * When syncs run.
 *
 * @param atStart whether the first sync is due at once, whenever the last one was
 * @param scheduled whether syncs run by themselves
 * @param shutdownTimeout in which a running sync is to end; read by Camel
 */
public record SyncOptions(Schedule schedule, boolean atStart, boolean scheduled, Duration shutdownTimeout) {
    /**
     * What the settings say.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public static SyncOptions of(Settings settings) {
        // read by the routes; Quartz would say too late what is wrong with it
        settings.read(tick -> Schedule.cron(tick, "sync.tick"));
        return new SyncOptions(
                settings.read(Schedule::of),
                settings.flag("sync.at-start"),
                settings.flag("sync.scheduled"),
                Duration.ofSeconds(settings.number("shutdown.timeout", 1, 3600)));
    }
}
