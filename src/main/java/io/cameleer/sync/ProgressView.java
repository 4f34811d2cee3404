package io.cameleer.sync;

import io.cameleer.read.Lines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a person how far the running sync is: on a terminal by a bar that is drawn over and over, elsewhere by a line of the
 * log now and then.
 */
public final class ProgressView {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);
    private static final String ERASE_TO_THE_RIGHT = "\u001B[K";

    private final Syncs syncs;
    private final Lines lines;
    private final Supplier<String> beside;
    private final Optional<PrintStream> terminal;
    private long bytesBefore;
    private boolean isDrawn;
    private Duration nextLine = BETWEEN_LINES;

    /**
     * @param beside what else is going on, in sentences with a blank behind each; blank if nothing is
     * @param terminal where the bar is drawn; empty where there is none
     */
    public ProgressView(Syncs syncs, Lines lines, Supplier<String> beside, Optional<PrintStream> terminal) {
        this.syncs = syncs;
        this.lines = lines;
        this.beside = beside;
        this.terminal = terminal;
    }

    /** The terminal that the program is used at; empty if what it says goes elsewhere. */
    public static Optional<PrintStream> terminal() {
        return System.console() == null || "dumb".equals(System.getenv("TERM"))
                ? Optional.empty()
                : Optional.of(System.err);
    }

    /** Shows it, if it is time; asked about once a second. */
    public synchronized void show() {
        var progress = syncs.progress();
        if (progress.isEmpty()) {
            bytesBefore = lines.bytesRead();
            nextLine = BETWEEN_LINES;
            if (isDrawn) {
                draw("");
            }
        } else if (terminal.isPresent()) {
            draw(progress.get().bar(lines.bytesRead() - bytesBefore));
        } else if (progress.get().age().compareTo(nextLine) >= 0) {
            LOG.info(beside.get() + progress.get().line());
            nextLine = progress.get().age().plus(BETWEEN_LINES);
        }
    }

    /** The cursor goes back to where the bar begins, so that a line of the log covers it. */
    private void draw(String bar) {
        terminal.orElseThrow().print(bar + ERASE_TO_THE_RIGHT + "\r");
        terminal.get().flush();
        isDrawn = !bar.isEmpty();
    }
}
