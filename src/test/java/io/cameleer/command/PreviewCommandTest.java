package io.cameleer.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.event.MappingOptions;
import io.cameleer.read.SourceContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PreviewCommandTest {
    private static final String LINES =
            """
            {"type":"page","messageId":"m-1","name":"Home","properties":{"price":1.50,"fooBar":1,"foo_bar":2}}

            {"type":"nothing"}
            """;
    private static final SourceContext FACTS =
            new SourceContext("src", "", "", "", "", "2024-01-01", line -> "auto-" + line);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void printsRowsAndRejectsAsJsonLines() {
        assertThat(run(bytes(LINES))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{\"line\":1,\"table\":\"pages\",\"columns\":{\"id\":\"string\",\"name\":\"string\",\"received_at\":"
                                + "\"datetime\",\"price\":\"float\",\"foo_bar\":\"int\",\"context_source_id\":\"string\"},"
                                + "\"data\":{\"id\":\"m-1\",\"name\":\"Home\",\"received_at\":\"2024-01-01T00:00:00.000Z\","
                                + "\"price\":1.50,\"foo_bar\":2,\"context_source_id\":\"src\"},\"discards\":[{\"column\":"
                                + "\"foo_bar\",\"value\":\"1\",\"reason\":\"properties.fooBar and properties.foo_bar have the "
                                + "same column\"}]}",
                        "{\"line\":3,\"reject\":\"Unknown event type: \\\"nothing\\\"\",\"raw\":\"{\\\"type\\\":\\\"nothing\\\"}\"}");
    }

    @Test
    void printsAnAlignedTableForAPerson() {
        assertThat(run(bytes(LINES), "--table")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        """
                        line 1: pages
                          id                 string    m-1
                          name               string    Home
                          received_at        datetime  2024-01-01T00:00:00.000Z
                          price              float     1.50
                          foo_bar            int       2
                          context_source_id  string    src
                          discarded: foo_bar = 1 (properties.fooBar and properties.foo_bar have the same column)

                        line 3: rejected, Unknown event type: "nothing"
                          {"type":"nothing"}

                        """);
    }

    @Test
    void saysOfAnEventThatItIsNotMeantForPostgres() {
        var line = bytes("{\"type\":\"page\",\"integrations\":{\"Postgres\":false}}");

        assertThat(run(line)).isZero();
        assertThat(run(line, "--table")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"line":1,"excluded":true}
                        line 1: excluded, the event is not meant for PostgreSQL

                        """);
    }

    @Test
    void readsAGzippedFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(bytes("{\"type\":\"page\",\"messageId\":\"m-1\"}"));
        }
        assertThat(run(new byte[0], file.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"line\":1,\"table\":\"pages\"");
    }

    @Test
    void aLineThatNeverEndsIsRejectedWithoutFillingMemory() {
        var endless = new InputStream() {
            private long left = 1L << 30;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (left <= 0) {
                    return -1;
                }
                Arrays.fill(into, from, from + length, (byte) 'x');
                left -= length;
                return length;
            }
        };
        assertThat(run(endless)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"line\":1,\"reject\":\"the line is longer than read.max-line-bytes allows\"");
    }

    @Test
    void randomBytesAndRandomJsonAreMappedOrRejected() throws IOException {
        int lines = Integer.getInteger("fuzz.lines", 20_000);
        var sink = new CountingLines();
        try (var random = new RandomLines(new Random(7), lines)) {
            int code =
                    new CommandLine(new PreviewCommand(MappingOptions::of, settings -> FACTS, random, sink)).execute();
            assertThat(code).isEqualTo(1);
        }
        assertThat(sink.lines).isGreaterThanOrEqualTo(lines);
    }

    private int run(byte[] in, String... arguments) {
        return run(new ByteArrayInputStream(in), arguments);
    }

    private int run(InputStream in, String... arguments) {
        return new CommandLine(new PreviewCommand(MappingOptions::of, settings -> FACTS, in, out)).execute(arguments);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class CountingLines extends OutputStream {
        private int lines;

        @Override
        public void write(int b) {
            if (b == '\n') {
                lines++;
            }
        }
    }
}
