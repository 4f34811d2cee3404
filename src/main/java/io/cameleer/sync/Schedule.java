package io.cameleer.sync;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.TimeZone;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/** When a sync is due, after one that began some time ago. All times are UTC. */
public sealed interface Schedule {
    /**
     * Whether a sync is due.
     *
     * @param lastStart when the last one began
     */
    boolean due(Instant lastStart, Instant now);

    /**
     * When the next sync is due, if nothing is asked for before.
     *
     * @param lastStart when the last one began
     * @param now the earliest that it can be
     * @return {@link Instant#MAX} if never
     */
    Instant next(Instant lastStart, Instant now);

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The first full minute that is not before a moment and of which something is true; looked for through a day. */
    private static Instant minute(Instant from, Predicate<Instant> wanted) {
        var first = from.plus(59_999, ChronoUnit.MILLIS).truncatedTo(ChronoUnit.MINUTES);
        return Stream.iterate(first, minute -> minute.plus(1, ChronoUnit.MINUTES))
                .limit(Duration.ofDays(1).toMinutes() + 1)
                .filter(wanted)
                .findFirst()
                .orElse(Instant.MAX);
    }

    /** The schedule that the settings say. */
    static Schedule of(Settings settings) {
        var schedule = settings.has("sync.cron") ? cron(settings) : frequency(settings);
        return settings.has("sync.exclude-window") ? new Outside(window(settings), schedule) : schedule;
    }

    /** A fixed time from the start of one sync to the start of the next. */
    record Frequency(Duration time) implements Schedule {
        @Override
        public boolean due(Instant lastStart, Instant now) {
            return !lastStart.plus(time).isAfter(now);
        }

        @Override
        public Instant next(Instant lastStart, Instant now) {
            return later(lastStart.plus(time), now);
        }

        @Override
        public String toString() {
            return "every %d minutes".formatted(time.toMinutes());
        }
    }

    /**
     * The same times every day: one of them and all that are whole multiples of a frequency before and after it. Where
     * that does not divide the day, the step over midnight is shorter; RudderStack's rule.
     */
    record Daily(LocalTime startAt, Duration frequency) implements Schedule {
        /** The last of these times that is not after a moment, of the day before if there is none yet that day. */
        Instant previous(Instant now) {
            var midnight = now.truncatedTo(ChronoUnit.DAYS);
            long step = frequency.toMinutes();
            long first = startAt.toSecondOfDay() / 60 % step;
            long minute = Duration.between(midnight, now).toMinutes();
            if (minute >= first) {
                return midnight.plus((minute - first) / step * step + first, ChronoUnit.MINUTES);
            }
            long lastOfDay = (Duration.ofDays(1).toMinutes() - 1 - first) / step * step + first;
            return midnight.minus(1, ChronoUnit.DAYS).plus(lastOfDay, ChronoUnit.MINUTES);
        }

        @Override
        public boolean due(Instant lastStart, Instant now) {
            return lastStart.isBefore(previous(now));
        }

        @Override
        public Instant next(Instant lastStart, Instant now) {
            return due(lastStart, now) ? now : minute(now, minute -> due(lastStart, minute));
        }

        @Override
        public String toString() {
            return "every %d minutes, counted from %s UTC".formatted(frequency.toMinutes(), startAt);
        }
    }

    /** At the times of a cron expression. */
    record Cron(CronExpression expression) implements Schedule {
        @Override
        public boolean due(Instant lastStart, Instant now) {
            var next = expression.getNextValidTimeAfter(Date.from(lastStart));
            return next != null && !next.toInstant().isAfter(now);
        }

        @Override
        public Instant next(Instant lastStart, Instant now) {
            var next = expression.getNextValidTimeAfter(Date.from(lastStart));
            return next == null ? Instant.MAX : later(next.toInstant(), now);
        }

        @Override
        public String toString() {
            return "at %s UTC".formatted(expression.getCronExpression());
        }
    }

    /** Not within a time of the day; a sync that fell into it is due at its end. */
    record Outside(Window window, Schedule schedule) implements Schedule {
        @Override
        public boolean due(Instant lastStart, Instant now) {
            return !window.contains(now) && schedule.due(lastStart, now);
        }

        @Override
        public Instant next(Instant lastStart, Instant now) {
            var next = schedule.next(lastStart, now);
            return next.equals(Instant.MAX) || !window.contains(next)
                    ? next
                    : minute(next, minute -> !window.contains(minute));
        }

        @Override
        public String toString() {
            return "%s, not between %s and %s UTC".formatted(schedule, window.from(), window.to());
        }
    }

    /** A time of the day, over midnight too if its end comes before its start; to the minute, without both of them. */
    record Window(LocalTime from, LocalTime to) {
        boolean contains(Instant now) {
            var minute = now.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
            return from.isBefore(to)
                    ? minute.isAfter(from) && minute.isBefore(to)
                    : minute.isAfter(from) || minute.isBefore(to);
        }
    }

    private static Schedule frequency(Settings settings) {
        var frequency = Duration.ofMinutes(settings.number("sync.frequency", 1, Integer.MAX_VALUE));
        if (!settings.has("sync.start-at")) {
            return new Frequency(frequency);
        }
        return new Daily(
                time(
                        settings.text("sync.start-at"),
                        "sync.start-at",
                        settings,
                        "a time of the day in UTC such as 14:30"),
                frequency);
    }

    private static Schedule cron(Settings settings) {
        if (settings.has("sync.start-at")) {
            throw new InvalidSettingException(
                    "sync.cron and sync.start-at both say when a sync is due: leave one of them out.");
        }
        return new Cron(cron(settings, "sync.cron"));
    }

    /** The cron expression of a setting, for times in UTC. */
    static CronExpression cron(Settings settings, String key) {
        try {
            var cron = new CronExpression(settings.text(key));
            cron.setTimeZone(TimeZone.getTimeZone("UTC"));
            if (cron.getNextValidTimeAfter(new Date()) == null) {
                throw new InvalidSettingException(
                        "%s is \"%s\", a time that never comes.".formatted(key, settings.text(key)));
            }
            return cron;
        } catch (ParseException e) {
            throw new InvalidSettingException(
                    "%s is \"%s\", which is no Quartz cron expression: %s. It has six fields, such as 0 0/30 * * * ?"
                            .formatted(key, settings.text(key), e.getMessage()));
        }
    }

    private static Window window(Settings settings) {
        var expected = "two different times of the day in UTC with a hyphen between them, such as 22:00-06:00";
        var ends = settings.text("sync.exclude-window").split("-", -1);
        if (ends.length != 2) {
            throw invalid("sync.exclude-window", settings, expected);
        }
        var window = new Window(
                time(ends[0].trim(), "sync.exclude-window", settings, expected),
                time(ends[1].trim(), "sync.exclude-window", settings, expected));
        if (window.from().equals(window.to())) {
            throw invalid("sync.exclude-window", settings, expected);
        }
        return window;
    }

    /** Hours may have one digit, as in RudderStack. */
    private static LocalTime time(String text, String key, Settings settings, String expected) {
        var matcher = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)").matcher(text);
        if (!matcher.matches()) {
            throw invalid(key, settings, expected);
        }
        return LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static InvalidSettingException invalid(String key, Settings settings, String expected) {
        return new InvalidSettingException(
                "%s is \"%s\", but must be %s.".formatted(key, settings.text(key), expected));
    }
}
