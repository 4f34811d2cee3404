package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
    private static final Instant TEN = Instant.parse("2024-03-05T10:00:00Z");
    private static final Moment BEGIN = new Moment(TEN, -7);

    @Test
    void itIsWhereTheClockSaidThatItWas() {
        assertThat(BEGIN.seenFrom(later("10:20:00", 20))).isEqualTo(TEN);
        assertThat(BEGIN.plus(Duration.ofMinutes(30)).seenFrom(later("10:20:00", 20)))
                .isEqualTo("2024-03-05T10:30:00Z");
    }

    @Test
    void itKeepsItsDistanceWhenTheClockIsSetBack() {
        assertThat(BEGIN.seenFrom(later("08:20:00", 20))).isEqualTo("2024-03-05T08:00:00Z");
        assertThat(BEGIN.plus(Duration.ofMinutes(30)).seenFrom(later("08:20:00", 20)))
                .isEqualTo("2024-03-05T08:30:00Z");
    }

    /** The clock is right then, and the running time, which may stand still while a machine sleeps, is not. */
    @Test
    void itStaysWhereItWasWhenTheClockIsSetForward() {
        assertThat(BEGIN.seenFrom(later("18:20:00", 20))).isEqualTo(TEN);
    }

    @Test
    void aMomentBeyondAllCountingIsACenturyAway() {
        assertThat(BEGIN.plus(Duration.ofDays(365_250)).seenFrom(later("10:20:00", 20)))
                .isEqualTo("2124-03-06T10:00:00Z");
    }

    private static Moment later(String clock, int minutes) {
        return new Moment(
                Instant.parse("2024-03-05T" + clock + "Z"),
                BEGIN.nanos() + Duration.ofMinutes(minutes).toNanos());
    }
}
