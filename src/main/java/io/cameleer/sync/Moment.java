package io.cameleer.sync;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment of this program's life, gone or to come. It keeps its distance from now when the machine's clock is set back:
 * what was to be done in an hour would else be done an hour and as much later.
 *
 * @param clock what the clock says at it
 * @param nanos what {@link System#nanoTime()} says at it, which nobody sets
 */
record Moment(Instant clock, long nanos) {
    /** Both are not read at once, and nothing is planned more finely. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** Further away than anybody waits for; nanoseconds can count no more than three times as much. */
    private static final Duration A_CENTURY = Duration.ofDays(36_525);

    static Moment now() {
        return new Moment(Instant.now(), System.nanoTime());
    }

    /** The moment so much later, but no more than a century. */
    Moment plus(Duration time) {
        var counted = time.compareTo(A_CENTURY) > 0 ? A_CENTURY : time;
        return new Moment(clock.plus(counted), nanos + counted.toNanos());
    }

    Moment minus(Duration time) {
        return plus(time.negated());
    }

    /** When it was or will be, by the clock as it goes now. */
    Instant seenFrom(Moment now) {
        var byRunningTime = now.clock.minusNanos(now.nanos - nanos);
        return byRunningTime.isBefore(clock.minus(TOLERANCE)) ? byRunningTime : clock;
    }

    /** How long ago it was. */
    Duration age() {
        var now = now();
        return Duration.between(seenFrom(now), now.clock);
    }
}
