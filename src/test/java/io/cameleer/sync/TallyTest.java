package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.observe.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(new Metrics(new SimpleMeterRegistry()));

    @Test
    void linesThatAreDroppedAndRowsThatAreSkippedOrHeldBackAddUp() {
        tally.read(4, 2, 1, 1);
        tally.table("events.tracks", Tally.Table.found(5, 2));
        tally.table("events.tracks", Tally.Table.heldBack(3, "no right to it"));

        assertThat(tally.snapshot().imbalance()).isEmpty();
    }

    @Test
    void aLineOrARowOfWhichNothingIsKnownDoesNot() {
        tally.read(5, 2, 1, 1);
        tally.table("events.tracks", Tally.Table.found(5, 2));

        assertThat(tally.snapshot().imbalance())
                .isEqualTo(
                        "5 lines, but 2 events, 1 rejects and 1 dropped; events.tracks: 5 rows of the files, 2 accounted for");
    }
}
