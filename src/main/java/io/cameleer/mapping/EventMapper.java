package io.cameleer.mapping;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.privacy.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns lines of a file into rows: raw events, and rows that RudderStack has mapped already. Not thread-safe; each thread
 * has a mapper of its own. What it learns of paths and columns is kept from line to line, within bounds, and never
 * changes what a line becomes.
 */
public final class EventMapper {
    private final MappingOptions options;
    private final Arena arena = new Arena();
    private Lines lines;

    public EventMapper(MappingOptions options) {
        this.options = options;
        this.lines = new Lines(options, arena);
    }

    /**
     * Maps one line; its rows, or one reject, go to {@code out}.
     *
     * @param buffer holds the line from {@code from} to before {@code to}, without its line end; not kept
     * @param line its number in the file, from 1
     */
    public void map(byte[] buffer, int from, int to, long line, Facts facts, MappedRows out) {
        if (lines.full()) {
            lines = new Lines(options, arena);
        }
        String refusal = lines.map(buffer, from, to, line, facts, out);
        if (refusal.isEmpty()) {
            out.countEvent();
        } else {
            reject(buffer, from, to, line, refusal, out);
        }
    }

    /**
     * Rejects one line, of which no more is kept than {@link MappingOptions#privacy} lets.
     *
     * @param reason why it is no usable event
     */
    public void reject(byte[] buffer, int from, int to, long line, String reason, MappedRows out) {
        if (!options.privacy().isOn()) {
            out.reject(Reject.of(line, reason, buffer, from, to));
            return;
        }
        byte[] kept = lines.redacted(buffer, from, to);
        out.reject(Reject.of(line, reason, kept, 0, kept.length));
    }

    /** What maps lines until too much is known; it is then replaced. */
    private static final class Lines {
        /** In the place of a text in which nothing can be found by its path. */
        private static final byte[] NOT_KEPT =
                "(not kept: what is private could not be found in it)".getBytes(StandardCharsets.US_ASCII);

        private final Schemes schemes;
        private final Redaction redaction;
        private final Tape tape;
        private final Values values;
        private final EventRows events;
        private final StagingRows staging;

        Lines(MappingOptions options, Arena arena) {
            schemes = new Schemes(options);
            Paths paths = schemes.paths();
            redaction = new Redaction(options.privacy(), paths);
            tape = new Tape(paths);
            values = new Values(tape);
            var row = new RowBuilder(schemes, values);
            events = new EventRows(schemes, tape, values, row, arena);
            staging = new StagingRows(schemes, tape, values, row, arena);
        }

        boolean full() {
            return schemes.full();
        }

        /** Why the line is no usable event; empty if it is one. */
        String map(byte[] buffer, int from, int to, long line, Facts facts, MappedRows out) {
            if (!tape.read(buffer, from, to)) {
                return "not JSON: " + tape.error();
            }
            if (tape.kind(0) != Tape.OBJECT) {
                return "not a JSON object";
            }
            byte[] redacted = redaction.apply(tape, buffer);
            if (redacted.length > 0) {
                tape.read(redacted, 0, redacted.length);
            }
            values.begin(redacted.length > 0 ? redacted : buffer);
            return staging.isStagingRow() ? staging.map(line, out) : events.map(line, facts, out);
        }

        /** What may be kept of a line. */
        byte[] redacted(byte[] buffer, int from, int to) {
            if (!tape.read(buffer, from, to) || tape.kind(0) != Tape.OBJECT) {
                return NOT_KEPT;
            }
            byte[] redacted = redaction.apply(tape, buffer);
            return redacted.length > 0 ? redacted : Arrays.copyOfRange(buffer, from, to);
        }
    }
}
