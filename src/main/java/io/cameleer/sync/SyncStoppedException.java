package io.cameleer.sync;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The sync cannot go on: what keeps it concerns all files and tables. The message says what it is. */
public final class SyncStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SyncStoppedException(String message) {
        super(message);
    }

    /** Such an exception in a chain of causes: a transaction wraps what ends it. */
    static Optional<SyncStoppedException> in(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(SyncStoppedException.class::isInstance)
                .map(SyncStoppedException.class::cast)
                .findFirst();
    }
}
