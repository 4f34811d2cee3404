package io.cameleer.sync;

import io.cameleer.naming.Printable;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a sync.
 *
 * @param id its id in the ledger, 0 if it could not even be written down
 * @param left files that are known but not loaded: to be tried again, or given up
 * @param stopped why it could not go on; blank if it could
 */
public record Report(long id, Duration time, Tally.Snapshot tally, long left, String stopped) {
    private static final String REJECTS = "cameleer.rejects";

    static Report of(Sync sync) {
        return new Report(
                sync.id(),
                sync.age(),
                sync.tally().snapshot(),
                sync.left(),
                sync.stopped().orElse(""));
    }

    /** Whether everything that there was to load is loaded. */
    public boolean allLoaded() {
        return stopped.isBlank() && left == 0 && tally.filesIncomplete() == 0 && tally.filesFailed() == 0;
    }

    /** Lines and rows that were refused, and values that were discarded. */
    public long refused() {
        return tally.rejects() + tally.rejectedRows() + tally.discards();
    }

    /** Whether there was nothing to do, and nothing to tell. */
    public boolean idle() {
        return stopped.isBlank() && tally.filesEnded() == 0;
    }

    /** One line that says how it ended. */
    public String headline() {
        var seconds = time.toMillis() / 1000.0;
        var outcome = allLoaded() ? "done" : stopped.isBlank() ? "done in part" : "failed";
        var text = new StringBuilder(format(
                "Sync %d %s in %.1f s: %,d files, %,d events, %,d rejects, %,d rows (%,.0f events/s)",
                id,
                outcome,
                seconds,
                tally.filesComplete(),
                tally.events(),
                tally.rejects(),
                rows(),
                tally.events() / Math.max(seconds, 0.001)));
        if (tally.dropped() > 0) {
            text.append(format("; %,d events dropped", tally.dropped()));
        }
        if (tally.excluded() > 0) {
            text.append(format("; %,d events excluded", tally.excluded()));
        }
        if (tally.rejectedRows() > 0) {
            text.append(format("; %,d rows refused", tally.rejectedRows()));
        }
        if (tally.discards() > 0) {
            text.append(format("; %,d values discarded", tally.discards()));
        }
        if (tally.filesIncomplete() > 0) {
            text.append(format("; %,d damaged files", tally.filesIncomplete()));
        }
        if (left > 0) {
            text.append(format("; %,d files still to be loaded", left));
        }
        if (!stopped.isBlank()) {
            text.append(": ").append(stopped);
        }
        return text.toString();
    }

    /** A table of what was done to each table; empty if nothing was. */
    public String table() {
        var tables = tally.tables();
        int width = tables.keySet().stream().mapToInt(String::length).max().orElse(0);
        if (width == 0) {
            return "";
        }
        var text = new StringBuilder();
        line(
                text,
                width,
                "table",
                "new rows",
                "replaced",
                "repeated",
                "earlier",
                "new columns",
                "rejected",
                "discards",
                "");
        for (var entry : tables.entrySet()) {
            var table = entry.getValue();
            line(
                    text,
                    width,
                    Printable.of(entry.getKey()),
                    number(table.rows()),
                    number(table.replaced()),
                    number(table.repeated()),
                    number(table.skipped()),
                    number(table.newColumns().size()),
                    number(table.rejected()),
                    number(table.discards()),
                    table.error());
        }
        return text.toString();
    }

    /** Rows of events, without the rejected lines. */
    public long rows() {
        return tally.tables().entrySet().stream()
                .filter(table -> !table.getKey().equals(REJECTS))
                .map(Map.Entry::getValue)
                .mapToLong(Tally.Table::rows)
                .sum();
    }

    private static void line(StringBuilder text, int width, Object... cells) {
        text.append(format("%n  %-" + width + "s %11s %9s %9s %9s %12s %9s %9s  %s", cells)
                .stripTrailing());
    }

    private static String number(long number) {
        return number == 0 ? "·" : format("%,d", number);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
