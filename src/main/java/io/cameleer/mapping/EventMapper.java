package io.cameleer.mapping;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;

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
            out.reject(Reject.of(line, refusal, buffer, from, to));
        }
    }

    /** What maps lines until too much is known; it is then replaced. */
    private static final class Lines {
        private final Schemes schemes;
        private final Tape tape;
        private final Values values;
        private final EventRows events;
        private final StagingRows staging;

        Lines(MappingOptions options, Arena arena) {
            schemes = new Schemes(options);
            Paths paths = schemes.paths();
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
            values.begin(buffer);
            return staging.isStagingRow() ? staging.map(line, out) : events.map(line, facts, out);
        }
    }
}
