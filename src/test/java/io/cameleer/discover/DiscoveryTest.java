package io.cameleer.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.Console;
import io.cameleer.storage.StoredObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
    private final Discovery discovery = new Discovery();

    @ParameterizedTest
    @CsvSource({
        "a.json, true",
        "a/b.jsonl, true",
        "a.ndjson.gz, true",
        ".json, true",
        "a.gz, false",
        "a.json.gz.tmp, false",
        "a.json/, false",
        "a.JSON, false",
        "json, false"
    })
    void anEventFileIsKnownByTheEndOfItsKey(String key, boolean eventFile) {
        assertThat(Discovery.isEventFile(key)).isEqualTo(eventFile);
    }

    @Test
    void theEventFilesOfAListingComeInPagesOfAThousandWithNoneInBetween() {
        var listed = IntStream.range(0, 5_000).mapToObj(i -> object(i + (i % 2 == 0 ? ".json" : ".csv")));

        var pages = discovery.eventFiles(listed.iterator());

        assertThat(pages.next()).hasSize(1000).contains(object("1998.json")).doesNotContain(object("1999.csv"));
        assertThat(pages.next()).hasSize(1000).startsWith(object("2000.json"));
        assertThat(pages.next()).hasSize(500).endsWith(object("4998.json"));
        assertThat(pages.hasNext()).isFalse();
    }

    /** A bucket of millions of objects is never in memory as a whole. */
    @Test
    void noMoreIsListedThanIsAskedFor() {
        var listed = new AtomicInteger();

        discovery
                .eventFiles(Stream.generate(() -> object(listed.incrementAndGet() + ".json"))
                        .iterator())
                .next();

        assertThat(listed.get()).isBetween(1000, 1001);
    }

    @Test
    void aListingWithoutEventFilesHasNoPage() {
        assertThat(discovery
                        .eventFiles(List.of(object("readme.txt")).iterator())
                        .hasNext())
                .isFalse();
    }

    @Test
    void objectsThatHaveChangedAreSaidIfThereAreAny() {
        try (var console = Console.open()) {
            discovery.reportChanged(null);
            discovery.reportChanged("");
            discovery.reportChanged("a.json, b.json");

            assertThat(console.text())
                    .containsOnlyOnce("Changed in storage")
                    .contains("and not loaded again: a.json, b.json.");
        }
    }

    private static StoredObject object(String key) {
        return new StoredObject(key, "etag", 1, "2024-03-05T06:07:08Z");
    }
}
