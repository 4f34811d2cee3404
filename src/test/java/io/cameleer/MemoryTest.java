package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory is bounded by the settings, whatever the size of a file and however many tables it fills. */
@ExtendWith(TestServers.class)
class MemoryTest {
    private static final String HEAP = "80m";

    @Test
    void aFileMuchLargerThanTheHeapIsLoaded(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        int events = 40_000;
        // 300 MB: most of an event is a text that no column is made of
        var ballast = "all work and no play makes Jack a dull boy. ".repeat(170);
        try (var file = file(bucket.folder().resolve("large.json.gz"))) {
            for (int i = 0; i < events; i++) {
                file.write(
                        """
                        {"type":"page","messageId":"m-%1$d","properties":{"number":%1$d,"text":"%1$d"},"unused":"%2$s"}
                        """
                                .formatted(i, ballast)
                                .getBytes(UTF_8));
            }
        }

        sync(warehouse, bucket);

        assertThat(warehouse.lines("select count(*), count(distinct id), sum(number) from events.pages"))
                .containsExactly("40000|40000|799980000");
    }

    @Test
    void aThousandEventNamesTakeNoMoreMemoryThanTen(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        int names = 1_000;
        try (var file = file(bucket.folder().resolve("many-names.json.gz"))) {
            for (int i = 0; i < 3 * names; i++) {
                file.write(
                        """
                        {"type":"track","messageId":"m-%1$d","event":"Event %2$d","properties":{"own_%2$d":%1$d,"text":"%3$s"}}
                        """
                                .formatted(i, i % names, "a text of some length. ".repeat(200))
                                .getBytes(UTF_8));
            }
        }

        sync(warehouse, bucket);

        assertThat(warehouse.number("select count(*) from events.tracks")).isEqualTo(3 * names);
        assertThat(warehouse.number(
                        "select count(*) from pg_tables where schemaname = 'events' and tablename like 'event_%'"))
                .isEqualTo(names);
        assertThat(warehouse.lines("select count(*), min(own_999), max(own_999) from events.event_999"))
                .containsExactly("3|999|2999");
    }

    private static GZIPOutputStream file(Path path) throws IOException {
        return new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(path)), 1 << 16) {
            {
                def.setLevel(1);
            }
        };
    }

    private static void sync(TestWarehouse warehouse, TestBucket bucket) {
        var settings = TestCameleer.settings(
                warehouse, bucket, "load.memory=8MB", "load.batch-bytes=4MB", "read.max-line-bytes=1MB");
        try (var process = CameleerProcess.once(settings, HEAP)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
    }
}
