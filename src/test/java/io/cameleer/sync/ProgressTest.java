package io.cameleer.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress(
            Duration.ofSeconds(90), 10_000, 4_000_000_000L, 2_345, 2_000, 1_800_000, "web.tracks (3 rows)");

    @Test
    void theLogSaysHowManyFilesWereReadThoughTheyAreNotLoadedYet() {
        assertThat(progress.line())
                .isEqualTo(
                        "2,345 of 10,000 files read, 2,000 wholly loaded; 1,800,000 events, 20,000/s; loading web.tracks (3 rows)");
    }

    @Test
    void onATerminalABarHasTheShareOfTheBytesWithRateAndRemainingTime() {
        assertThat(progress.bar(1_000_000_000L))
                .isEqualTo(
                        "[=====               ]  25 %  2,345/10,000 files  1,800,000 events  20,000/s  0:04:30 left");
        assertThat(progress.bar(0)).startsWith("[                    ]   0 %").doesNotContain("left");
        assertThat(progress.bar(5_000_000_000L))
                .startsWith("[====================] 100 %")
                .endsWith("0:00:00 left");
    }
}
