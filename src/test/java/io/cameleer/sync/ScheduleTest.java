package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestCameleer;
import io.cameleer.settings.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All times are of 2024-03-05 in UTC, those with a hyphen before them of the day before. */
class ScheduleTest {
    @ParameterizedTest(name = "every {0} minutes from {1} on, at {2}: {3}")
    @CsvSource({
        // RudderStack's own
        "  30, 14:00, 20:23:54,  20:00",
        "  30, 14:00, 20:30:00,  20:30",
        " 360, 05:00, 04:23:00, -23:00",
        " 180, 22:00, 22:23:00,  22:00",
        " 180, 22:00, 00:00:00, -22:00",
        " 180, 00:00, 00:00:00,  00:00",
        " 180, 00:00, 23:59:59,  21:00",
        // a frequency that does not divide the day: every day the same times
        " 420, 01:00, 23:59:00,  22:00",
        " 420, 01:00, 00:59:00, -22:00",
        // a day and more: once a day
        "1440, 14:00, 13:59:00, -14:00",
        "2000, 14:00, 14:00:00,  14:00"
    })
    void theTimesOfADayAreCountedFromOneOfThem(int frequency, String startAt, String now, String previous) {
        var daily = new Schedule.Daily(LocalTime.parse(startAt), Duration.ofMinutes(frequency));

        assertThat(daily.previous(at(now))).isEqualTo(at(previous + ":00"));
    }

    @ParameterizedTest(name = "{0}: last at {1}, now {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sync.frequency=30                        | 10:00:00  | 10:29:59 | false
            sync.frequency=30                        | 10:00:00  | 10:30:00 | true
            sync.frequency=30                        | 10:00:00  | 18:00:00 | true
            sync.frequency=180 sync.start-at=22:00   | 19:00:00  | 21:59:59 | false
            sync.frequency=180 sync.start-at=22:00   | 19:00:00  | 22:00:00 | true
            sync.frequency=180 sync.start-at=22:00   | 22:00:00  | 22:00:05 | false
            sync.frequency=180 sync.start-at=22:00   | 10:17:00  | 12:59:00 | false
            sync.frequency=180 sync.start-at=22:00   | 10:17:00  | 13:00:00 | true
            sync.frequency=180 sync.start-at=22:00   | -22:00:00 | 00:59:00 | false
            sync.frequency=180 sync.start-at=22:00   | -21:59:00 | 00:59:00 | true
            sync.cron=0 15 * * * ?                   | 10:15:00  | 11:14:59 | false
            sync.cron=0 15 * * * ?                   | 10:15:00  | 11:15:00 | true
            sync.cron=0 15 * * * ?                   | 10:15:00  | 15:00:00 | true
            """)
    void aSyncIsDueAfterItsTimeHasComeOnceHoweverLongTheLastOneTook(
            String settings, String lastStart, String now, boolean due) {
        assertThat(schedule(settings).due(at(lastStart), at(now))).isEqualTo(due);
    }

    @ParameterizedTest(name = "{0}: last at {1}, now {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sync.frequency=30                                          | 10:00:00 | 10:10:00 | 10:30:00
            sync.frequency=30                                          | 10:00:00 | 10:40:10 | 10:40:10
            sync.frequency=180 sync.start-at=22:00                     | 19:00:10 | 19:05:07 | 22:00:00
            sync.frequency=180 sync.start-at=22:00                     | 15:59:00 | 19:05:07 | 19:05:07
            sync.cron=0 15 * * * ?                                     | 10:15:00 | 10:20:00 | 11:15:00
            sync.frequency=30 sync.exclude-window=10:20-11:00          | 10:00:00 | 10:10:00 | 11:00:00
            sync.frequency=30 sync.exclude-window=11:20-12:00          | 10:00:00 | 10:10:00 | 10:30:00
            """)
    void itIsKnownWhenTheNextSyncBegins(String settings, String lastStart, String now, String next) {
        assertThat(schedule(settings).next(at(lastStart), at(now))).isEqualTo(at(next));
    }

