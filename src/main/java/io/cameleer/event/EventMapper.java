package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.read.SourceContext;
import io.cameleer.row.Arena;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Reject;
import io.cameleer.staging.StagingRows;
import io.cameleer.value.RowBuilder;
import io.cameleer.value.Values;

/**
 * Turns lines of a file into rows: raw events, and rows that RudderStack has mapped already. Not thread-safe; each thread
 * has a mapper of its own. What it learns of paths and columns is kept from line to line, within bounds, and never
 * changes what a line becomes.
 */
public final class EventMapper {
    private final MappingOptions options;
    private final Arena arena = new Arena();
    private LineMapper lineMapper;

    public EventMapper(MappingOptions options) {
        this.options = options;
        this.lineMapper = new LineMapper(options, arena);
    }

    /**
     * Maps one line; its rows, or one reject, go to {@code out}.
     *
     * @param buffer holds the line from {@code from} to before {@code to}, without its line end; not kept
     * @param line its number in the file, from 1
     */
    public void map(byte[] buffer, int from, int to, long line, SourceContext source, MappedRows out) {
        if (lineMapper.full()) {
            lineMapper = new LineMapper(options, arena);
        }
        String reason = lineMapper.map(buffer, from, to, line, source, out);
        if (!reason.isEmpty()) {
            reject(buffer, from, to, line, reason, out);
        }
    }

    /**
     * Rejects one line.
     *
     * @param reason why it is no usable event
     */
    public void reject(byte[] buffer, int from, int to, long line, String reason, MappedRows out) {
        out.reject(Reject.of(line, reason, buffer, from, to));
    }

    /** What maps lines until too much is known; it is then replaced. */
    private static final class LineMapper {
        private final EventMappings mappings;
        private final Tape tape;
        private final Values values;
        private final EventRows events;
        private final StagingRows staging;

        LineMapper(MappingOptions options, Arena arena) {
            mappings = new EventMappings(options);
            Paths paths = mappings.paths();
            tape = new Tape(paths);
            values = new Values(tape);
            var row = new RowBuilder(values, paths);
            events = new EventRows(mappings, tape, values, row, arena);
            staging = new StagingRows(mappings.layouts(), tape, values, row, arena);
        }

        boolean full() {
            return mappings.full();
        }

        /** Why the line is no usable event; empty if it is one. */
        String map(byte[] buffer, int from, int to, long line, SourceContext source, MappedRows out) {
            if (!tape.read(buffer, from, to)) {
                return "not JSON: " + tape.error();
            }
            if (tape.kind(0) != Tape.OBJECT) {
                return "not a JSON object";
            }
            values.begin(buffer);
            return staging.isStagingRow() ? staging.map(line, out) : events.map(buffer, line, source, out);
        }
    }
}
