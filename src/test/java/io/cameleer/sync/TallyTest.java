package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.batch.NormalizedChunk;
import io.cameleer.observe.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(new Metrics(new SimpleMeterRegistry()));

    @Test
    void linesThatAreDroppedOrExcludedAndRowsThatAreSkippedOrHeldBackAddUp() {
        tally.read(new NormalizedChunk(List.of(), 5, 2, 1, 1, 1, 5, 0));
        tally.table("events.tracks", Tally.Table.found(5, 2));
        tally.table("events.tracks", Tally.Table.heldBack(3, "no right to it"));

        assertThat(tally.snapshot().imbalance()).isEmpty();
    }

    @Test
    void aLineOrARowOfWhichNothingIsKnownDoesNot() {
        tally.read(new NormalizedChunk(List.of(), 6, 2, 1, 1, 1, 6, 0));
        tally.table("events.tracks", Tally.Table.found(5, 2));

        assertThat(tally.snapshot().imbalance())
                .isEqualTo("6 lines, but 2 events, 1 rejects, 1 dropped and 1 excluded; events.tracks: 5 rows of the"
                        + " files, 2 accounted for");
    }
}
