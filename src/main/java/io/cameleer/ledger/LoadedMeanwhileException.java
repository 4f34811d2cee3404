package io.cameleer.ledger;

/**
 * A batch was loaded by an earlier attempt at it, whose commit was still under way when this one began. What this one has
 * done is rolled back; the next attempt finds the rows in their place.
 */
public final class LoadedMeanwhileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LoadedMeanwhileException(String message) {
        super(message);
    }
}
