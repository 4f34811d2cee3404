package io.cameleer.sync;

import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The files that are due, handed out to the loaders in order of discovery; fetched from the ledger a page at a time. */
final class DueFiles {
    private static final int PAGE = 1000;

    /** Of small files a loader takes so many on at once, and leaves the rest to the others, and to other processes. */
    private static final int HANDFUL = 20;

    /** What they have together, as stored, unless it is a single one. */
    private static final long HANDFUL_BYTES = 1 << 20;

    private final Ledger ledger;
    private final Queue<EventFile> page = new ArrayDeque<>();
    private long last;
    private boolean exhausted;

    DueFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The next files for one loader: a handful of small ones, or a single large one; none if none is left. */
    synchronized List<EventFile> handful() {
        if (page.isEmpty() && !exhausted) {
            page.addAll(ledger.due(last, PAGE));
            exhausted = page.isEmpty();
        }
        var handful = new ArrayList<EventFile>();
        long bytes = 0;
        while (!page.isEmpty() && handful.size() < HANDFUL) {
            bytes += page.peek().size();
            if (bytes > HANDFUL_BYTES && !handful.isEmpty()) {
                break;
            }
            last = page.peek().id();
            handful.add(page.poll());
        }
        return handful;
    }
}
