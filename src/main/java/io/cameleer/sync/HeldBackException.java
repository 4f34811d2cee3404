package io.cameleer.sync;

/** No more rows of a table are loaded in this sync, since some before them are missing. The message says why. */
final class HeldBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HeldBackException(String message) {
        super(message);
    }
}
