package io.cameleer.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.Console;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.storage.StoredObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
    private final Discovery discovery = new Discovery(false, key -> true);

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
    void whatIsIgnoredByItsNameIsCountedAndNamedOnce() {
        try (var console = Console.open()) {
            for (int time = 1; time <= 2; time++) {
                list(discovery, "a/", "a/1793.gz", "a/2.json", "a/part-0001", "b\u001B.csv", "c.csv");
            }
            assertThat(console.text())
                    .containsOnlyOnce(
                            "4 objects are ignored by their names, such as a/1793.gz, a/part-0001, b\uFFFD.csv: an event file's"
                                    + " ends in .json, .jsonl or .ndjson, with or without .gz behind it.");
        }
    }

    @Test
    void eventsThatAreThereInBothLayoutsAreNotToBeLoadedTwice() {
        var both = new String[] {"p/rudder-logs/web/1.json.gz", "p/rudder-warehouse-staging-logs/web/1.json.gz"};
        var ofTwoSources = new String[] {"rudder-logs/web/1.json.gz", "rudder-warehouse-staging-logs/app/1.json.gz"};

        assertThatThrownBy(() -> list(new Discovery(true, key -> true), both))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The events of source web are in storage twice, under rudder-logs/ and under");
        assertThat(list(new Discovery(true, key -> true), ofTwoSources)).isEqualTo(2);
        assertThat(list(new Discovery(false, key -> true), both)).isEqualTo(2);
    }

    /** How many event files a listing has. */
    private static int list(Discovery discovery, String... keys) {
        int files = 0;
        var pages =
                discovery.eventFiles(Stream.of(keys).map(DiscoveryTest::object).iterator());
        while (pages.hasNext()) {
            files += pages.next().size();
        }
        return files;
    }

    private static StoredObject object(String key) {
        return new StoredObject(key, "etag", 1, "2024-03-05T06:07:08Z");
    }
}
