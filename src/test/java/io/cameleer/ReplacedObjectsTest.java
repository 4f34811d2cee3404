package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.sync.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An object is replaced under its key after some or all of it was loaded. If it begins with the text that was loaded, it is
 * read on behind it. If not it is another file: merged from its start, or with append reported, and loaded on demand.
 */
@ExtendWith(TestServers.class)
class ReplacedObjectsTest {
    private static final String KEY = "a/f.json.gz";
    private static final String FILES =
            "select state, version, through_line, lines, events, table_rows from cameleer.files order by id";

    private TestWarehouse warehouse;
    private TestBucket bucket;

    @BeforeEach
    void open(TestWarehouse ownWarehouse, TestBucket ownBucket) {
        warehouse = ownWarehouse;
        bucket = ownBucket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void aLoadedObjectThatHasGrownIsReadOn(String mode) {
        put(Purchases.lines(1, 10));
        sync(mode);
        put(Purchases.lines(1, 15));

        var report = sync(mode);

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.tally().events()).isEqualTo(5);
        assertThat(rows()).isEqualTo(numbers(1, 15));
        assertThat(warehouse.lines(FILES))
                .containsExactly("complete|1|15|15|15|{\"events.bought\": 15, \"events.tracks\": 15}");
        assertThat(warehouse.number("select count(*) from cameleer.progress")).isZero();
    }

