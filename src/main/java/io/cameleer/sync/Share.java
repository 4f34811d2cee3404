package io.cameleer.sync;

import io.cameleer.ledger.EventFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.springframework.dao.DataAccessException;

/**
 * One loader's share of the files that are due: another handful whenever it asks for more, until none is left or the sync
 * is stopped. When it cannot be known what is next, that is said by {@code next} alone: Camel's split asks whether there is
 * more before it hands on what it has, and lets that fall when the question fails. It may ask again then.
 */
final class Share implements Iterator<EventFile> {
    private final Sync sync;
    private final Queue<EventFile> handful = new ArrayDeque<>();
    /** The handful after it: known as soon as the split asks, but not begun. */
    private List<EventFile> following = List.of();

    private DataAccessException failure;

    Share(Sync sync) {
        this.sync = sync;
    }

    @Override
    public boolean hasNext() {
        return sync.stopped().isEmpty() && isMore();
    }

    @Override
    public EventFile next() {
        if (!isMore()) {
            throw new NoSuchElementException();
        }
        if (failure != null) {
            var thrown = failure;
            failure = null;
            throw thrown;
        }
        if (handful.isEmpty()) {
            handful.addAll(following);
            following = List.of();
        }
        return handful.remove();
    }

    private boolean isMore() {
        if (handful.isEmpty() && following.isEmpty() && failure == null) {
            try {
                following = sync.files().handful();
            } catch (DataAccessException e) {
                failure = e;
            }
        }
        return !handful.isEmpty() || !following.isEmpty() || failure != null;
    }

    /** A file that was handed out, and those of its handful that are still to be. */
    List<EventFile> from(EventFile file) {
        var files = new ArrayList<>(List.of(file));
        files.addAll(handful);
        return files;
    }
}
