package io.cameleer.ledger;

/** Rows do not go on where those of their file that are loaded end: loading them would leave a gap, or double some. */
public final class GapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param key the file's
     * @param mark through which line the rows of the table are loaded from it
     * @param after behind which line those of the batch go on
     */
    public GapException(String key, long mark, long after) {
        super(
                "the rows of %s go on behind line %d, but those before are loaded through line %d: none of the batch is loaded, and the file is read again from there."
                        .formatted(key, after, mark));
    }
}
