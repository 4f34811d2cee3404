package io.cameleer.command;

import io.cameleer.mapping.EventMapper;
import io.cameleer.mapping.Facts;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.mapping.Reject;
import io.cameleer.mapping.Row;
import java.io.IOException;
import java.io.InputStream;

/** Shows what the lines of a stream would become, without storage or database. */
public final class Preview {
    private final MappingOptions options;
    private final Facts facts;

    /** Where the outcome of each line is shown. */
    public interface View {
        /** Shows a row. */
        void row(Row row) throws IOException;

        /** Shows a line that is no usable event. */
        void reject(Reject reject) throws IOException;
    }

    public Preview(MappingOptions options, Facts facts) {
        this.options = options;
        this.facts = facts;
    }

    /**
     * Maps every line and shows its rows, or why it has none. Blank lines are passed over.
     *
     * @return how many lines were rejected
     */
    public long show(InputStream in, View view) throws IOException {
        var mapper = new EventMapper(options);
        var lines = new LongLines(in);
        long rejected = 0;
        for (long number = 1; lines.next(); number++) {
            if (lines.isBlank()) {
                continue;
            }
            if (lines.isCut()) {
                String reason = "the line is longer than " + (LongLines.MAX_LINE >> 20) + " MiB";
                view.reject(Reject.of(number, reason, lines.bytes(), 0, lines.length()));
                rejected++;
                continue;
            }
            var mapped = new MappedRows();
            mapper.map(lines.bytes(), 0, lines.length(), number, facts, mapped);
            for (Row row : mapped.rows()) {
                view.row(row);
            }
            for (Reject reject : mapped.rejects()) {
                view.reject(reject);
                rejected++;
            }
        }
        return rejected;
    }
}