    @Test
    void aScheduleMayHaveNoNextSync() {
        var after = Instant.parse("2099-01-02T00:00:00Z");

        assertThat(schedule("sync.cron=0 0 0 1 1 ? 2099").next(after, after)).isEqualTo(Instant.MAX);
    }

    @ParameterizedTest(name = "not in {0}: at {1}: {2}")
    @CsvSource({
        "05:09-09:07, 05:09:59, true",
        "05:09-09:07, 05:10:00, false",
        "05:09-09:07, 09:06:59, false",
        "05:09-09:07, 09:07:00, true",
        "22:09-09:07, 22:09:00, true",
        "22:09-09:07, 22:10:00, false",
        "22:09-09:07, 00:00:00, false",
        "22:09-09:07, 09:06:00, false",
        "22:09-09:07, 09:07:00, true",
        "22:09-09:07, 15:00:00, true",
        "0:00-23:59,  12:00:00, false",
        "0:00-23:59,  23:59:30, true"
    })
    void noSyncBeginsWithinTheWindow(String window, String now, boolean due) {
        assertThat(schedule("sync.exclude-window=" + window).due(Instant.EPOCH, at(now)))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sync.frequency=0              | sync.frequency is "0", but must be a whole number, 1 or more.
            sync.frequency=soon           | sync.frequency is "soon", but must be a whole number, 1 or more.
            sync.start-at=24:00           | sync.start-at is "24:00", but must be a time of the day in UTC such as 14:30.
            sync.start-at=noon            | sync.start-at is "noon", but must be a time of the day in UTC such as 14:30.
            sync.exclude-window=22:00     | sync.exclude-window is "22:00", but must be two different times of the day in UTC with a hyphen between them, such as 22:00-06:00.
            sync.exclude-window=6:00-6:00 | sync.exclude-window is "6:00-6:00", but must be two different times of the day in UTC with a hyphen between them, such as 22:00-06:00.
            sync.exclude-window=22:00-25:00 | sync.exclude-window is "22:00-25:00", but must be two different times of the day in UTC with a hyphen between them, such as 22:00-06:00.
            sync.cron=hourly              | sync.cron is "hourly", which is no Quartz cron expression: Illegal characters for this position: 'HOU'. It has six fields, such as 0 0/30 * * * ?
            sync.cron=0 0 0 30 2 ?        | sync.cron is "0 0 0 30 2 ?", a time that never comes.
            sync.cron=0 0 0 31 4,6,9,11 ? | sync.cron is "0 0 0 31 4,6,9,11 ?", a time that never comes.
            sync.cron=0 0 0 1 1 ? 2020    | sync.cron is "0 0 0 1 1 ? 2020", a time that never comes.
            sync.start-at=1:00 sync.cron=0 15 * * * ? | sync.cron and sync.start-at both say when a sync is due: leave one of them out.
            """)
    void whatMakesNoSenseIsRefused(String settings, String message) {
        assertThatThrownBy(() -> schedule(settings))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sync.frequency=30                              | every 30 minutes
            sync.start-at=14:00 sync.exclude-window=22:00-06:00 | every 30 minutes, counted from 14:00 UTC, not between 22:00 and 06:00 UTC
            sync.cron=0 15 * * * ?                         | at 0 15 * * * ? UTC
            """)
    void itSaysWhatItIs(String settings, String text) {
        assertThat(schedule(settings)).hasToString(text);
    }

    private static Schedule schedule(String settings) {
        return Schedule.of(TestCameleer.settings(settings.split(" (?=sync)")));
    }

    private static Instant at(String time) {
        return time.startsWith("-")
                ? Instant.parse("2024-03-04T" + time.substring(1) + "Z")
                : Instant.parse("2024-03-05T" + time + "Z");
    }
}
