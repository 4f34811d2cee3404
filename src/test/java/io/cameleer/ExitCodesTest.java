package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code --once} ends with, and says where there was nothing to do. */
@ExtendWith(TestServers.class)
class ExitCodesTest {
    @Test
    void whatIsRefusedIsACodeOfItsOwnIfItIsAskedFor(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", "{broken");

        assertThat(once(warehouse, bucket)).isEqualTo(Cameleer.OK);
        bucket.putLines("2.json", "{broken");
        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.REFUSED);
        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.OK);
    }

    @Test
    void soAreRowsThatTheirTableRefusesAndValuesThatDoNotFit(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", Purchases.line(1));
        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.OK);
        warehouse.execute("alter table events.bought add check (number <> 2)");

        bucket.putLines("2.json", Purchases.line(2));
        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.REFUSED);
        bucket.putLines("3.json", Purchases.line(3).replace("\"number\":3", "\"number\":\"three\""));
        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.REFUSED);
        bucket.putLines("4.json", Purchases.line(4));
        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.OK);
        assertThat(warehouse.lines("select id, number from events.bought order by id"))
                .containsExactly("e-1|1", "e-3|∅", "e-4|4");
    }

    @Test
    void aFileThatIsNotWhollyLoadedComesFirst(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("1.json", "{broken");
        var packed = TestBucket.gzip(Purchases.line(1).getBytes());
        bucket.put("2.json.gz", Arrays.copyOf(packed, packed.length - 1));

        assertThat(once(warehouse, bucket, "--strict")).isEqualTo(Cameleer.NOT_ALL_LOADED);
    }

    @Test
    void strictnessIsOneSyncs() {
        assertThat(CommandLineTest.run("--strict").exitCode()).isEqualTo(Cameleer.USAGE);
    }

    @Test
    void aSyncWithNothingToDoSaysSoAndWhatItHasIgnored(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("s/2026-11-27/1793.gz", Purchases.line(1));
        bucket.putLines("s/2026-11-27/part-0001", Purchases.line(2));

        try (var console = Console.open()) {
            assertThat(once(warehouse, bucket)).isEqualTo(Cameleer.OK);
            assertThat(console.text())
                    .contains(
                            "2 objects are ignored by their names, such as s/2026-11-27/1793.gz, s/2026-11-27/part-0001: an event"
                                    + " file's ends in .json, .jsonl or .ndjson, with or without .gz behind it.")
                    .contains("Sync 1 found nothing new to load.");
        }
        assertThat(CommandLineTest.run("validate", warehouse, bucket).out())
                .contains("the first object is s/2026-11-27/1793.gz, but among the first 10,000 is no event file");
    }

    @Test
    void eventsInBothLayoutsAreNotLoadedTwiceWithAppend(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("rudder-logs/web/2026-11-27/1.json", Purchases.line(1));
        bucket.putLines(
                "rudder-warehouse-staging-logs/web/2026-11-27/1.json",
                """
                {"data":{"id":"e-1","number":1},"metadata":{"table":"bought","columns":{"id":"string","number":"int"}}}""");

        try (var console = Console.open()) {
            assertThat(once(warehouse, bucket, "--load.mode=append")).isEqualTo(Cameleer.NOT_ALL_LOADED);
            assertThat(console.text()).contains("The events of source web are in storage twice");
        }
        assertThat(warehouse.hasTable("events.bought")).isFalse();

        assertThat(once(warehouse, bucket, "--load.mode=append", "--storage.prefix=rudder-logs/"))
                .isEqualTo(Cameleer.OK);
        assertThat(warehouse.lines("select id from events.bought")).containsExactly("e-1");
    }

    /** Of ten thousand files nobody reads ten thousand lines. */
    @Test
    void theFirstFilesOfASyncHaveALineEachInTheLog(TestWarehouse warehouse, TestBucket bucket) {
        for (int file = 0; file < 40; file++) {
            bucket.putLines("%02d.json".formatted(file), Purchases.line(file));
        }
        try (var console = Console.open()) {
            assertThat(once(warehouse, bucket)).isEqualTo(Cameleer.OK);
            assertThat(console.text().lines().filter(line -> line.contains(".json: 1 events, 0 rejects")))
                    .hasSize(30);
        }
    }

    private static int once(TestWarehouse warehouse, TestBucket bucket, String... more) {
        return CommandLineTest.run("--once", warehouse, bucket, more).exitCode();
    }
}
