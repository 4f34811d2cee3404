package io.cameleer.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.HostileShapes;
import io.cameleer.TestCameleer;
import io.cameleer.event.EventMapper;
import io.cameleer.event.MappingOptions;
import io.cameleer.read.Chunk;
import io.cameleer.read.SourceContext;
import io.cameleer.row.MappedRows;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever shape an event has, a value that a rule is for is nowhere in what becomes of it. */
class HostileShapesTest {
    private static final SourceContext SOURCE = new SourceContext("", "", "", "", "", "", line -> "auto-" + line);

    @Property(tries = 3000)
    void aValueUnderARuleIsInNoRowDiscardOrReject(@ForAll long seed) {
        var line = HostileShapes.line(new Random(seed), "marked");
        for (var rule : HostileShapes.RULES) {
            var out = becomes(line, HostileShapes.settings(rule));

            assertThat(out).as("of " + line + " with " + rule).doesNotContain("marked");
        }
    }

    /** Otherwise the property above would hold of a redaction that leaves nothing. */
    @Property(tries = 300)
    void whatNoRuleIsForStaysAsItIs(@ForAll long seed) {
        var line = HostileShapes.line(new Random(seed), "marked");

        assertThat(redacted(line, "privacy.drop=other.thing")).isEqualTo(line);
        assertThat(becomes(line, "privacy.drop=other.thing", "privacy.keep=thing"))
                .contains("marked");
    }

    private static String redacted(String line, String... settings) {
        var builder = new Chunk.Builder(line.length());
        var bytes = line.getBytes(UTF_8);
        builder.append(bytes, 0, bytes.length);
        builder.endLine(1, "");
        var chunk = new ChunkRedaction(Privacy.of(TestCameleer.settings(settings))).redact(builder.build(), 0);
        return new String(chunk.bytes(), chunk.start(0), chunk.end(0) - chunk.start(0), UTF_8);
    }

    private static String becomes(String line, String... settings) {
        var text = redacted(line, settings);
        var bytes = text.getBytes(UTF_8);
        var out = new MappedRows("events");
        new EventMapper(MappingOptions.of(TestCameleer.settings(
                        "load.store-full-event=true",
                        "identify.allow-users-context-traits=true",
                        "load.json-columns=track.properties.contact")))
                .map(bytes, 0, bytes.length, 1, SOURCE, out);
        // the rows are made of this text, which shows what is not stored as well; they may put it together otherwise
        var seen = new StringBuilder(text);
        out.rejects().forEach(reject -> seen.append('\n').append(reject));
        for (var row : out.rows()) {
            seen.append('\n').append(new String(row.bytes(), row.from(), row.to() - row.from(), UTF_8));
            seen.append(row.discards());
        }
        return seen.toString();
    }
}
