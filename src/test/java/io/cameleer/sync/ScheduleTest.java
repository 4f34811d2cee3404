package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant LAST_START = Instant.parse("2024-03-05T06:07:08.900Z");

    @Test
    void aFrequencyIsMinutesFromStartToStart() {
        assertThat(schedule(Map.of("sync.frequency", "30")).next(LAST_START)).isEqualTo("2024-03-05T06:37:08.900Z");
    }

    @Test
    void aCronExpressionIsInUtcAndGoesBeforeTheFrequency() {
        var schedule = schedule(Map.of("sync.cron", "0 15 0/3 * * ?", "sync.frequency", "1"));

        assertThat(schedule.next(LAST_START)).isEqualTo("2024-03-05T06:15:00Z");
        assertThat(schedule.next(Instant.parse("2024-03-05T06:15:00Z"))).isEqualTo("2024-03-05T09:15:00Z");
    }

    @Test
    void aCronExpressionThatHasNoTimeLeftIsNeverDueAgain() {
        assertThat(schedule(Map.of("sync.cron", "0 0 0 1 1 ? 2020")).next(LAST_START))
                .isEqualTo(Instant.MAX);
    }

    @Test
    void whatIsNoScheduleIsRefused() {
        assertThatThrownBy(() -> schedule(Map.of("sync.cron", "*/5 * * * *")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("sync.cron is \"*/5 * * * *\", which is no Quartz cron expression: ")
                .hasMessageEndingWith("It has six fields, such as 0 0/30 * * * ?");
        assertThatThrownBy(() -> schedule(Map.of("sync.frequency", "0")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("sync.frequency is \"0\", but must be a whole number, 1 or more.");
    }

    private static Schedule schedule(Map<String, String> settings) {
        return Schedule.of(Settings.defaults().with(settings, "test"));
    }
}
