package io.cameleer.command;

import io.cameleer.event.EventMapper;
import io.cameleer.event.MappingOptions;
import io.cameleer.privacy.ChunkRedaction;
import io.cameleer.privacy.Privacy;
import io.cameleer.read.ChunkReader;
import io.cameleer.read.SourceContext;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import java.io.IOException;
import java.io.InputStream;

/** Shows what the lines of a stream would become, without storage or database. */
public final class Preview {
    private final MappingOptions options;
    private final ChunkRedaction redaction;
    private final SourceContext source;
    private final ChunkReader.Limits limits;

    /** Where the outcome of each line is shown. */
    public interface View {
        /** Shows a row. */
        void row(Row row) throws IOException;

        /** Shows that the event of a line is not meant for PostgreSQL. */
        void excluded(long line) throws IOException;

        /** Shows a line that is no usable event. */
        void reject(Reject reject) throws IOException;
    }

    /** @param limits with one line in a chunk, so that what comes slowly is shown as it comes */
    public Preview(MappingOptions options, Privacy privacy, SourceContext source, ChunkReader.Limits limits) {
        this.redaction = new ChunkRedaction(privacy);
        this.options = options;
        this.source = source;
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
                var line = redaction.redact(lines.next(), 0);
                var mapped = new MappedRows("");
                if (line.refusal(0).isEmpty()) {
                    mapper.map(line.bytes(), line.start(0), line.end(0), line.line(0), source, mapped);
                } else {
                    mapper.reject(line.bytes(), line.start(0), line.end(0), line.line(0), line.refusal(0), mapped);
                }
                for (Row row : mapped.rows()) {
                    view.row(row);
                }
                if (mapped.excluded() > 0) {
                    view.excluded(line.line(0));
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
