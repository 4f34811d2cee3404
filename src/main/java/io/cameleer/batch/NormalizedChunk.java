package io.cameleer.batch;

import java.util.List;

/**
 * What a chunk of a file's lines became.
 *
 * @param slices the rows, and the rejected lines as rows of the ledger; those of one table in the order of their lines
 * @param lines how many lines it had, without blank ones
 * @param events how many of them are usable events; some become no row
 * @param rejects how many of them are not
 * @param dropped how many of them the user's own steps have dropped
 * @param excluded how many of them are events that are not meant for PostgreSQL
 * @param lastLine the number of the last line that was read for it, blank ones included
 * @param checksum of the file's text through that line
 */
public record NormalizedChunk(
        List<RowSlice> slices,
        int lines,
        int events,
        int rejects,
        int dropped,
        int excluded,
        long lastLine,
        long checksum) {
    /** The same of which only some slices are still to be loaded. */
    public NormalizedChunk unloaded(List<RowSlice> rest) {
        return new NormalizedChunk(rest, lines, events, rejectedLines(), dropped, excluded, lastLine, checksum);
    }

    private int rejectedLines() {
        return slices.stream()
                .filter(slice -> slice.table().isLedger())
                .mapToInt(slice -> slice.rows().size())
                .sum();
    }
}
