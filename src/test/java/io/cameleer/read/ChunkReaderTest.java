package io.cameleer.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestBucket;
import io.cameleer.storage.DamagedObjectException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks are written as their lines, {@code <number>:<text>}. */
class ChunkReaderTest {
    private static final ChunkReader.Limits WIDE = new ChunkReader.Limits(1000, 1 << 20, 1 << 20);

    @ParameterizedTest
    @ValueSource(strings = {"a\nb\nc\n", "a\nb\nc", "\uFEFFa\nb\nc\n"})
    void aFileIsItsLines(String text) {
        assertThat(chunks(bytes(text), 0, WIDE)).containsExactly(List.of("1:a", "2:b", "3:c"));
        assertThat(chunks(TestBucket.gzip(bytes(text)), 0, WIDE)).containsExactly(List.of("1:a", "2:b", "3:c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n \t\n"})
    void whatHasNoLinesHasNoChunks(String text) {
        assertThat(chunks(bytes(text), 0, WIDE)).isEmpty();
        assertThat(chunks(TestBucket.gzip(bytes(text)), 0, WIDE)).isEmpty();
    }

    @Test
    void blankLinesAreLeftOutButCounted() {
        assertThat(chunks(bytes("\na\n\n \t\r\nb\r\n\n"), 0, WIDE)).containsExactly(List.of("2:a", "5:b\r"));
    }

    @Test
    void aChunkEndsAtItsLimitOfLinesOrOfBytes() {
        assertThat(chunks(bytes("a\nb\nc\n"), 0, new ChunkReader.Limits(2, 1 << 20, 1 << 20)))
                .containsExactly(List.of("1:a", "2:b"), List.of("3:c"));
        assertThat(chunks(bytes("aaa\nbbb\nccc\n"), 0, new ChunkReader.Limits(1000, 4, 1 << 20)))
                .containsExactly(List.of("1:aaa", "2:bbb"), List.of("3:ccc"));
    }

    @Test
    void ofALineThatIsTooLongOnlyTheBeginningIsKept() {
        var text = "a\n" + "x".repeat(200_000) + "\nb\n1234567890\n12345678901";

        assertThat(chunks(bytes(text), 0, new ChunkReader.Limits(1000, 1 << 20, 10)))
                .containsExactly(
                        List.of("1:a", "2:xxxxxxxxxx, too long", "3:b", "4:1234567890", "5:1234567890, too long"));
    }

    @Test
    void linesThatWereTakenOverArePassedOver() {
        assertThat(chunks(bytes("a\n\nb\nc\n"), 2, WIDE)).containsExactly(List.of("3:b", "4:c"));
        assertThat(chunks(bytes("a\n\nb\nc\n"), 4, WIDE)).isEmpty();
    }

    /** As log shippers write them; a stream that has nothing at hand at the border of two members has not ended. */
    @Test
    void aGzipOfSeveralMembersIsReadToItsEnd() {
        var members = new ArrayList<InputStream>();
        for (var text : List.of("a\nb", "b\n", "", "c\n")) {
            members.add(new ByteArrayInputStream(TestBucket.gzip(bytes(text))));
        }
        int size = members.stream()
                .mapToInt(member -> ((ByteArrayInputStream) member).available())
                .sum();
        var slow = new SequenceInputStream(Collections.enumeration(members)) {
            @Override
            public int available() {
                return 0;
            }
        };

        assertThat(chunks(new ChunkReader(slow, size, 0, WIDE))).containsExactly(List.of("1:a", "2:bb", "3:c"));
    }

    @Test
    void aGzipThatIsCutOffGivesItsWholeLinesAndIsDamaged() {
        var lines = new ArrayList<String>();
        var dice = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            lines.add(Long.toString(dice.nextLong()));
        }
        var whole = TestBucket.gzip(bytes(String.join("\n", lines)));
        var cut = Arrays.copyOf(whole, whole.length / 2);
        var reader = new ChunkReader(new ByteArrayInputStream(cut), cut.length, 0, WIDE);
        var read = new ArrayList<String>();

        reader.forEachRemaining(chunk -> read.addAll(texts(chunk)));

        assertThatThrownBy(reader::requireEnd)
                .isInstanceOf(DamagedObjectException.class)
                .hasMessage("the gzip data ends too early: the file is cut off after line " + read.size());

        assertThat(read).hasSizeBetween(5_000, 15_000).isEqualTo(lines.subList(0, read.size()));
    }

    @Test
    void aGzipWithWrongBytesIsDamaged() {
        var packed = TestBucket.gzip(bytes("a\nb\n"));
        packed[packed.length - 5] ^= 1; // of the checksum

        var reader = new ChunkReader(new ByteArrayInputStream(packed), packed.length, 0, WIDE);

        assertThat(chunks(reader)).containsExactly(List.of("1:a", "2:b"));
        assertThatThrownBy(reader::requireEnd)
                .isInstanceOf(DamagedObjectException.class)
                .hasMessageStartingWith("the gzip data is damaged behind line 2: ");
    }

    @Test
    void aConnectionThatEndsBeforeTheObjectDoesIsNoDamage() {
        var plain = new ChunkReader(new ByteArrayInputStream(bytes("a\nb\nc")), 100, 0, WIDE);
        var packed = TestBucket.gzip(bytes("a\nb\n"));
        var zipped = new ChunkReader(
                new ByteArrayInputStream(Arrays.copyOf(packed, packed.length - 12)), packed.length, 0, WIDE);

        // the last line may be the half of one
        assertThat(texts(plain.next())).containsExactly("a", "b");
        assertThat(plain).isExhausted();
        assertThatThrownBy(plain::requireEnd)
                .hasMessage("the connection ended after 5 of 100 bytes")
                .isExactlyInstanceOf(IOException.class);
        zipped.forEachRemaining(chunk -> {});
        assertThatThrownBy(zipped::requireEnd).isNotInstanceOf(DamagedObjectException.class);
    }

    @Test
    void aConnectionThatBreaksIsNoDamage() {
        var broken = new IOException("Connection reset");
        var object = new SequenceInputStream(new ByteArrayInputStream(bytes("a\nb\nc")), new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }
        });
        var reader = new ChunkReader(object, 100, 0, WIDE);

        assertThat(texts(reader.next())).containsExactly("a", "b");
        assertThat(reader).isExhausted();
        assertThatThrownBy(reader::requireEnd).isSameAs(broken);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<List<String>> chunks(byte[] object, long skipTo, ChunkReader.Limits limits) {
        return chunks(new ChunkReader(new ByteArrayInputStream(object), object.length, skipTo, limits));
    }

    private static List<List<String>> chunks(ChunkReader reader) {
        var chunks = new ArrayList<List<String>>();
        reader.forEachRemaining(chunk -> {
            var lines = new ArrayList<String>();
            for (int i = 0; i < chunk.size(); i++) {
                lines.add(
                        chunk.line(i) + ":" + chunk.text(i) + (chunk.refusal(i).isEmpty() ? "" : ", too long"));
            }
            chunks.add(lines);
        });
        return chunks;
    }

    private static List<String> texts(Chunk chunk) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < chunk.size(); i++) {
            texts.add(chunk.text(i));
        }
        return texts;
    }
}
