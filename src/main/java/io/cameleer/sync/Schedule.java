package io.cameleer.sync;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** When a sync is due: by a cron expression in UTC, or some time after the last one began. */
public sealed interface Schedule {
    /** When the next sync is due after one that began at the given time. */
    Instant next(Instant lastStart);

    /** The schedule that the settings say. */
    static Schedule of(Settings settings) {
        if (!settings.has("sync.cron")) {
            return new Frequency(Duration.ofMinutes(settings.number("sync.frequency", 1, Integer.MAX_VALUE)));
        }
        try {
            var cron = new CronExpression(settings.text("sync.cron"));
            cron.setTimeZone(TimeZone.getTimeZone("UTC"));
            return new Cron(cron);
        } catch (ParseException e) {
            throw new InvalidSettingException(
                    "sync.cron is \"%s\", which is no Quartz cron expression: %s. It has six fields, such as 0 0/30 * * * ?"
                            .formatted(settings.text("sync.cron"), e.getMessage()));
        }
    }

    /** A fixed time from the start of one sync to the start of the next. */
    record Frequency(Duration time) implements Schedule {
        @Override
        public Instant next(Instant lastStart) {
            return lastStart.plus(time);
        }
    }

    /** At the times of a cron expression. */
    record Cron(CronExpression expression) implements Schedule {
        @Override
        public Instant next(Instant lastStart) {
            var next = expression.getNextValidTimeAfter(Date.from(lastStart));
            return next == null ? Instant.MAX : next.toInstant();
        }
    }
}
