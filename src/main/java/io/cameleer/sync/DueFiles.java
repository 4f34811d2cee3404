package io.cameleer.sync;

import io.cameleer.ledger.EventFile;
import io.cameleer.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.springframework.dao.DataAccessException;

/** The files that are due, handed out to the loaders in order of discovery; fetched from the ledger a page at a time. */
final class DueFiles {
    private static final int PAGE = 1000;

    private final Ledger ledger;
    private final Queue<EventFile> page = new ArrayDeque<>();
    private long last;
    private boolean exhausted;

    DueFiles(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The next file, or null if there is none left. */
    private synchronized EventFile poll() {
        if (page.isEmpty() && !exhausted) {
            page.addAll(ledger.due(last, PAGE));
            exhausted = page.isEmpty();
        }
        var file = page.poll();
        if (file != null) {
            last = file.id();
        }
        return file;
    }

    /** No further file is handed out. */
    synchronized void close() {
        page.clear();
        exhausted = true;
    }

    /**
     * One loader's share: whatever is next when it asks. When it cannot be known what is next, the share is at its end and
     * a new one is needed: Camel's split asks on after an error, and drops what it is given.
     */
    Iterator<EventFile> share() {
        return new Iterator<>() {
            private EventFile next;
            private DataAccessException failure;

            @Override
            public boolean hasNext() {
                if (failure != null) {
                    throw failure;
                }
                try {
                    next = next == null ? poll() : next;
                    return next != null;
                } catch (DataAccessException e) {
                    failure = e;
                    throw e;
                }
            }

            @Override
            public EventFile next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var file = next;
                next = null;
                return file;
            }
        };
    }
}
