package io.cameleer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is not what it should be: what is whole of it is loaded, the rest is said, and nothing is lost in silence. */
@ExtendWith(TestServers.class)
class FileErrorsTest {
    private static final String FILES = "select state, lines, events, rejects, error from cameleer.files order by key";
    private static final String REJECTS = "select line, reason, raw from cameleer.rejects order by line";

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.5, 0.9, 0.999})
    void aGzipThatIsCutOffIsReadOnWhenAWholeOneTakesItsPlace(double part, TestWarehouse warehouse, TestBucket bucket) {
        var whole = TestBucket.gzip(text(Purchases.lines(1, 3000)));
        bucket.put("1.json.gz", Arrays.copyOf(whole, (int) (2 + part * (whole.length - 3))));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isFalse();
        assertThat(report.headline()).contains("1 damaged files");
        int loaded = (int) warehouse.number("select events from cameleer.files");
        assertThat(warehouse.lines(FILES))
                .containsExactly(
                        "incomplete|%1$d|%1$d|0|the gzip data ends too early: the file is cut off after line %1$d"
                                .formatted(loaded));
        assertThat(loaded).isLessThanOrEqualTo(3000);
        if (loaded > 0) {
            assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, loaded));
        }

        bucket.put("1.json.gz", whole);
        var completed = TestCameleer.sync(warehouse, bucket);

        assertThat(completed.allLoaded()).isTrue();
        assertThat(completed.rows()).isEqualTo(2 * (3000 - loaded));
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 3000));
        assertThat(warehouse.lines(FILES)).containsExactly("complete|3000|3000|0|∅");
    }

    @Test
    void aGzipWhoseChecksumIsWrongIsLoadedAndSaidToBeDamaged(TestWarehouse warehouse, TestBucket bucket) {
        var packed = TestBucket.gzip(text(Purchases.lines(1, 10)));
        packed[packed.length - 8] ^= 1;
        bucket.put("1.json.gz", packed);

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.lines(FILES))
                .containsExactly("incomplete|10|10|0|the gzip data is damaged behind line 10: Corrupt GZIP trailer");
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 10));
    }

    @Test
    void aGzipWithWrongBytesInTheMiddleGivesWhatStandsBeforeThem(TestWarehouse warehouse, TestBucket bucket) {
        var packed = TestBucket.gzip(text(Purchases.lines(1, 3000)));
        Arrays.fill(packed, packed.length / 2, packed.length / 2 + 400, (byte) 0xFF);
        bucket.put("1.json.gz", packed);

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.value("select state from cameleer.files")).isEqualTo("incomplete");
        assertThat(warehouse.value("select error from cameleer.files"))
                .startsWith("the gzip data is damaged behind line ");
        assertThat(warehouse.lines("select id from events.bought where id = 'e-1000'"))
                .containsExactly("e-1000");
        assertThat(warehouse.number("select lines - events - rejects from cameleer.files"))
                .isZero();
        assertThat(warehouse.lines("select id from events.bought group by id having count(*) > 1"))
                .isEmpty();
    }

    @Test
    void dataAfterAGzipIsReported(TestWarehouse warehouse, TestBucket bucket) {
        var packed = TestBucket.gzip(text(Purchases.lines(1, 10)));
        bucket.put("1.json.gz", join(packed, "garbage".getBytes(UTF_8)));
        bucket.put("2.json.gz", join(packed, TestBucket.gzip(text(Purchases.lines(11, 20)))));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.lines(FILES))
                .containsExactly(
                        "incomplete|10|10|0|the last 7 bytes, behind line 10, are no gzip data", "complete|20|20|0|∅");
    }

    @Test
    void aDamagedFileAmongManySmallOnesIsTheOnlyOneThatIsIncomplete(TestWarehouse warehouse, TestBucket bucket) {
        for (int file = 0; file < 50; file++) {
            var packed = TestBucket.gzip(text(Purchases.lines(2 * file + 1, 2 * file + 2)));
            if (file == 30) {
                packed[packed.length - 8] ^= 1;
            }
            bucket.put("%02d.json.gz".formatted(file), packed);
        }

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.headline()).contains("49 files, 100 events").contains("1 damaged files");
        assertThat(
                        warehouse.lines(
                                "select state, events, table_rows, min(key), count(*) from cameleer.files group by 1, 2, 3 order by 1"))
                .containsExactly(
                        "complete|2|{\"events.bought\": 2, \"events.tracks\": 2}|00.json.gz|49",
                        "incomplete|2|{\"events.bought\": 2, \"events.tracks\": 2}|30.json.gz|1");
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 100));
        assertThat(warehouse.lines(
                        "select key, table_name, line from cameleer.progress join cameleer.files on id = file_id"
                                + " order by table_name"))
                .isEmpty();

        bucket.put("30.json.gz", TestBucket.gzip(text(Purchases.lines(61, 62))));
        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(warehouse.lines("select distinct state, events from cameleer.files"))
                .containsExactly("complete|2");
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 100));
    }

    @Test
    void filesWithoutAnyLineAreComplete(TestWarehouse warehouse, TestBucket bucket) {
        bucket.put("1.json", new byte[0]);
        bucket.put("2.json.gz", new byte[0]);
        bucket.put("3.json.gz", TestBucket.gzip(new byte[0]));
        bucket.put("4.json", "\n \r\n\t\n   ".getBytes(UTF_8));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines(FILES))
                .containsExactly("complete|0|0|0|∅", "complete|0|0|0|∅", "complete|0|0|0|∅", "complete|0|0|0|∅");
        assertThat(warehouse.lines(REJECTS)).isEmpty();
    }

    @Test
    void aLineThatIsNoEventIsARejectBetweenGoodOnes(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines(
                "1.json",
                Purchases.line(1),
                "{\"type\":\"track\",",
                Purchases.line(2),
                "[]",
                "7",
                "",
                Purchases.line(3));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.headline()).contains("3 events, 3 rejects");
        assertThat(warehouse.lines(FILES)).containsExactly("complete|6|3|3|∅");
        assertThat(warehouse.lines(REJECTS))
                .containsExactly(
                        "2|not JSON: the text ends within an object, at byte 17|{\"type\":\"track\",",
                        "4|not a JSON object|[]",
                        "5|not a JSON object|7");
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 3));
    }

    @Test
    void aFileThatIsNoJsonLinesGivesRejects(TestWarehouse warehouse, TestBucket bucket) {
        bucket.put("1.json", "\u0089PNG\r\n\u001a\n\0\u00ff\n".getBytes(ISO_8859_1));
        bucket.put("2.json", ("[" + String.join(",\n", Purchases.lines(1, 2)) + "]\n").getBytes(UTF_8));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines(
                        "select f.key, r.line, r.reason, left(r.raw, 4) from cameleer.rejects r join cameleer.files f"
                                + " on f.id = r.file_id order by f.key, r.line"))
                .containsExactly(
                        "1.json|1|not JSON: no value can start with byte 0x89, at byte 1|\uFFFDPNG",
                        "1.json|2|not JSON: no value can start with byte 0x1A, at byte 1|\u001A",
                        "1.json|3|not JSON: no value can start with byte 0x00, at byte 1|\uFFFD\uFFFD",
                        "2.json|1|not JSON: the text ends where a value is expected, at byte 140|[{\"t",
                        "2.json|2|not JSON: text follows the value, at byte 138|{\"ty");
    }

    @Test
    void lineEndsOfWindowsAndOddBytesInText(TestWarehouse warehouse, TestBucket bucket) {
        var invalid = Purchases.line(3).replace("a-1", "a-\u00ff").getBytes(ISO_8859_1);
        bucket.put(
                "1.json",
                join(
                        (Purchases.line(1) + "\r\n" + Purchases.line(2).replace("a-1", "a\\u0000b") + "\r\n")
                                .getBytes(UTF_8),
                        invalid));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, anonymous_id from events.bought order by id"))
                .containsExactly("e-1|a-1", "e-2|ab-9b3572da71d7");
        assertThat(warehouse.lines("select line, reason from cameleer.rejects"))
                .containsExactly("3|not JSON: the bytes are no UTF-8, at byte 69");
    }

    @Test
    void ofAFileThatIsNoEventFileSomeLinesAreKeptAndAllCounted(TestWarehouse warehouse, TestBucket bucket) {
        var lines = new ArrayList<>(Collections.nCopies(2_500, "x"));
        lines.add(1_200, Purchases.line(1));
        lines.add(Purchases.line(2));
        bucket.putGzipLines("1.json.gz", lines);

        var report = TestCameleer.sync(warehouse, bucket, "read.max-rejects=1500", "load.batch-rows=400");

        assertThat(report.tally().filesIncomplete()).isEqualTo(1);
        assertThat(warehouse.lines(FILES))
                .containsExactly("incomplete|2502|2|2500|2500 of its 2502 lines are no events, more than"
                        + " read.max-rejects = 1500 lets a file have; some are in cameleer.rejects, and all events are"
                        + " loaded");
        assertThat(warehouse.lines("select count(*), min(line), max(line) from cameleer.rejects"))
                .containsExactly("300|1|300");
        assertThat(warehouse.lines("select rejects, first_line, example from cameleer.rejects_by_reason"))
                .containsExactly("2500|1|x");
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    @Test
    void aLineOfFiftyMegabytesIsARejectUnlessItIsAllowed(TestWarehouse warehouse, TestBucket bucket) {
        var name = "x".repeat(50 << 20);
        bucket.putGzipLines(
                "1.json.gz",
                Purchases.line(1),
                Purchases.line(2).replace("\"properties\":{", "\"properties\":{\"name\":\"" + name + "\","),
                Purchases.line(3));

        var report = TestCameleer.sync(warehouse, bucket);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select line, reason, length(raw), left(raw, 25) from cameleer.rejects"))
                .containsExactly(
                        "2|the line is longer than read.max-line-bytes allows|262144|{\"type\":\"track\",\"event\":\"");
        assertThat(warehouse.lines("select id from events.bought order by id")).containsExactly("e-1", "e-3");

        warehouse.execute("drop schema events cascade; drop schema cameleer cascade");
        var allowed = TestCameleer.sync(warehouse, bucket, "read.max-line-bytes=60MB");

        assertThat(allowed.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, length(name) from events.bought order by id"))
                .containsExactly("e-1|∅", "e-2|52428800", "e-3|∅");
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
