package io.cameleer.sync;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a sync is.
 *
 * @param age for how long it has run
 * @param filesDue files that were due when it began to load
 * @param bytesDue how large they are together, as stored
 * @param filesRead files of which the end was reached; their rows may be on their way
 * @param filesComplete files that are wholly loaded
 * @param events events that were read
 * @param loading the batch that is being loaded
 */
public record Progress(
        Duration age, long filesDue, long bytesDue, long filesRead, long filesComplete, long events, String loading) {
    private static final int BAR = 20;

    /** For the log. */
    String line() {
        return format(
                "%,d of %,d files read, %,d wholly loaded; %,d events, %,.0f/s; loading %s",
                filesRead, filesDue, filesComplete, events, rate(), loading);
    }

    /**
     * For a terminal: short, so that a line of the log covers it.
     *
     * @param bytesRead how much of the files was read, as they are stored
     */
    String bar(long bytesRead) {
        double part = bytesDue == 0 ? 1 : Math.min(1, (double) bytesRead / bytesDue);
        int filled = (int) (part * BAR);
        return format(
                "[%s%s] %3.0f %%  %,d/%,d files  %,d events  %,.0f/s  %s",
                "=".repeat(filled),
                " ".repeat(BAR - filled),
                100 * part,
                filesRead,
                filesDue,
                events,
                rate(),
                left(part));
    }

    /** What is left of the time, if it goes on as it went; not guessed from the first seconds. */
    private String left(double part) {
        if (part <= 0 || age.toSeconds() < 3) {
            return "";
        }
        long seconds = (long) (age.toMillis() / 1000.0 * (1 - part) / part);
        return format("%d:%02d:%02d left", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private double rate() {
        return events * 1000.0 / Math.max(1, age.toMillis());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
