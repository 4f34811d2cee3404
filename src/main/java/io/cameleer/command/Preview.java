package io.cameleer.command;

import io.cameleer.mapping.EventMapper;
import io.cameleer.mapping.Facts;
import io.cameleer.mapping.MappedRows;
import io.cameleer.mapping.MappingOptions;
import io.cameleer.mapping.Reject;
import io.cameleer.mapping.Row;
import io.cameleer.read.ChunkReader;
import java.io.IOException;
import java.io.InputStream;

/** Shows what the lines of a stream would become, without storage or database. */
public final class Preview {
    private final MappingOptions options;
    private final Facts facts;
    private final ChunkReader.Limits limits;

    /** Where the outcome of each line is shown. */
    public interface View {
        /** Shows a row. */
        void row(Row row) throws IOException;

        /** Shows a line that is no usable event. */
        void reject(Reject reject) throws IOException;
    }

    /** @param limits with one line in a chunk, so that what comes slowly is shown as it comes */
    public Preview(MappingOptions options, Facts facts, ChunkReader.Limits limits) {
        this.options = options;
        this.facts = facts;
        this.limits = limits;
    }

    /**
     * Maps every line and shows its rows, or why it has none. Blank lines are passed over.
     *
     * @param in event lines, plain or gzipped
     * @return how many lines were rejected
     * @throws IOException if they cannot be read to their end, or shown
     */
    public long show(InputStream in, View view) throws IOException {
        var mapper = new EventMapper(options);
        long rejected = 0;
        try (var lines = new ChunkReader(in, 0, 0, limits)) {
            while (lines.hasNext()) {
                var line = lines.next();
                var mapped = new MappedRows("");
                if (line.refusal(0).isEmpty()) {
                    mapper.map(line.bytes(), line.start(0), line.end(0), line.line(0), facts, mapped);
                } else {
                    mapper.reject(line.bytes(), line.start(0), line.end(0), line.line(0), line.refusal(0), mapped);
                }
                for (Row row : mapped.rows()) {
                    view.row(row);
                }
                for (Reject reject : mapped.rejects()) {
                    view.reject(reject);
                    rejected++;
                }
            }
            lines.requireEnd();
        }
        return rejected;
    }
}
