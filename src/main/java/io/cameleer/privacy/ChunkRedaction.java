package io.cameleer.privacy;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.message.Headers;
import io.cameleer.read.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Header;

/**
 * Writes the lines of a chunk anew without what is not to be stored, before anything is made of them. Of a line in which
 * nothing can be found by its path, since it is no JSON object, nothing is kept.
 */
public final class ChunkRedaction {
    private static final byte[] NOT_KEPT = Redaction.NOT_KEPT.getBytes(StandardCharsets.US_ASCII);

    private final Privacy privacy;
    /** Each loader is one thread, and has what it needs to itself. */
    private final Map<Integer, LineRedaction> loaders = new ConcurrentHashMap<>();

    public ChunkRedaction(Privacy privacy) {
        this.privacy = privacy;
    }

    /** The chunk as it may be stored; a line that is no usable event says why. */
    public Chunk redact(@Body Chunk chunk, @Header(Headers.LOADER) int loader) {
        if (!privacy.isOn()) {
            return chunk;
        }
        var redaction = loaders.compute(
                loader, (number, before) -> before == null || before.isFull() ? new LineRedaction(privacy) : before);
        var redacted = new Chunk.Builder(chunk.bytes().length);
        for (int i = 0; i < chunk.size(); i++) {
            var refusal = redaction.read(chunk.bytes(), chunk.start(i), chunk.end(i));
            var text = refusal.isEmpty() ? redaction.redacted(chunk.bytes(), chunk.start(i), chunk.end(i)) : NOT_KEPT;
            redacted.append(text, 0, text.length);
            redacted.endLine(chunk.line(i), chunk.refusal(i).isEmpty() ? refusal : chunk.refusal(i));
            if (!chunk.namespace(i).isEmpty()) {
                redacted.sendTo(chunk.namespace(i));
            }
        }
        for (int i = 0; i < chunk.dropped(); i++) {
            redacted.drop();
        }
        redacted.madeOf(chunk);
        redacted.context(chunk.context());
        return redacted.build();
    }

    /** One line after the other. What it learns of paths is kept from line to line, until that is too much. */
    private static final class LineRedaction {
        private static final int MAX_PATHS = 100_000;
        private static final int MAX_KEY_BYTES = 8 << 20;

        private final Paths paths = new Paths();
        private final Tape tape = new Tape(paths);
        private final Redaction redaction;

        LineRedaction(Privacy privacy) {
            redaction = new Redaction(privacy, paths);
        }

        boolean isFull() {
            return paths.size() > MAX_PATHS || paths.keyBytes() > MAX_KEY_BYTES;
        }

        /** Why the line is no usable event; empty if it may be one. */
        String read(byte[] buffer, int from, int to) {
            if (!tape.read(buffer, from, to)) {
                return "not JSON: " + tape.error();
            }
            return tape.kind(0) == Tape.OBJECT ? "" : "not a JSON object";
        }

        /** What may be kept of the line that was read. */
        byte[] redacted(byte[] buffer, int from, int to) {
            var redacted = redaction.apply(tape, buffer);
            return redacted.length > 0 ? redacted : Arrays.copyOfRange(buffer, from, to);
        }
    }
}
