package io.cameleer.schema;

/** What must go into a table cannot, since it is no table of events. The message says why and what to do. */
public final class RefusedTableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RefusedTableException(String message) {
        super(message);
    }
}
