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
     * a new one is needed. That is said by {@code next} alone: Camel's split asks whether there is more before it hands
     * on what it has, and lets that fall when the question fails.
     */
    Iterator<EventFile> share() {
        return new Iterator<>() {
            private EventFile next;
            private DataAccessException failure;
            private boolean ended;

            @Override
            public boolean hasNext() {
                if (next == null && failure == null && !ended) {
                    try {
                        next = poll();
                        ended = next == null;
                    } catch (DataAccessException e) {
                        failure = e;
                    }
                }
                return !ended;
            }

            @Override
            public EventFile next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (failure != null) {
                    ended = true;
                    throw failure;
                }
                var file = next;
                next = null;
                return file;
            }
        };
    }
}