    /** As when a bucket is encrypted anew, or copied: the etag is another, the text is not. */
    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void anObjectOfWhichOnlyTheEtagIsAnotherIsNotLoadedAgain(String mode) {
        put(Purchases.lines(1, 10));
        sync(mode);
        var etag = warehouse.value("select etag from cameleer.files");
        bucket.put(KEY, gzip(Purchases.lines(1, 10), 1));

        var report = sync(mode);

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.tally().events()).isZero();
        assertThat(warehouse.value("select etag from cameleer.files")).isNotEqualTo(etag);
        assertThat(rows()).isEqualTo(numbers(1, 10));
        assertThat(warehouse.lines(FILES))
                .containsExactly("complete|1|10|10|10|{\"events.bought\": 10, \"events.tracks\": 10}");
        assertThat(sync(mode).idle()).isTrue();
    }

    /** The last line of the first content has no line feed; it is the same line in the second. */
    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", ""})
    void aLineIsTheSameWithItsLineFeedAndWithout(String before) {
        bucket.put("1.json", (before + Purchases.line(1) + "\n\n" + Purchases.line(2)).getBytes(UTF_8));
        sync("append");
        bucket.put(
                "1.json", (Purchases.line(1) + "\n\n" + Purchases.line(2) + "\n" + Purchases.line(3)).getBytes(UTF_8));

        assertThat(sync("append").allLoaded()).isTrue();
        assertThat(rows()).isEqualTo(numbers(1, 3));
    }

    @Test
    void aDamagedObjectThatIsReplacedByOneInAnotherOrderIsMergedFromItsStart() {
        var lines = Purchases.lines(1, 2000);
        var whole = gzip(lines, 6);
        bucket.put(KEY, Arrays.copyOf(whole, whole.length * 3 / 4));
        sync("merge");
        long before = warehouse.number("select events from cameleer.files");
        assertThat(before).isBetween(1L, 1999L);
        var reversed = new ArrayList<>(lines);
        Collections.reverse(reversed);
        put(reversed);

        Report report;
        try (var console = Console.open()) {
            report = sync("merge");
            assertThat(console.text())
                    .contains(
                            "a/f.json.gz: the object was replaced after it was loaded through line %d, and does not begin as before. All of it is loaded, as a new file."
                                    .formatted(before));
        }

        assertThat(report.allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2000));
        assertThat(warehouse.lines("select state, version, events from cameleer.files order by id"))
                .containsExactly("superseded|1|" + before, "complete|2|2000");
    }

    @Test
    void withAppendItIsReportedAndLoadedOnDemand() {
        put(Purchases.lines(1, 3));
        sync("append");
        put(Purchases.lines(3, 6));

        try (var console = Console.open()) {
            assertThat(sync("append").allLoaded()).isFalse();
            assertThat(console.text())
                    .contains("the object was replaced after it was loaded through line 3")
                    .contains("cameleer reload 'a/f.json.gz'");
        }
        assertThat(rows()).isEqualTo(numbers(1, 3));
        assertThat(warehouse.lines(FILES))
                .containsExactly("replaced|1|3|3|3|{\"events.bought\": 3, \"events.tracks\": 3}");
        assertThat(command("files"))
                .isEqualTo(
                        """
                        a/f.json.gz
                          the object was replaced after it was loaded through line 3, and does not begin as before
                          replaced: to load the new content from its start: cameleer reload 'a/f.json.gz'
                        1 replaced.
                        """);

        assertThat(command("reload", "--dry-run", "a/*"))
                .isEqualTo(
                        """
                        a/f.json.gz (replaced, 3 lines)
                        The next sync would load from their start: 1 files. With load.mode = append what is in the tables already would be there twice.
                        """);
        assertThat(sync("append").idle()).isTrue();
        assertThat(command("reload", "a/*")).isEqualTo("The next sync loads from their start: 1 files.\n");
        assertThat(command("reload", "a/*")).isEqualTo("There is no such file of which something is loaded.\n");
        assertThat(sync("append").allLoaded()).isTrue();

        assertThat(rows()).containsExactly("1", "2", "3", "3", "4", "5", "6");
        assertThat(warehouse.lines("select state, version, lines from cameleer.files order by id"))
                .containsExactly("superseded|1|3", "complete|2|4");
        assertThat(command("files")).isEqualTo("1 complete: all files are loaded.\n");
    }

    /** What was loaded comes back in its place. */
    @Test
    void aReplacedObjectThatIsPutBackIsAsItWas() {
        put(Purchases.lines(1, 3));
        sync("append");
        put(Purchases.lines(3, 6));
        sync("append");
        put(Purchases.lines(1, 4));

        assertThat(sync("append").allLoaded()).isTrue();
        assertThat(rows()).isEqualTo(numbers(1, 4));
        assertThat(warehouse.lines("select state, version, lines from cameleer.files"))
                .containsExactly("complete|1|4");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void anObjectThatIsReplacedByTheBeginningOfItIsAnother(int lines) {
        put(Purchases.lines(1, 5));
        sync("merge");
        put(Purchases.lines(1, lines));

        assertThat(sync("merge").allLoaded()).isTrue();
        assertThat(rows()).isEqualTo(numbers(1, 5));
        assertThat(warehouse.lines("select state, version, lines from cameleer.files order by id"))
                .containsExactly("superseded|1|5", "complete|2|" + lines);
    }

    /** One table is loaded, the other is not; the object is replaced before it is. */
    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void anObjectOfWhichSomeTablesAreLoadedIsReadOnIfItBeginsAsBefore(String mode) {
        halfLoaded(mode);
        var more = new ArrayList<>(openAndBlocked());
        more.add(event("Open", 21));
        put(more);

        assertThat(sync(mode).allLoaded()).isTrue();

        assertThat(warehouse.lines("select number from events.open order by number"))
                .isEqualTo(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "21"));
        assertThat(warehouse.lines("select number from events.blocked order by number"))
                .isEqualTo(numbers(11, 20));
        assertThat(warehouse.lines("select count(*), count(distinct id) from events.tracks"))
                .containsExactly("21|21");
        assertThat(warehouse.lines("select state, version, lines from cameleer.files"))
                .containsExactly("complete|1|21");
    }

    /** The marks of two tables lie at different lines; nothing is loaded before the text is as it was through both. */
    @Test
    void anObjectThatDiffersBetweenTheMarksOfItsTablesIsAnother() {
        halfLoaded("append");
        var other = new ArrayList<>(openAndBlocked());
        other.set(14, event("Blocked", 99)); // before the mark of tracks, behind that of open
        put(other);

        assertThat(sync("append").allLoaded()).isFalse();
        assertThat(warehouse.hasTable("events.blocked")).isFalse();
        assertThat(warehouse.lines("select state, error from cameleer.files"))
                .containsExactly(
                        "replaced|the object was replaced after it was loaded through line 20, and does not begin as before");

        put(openAndBlocked());
        assertThat(sync("append").allLoaded()).isTrue();
        assertThat(warehouse.lines("select number from events.blocked order by number"))
                .isEqualTo(numbers(11, 20));
    }

    /** Their ids are made of file and line: of a new content these are others. */
    @Test
    void eventsWithoutAnIdOfTheNewContentDoNotTakeThePlaceOfThoseOfTheOld() {
        var lines = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> Purchases.line(number).replace("\"messageId\":\"e-" + number + "\",", ""))
                .toList();
        put(lines.subList(0, 2));
        sync("merge");
        put(lines.subList(2, 4));

        assertThat(sync("merge").allLoaded()).isTrue();
        assertThat(rows()).isEqualTo(numbers(1, 4));

        assertThat(command("reload", KEY)).isEqualTo("The next sync loads from their start: 1 files.\n");
        assertThat(sync("merge").allLoaded()).isTrue();
        assertThat(rows()).as("the same content has the same ids").isEqualTo(numbers(1, 4));
    }

    /** The checksum is of the text as it stands in the object, whatever is made of it on the way. */
    @Test
    void whatIsRedactedIsReadOnAsWell() {
        put(Purchases.lines(1, 3));
        sync("append", "privacy.drop=anonymousId");
        put(Purchases.lines(1, 4));

        assertThat(sync("append", "privacy.drop=anonymousId").allLoaded()).isTrue();
        assertThat(rows()).isEqualTo(numbers(1, 4));
        assertThat(warehouse.lines("select distinct column_name from information_schema.columns"
                        + " where table_schema = 'events' and column_name = 'anonymous_id'"))
                .isEmpty();
    }

    /** Of those it is not known how they began. */
    @Test
    void anObjectThatAnEarlierVersionHasLoadedIsMergedFromItsStart() {
        put(Purchases.lines(1, 3));
        sync("merge");
        warehouse.execute("update cameleer.files set through_line = null, through_checksum = null");
        put(Purchases.lines(1, 4));

        assertThat(sync("merge").allLoaded()).isTrue();
        assertThat(rows()).isEqualTo(numbers(1, 4));
        assertThat(warehouse.lines("select state, lines from cameleer.files order by id"))
                .containsExactly("superseded|3", "complete|4");
    }

    @Test
    void rejectsAreOfTheContentThatTheyStoodIn() {
        put(List.of("{broken", Purchases.line(1)));
        sync("merge");
        put(List.of(Purchases.line(2), "{torn"));

        assertThat(sync("merge").allLoaded()).isTrue();
        assertThat(
                        warehouse.lines(
                                "select version, line, raw from cameleer.rejects join cameleer.files on id = file_id order by 1"))
                .containsExactly("1|1|{broken", "2|2|{torn");
    }

    private void halfLoaded(String mode) {
        warehouse.execute(
                "create schema events; create view events.blocked as select text 'x' as id, now() as received_at, now() as uuid_ts");
        put(openAndBlocked());
        assertThat(sync(mode).allLoaded()).isFalse();
        assertThat(warehouse.lines("select table_name, line from cameleer.progress order by 1"))
                .containsExactly("events.open|10", "events.tracks|20");
        warehouse.execute("drop view events.blocked");
    }

    private static List<String> openAndBlocked() {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(number -> event(number <= 10 ? "Open" : "Blocked", number))
                .toList();
    }

    private static String event(String name, int number) {
        return Purchases.line(number).replace("bought", name);
    }

    private void put(List<String> lines) {
        bucket.put(KEY, gzip(lines, 6));
    }

    private static byte[] gzip(List<String> lines, int level) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(level);
            }
        }) {
            for (var line : lines) {
                gzip.write((line + "\n").getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    private Report sync(String mode, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.add("load.mode=" + mode);
        settings.add("sync.retry-seconds=0");
        return TestCameleer.sync(warehouse, bucket, settings.toArray(String[]::new));
    }

    private String command(String command, String... arguments) {
        var given = new ArrayList<>(List.of(arguments));
        given.add("--load.mode=append");
        var outcome = CommandLineTest.run(command, warehouse, bucket, given.toArray(String[]::new));
        return outcome.out() + outcome.err();
    }

    /** The numbers of the events that are loaded, in order. */
    private List<String> rows() {
        return warehouse.lines("select number from events.bought order by number");
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }
}
