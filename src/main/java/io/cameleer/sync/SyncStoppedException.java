package io.cameleer.sync;

/** The sync cannot go on: what keeps it concerns all files and tables. The message says what it is. */
public final class SyncStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SyncStoppedException(String message) {
        super(message);
    }
}
