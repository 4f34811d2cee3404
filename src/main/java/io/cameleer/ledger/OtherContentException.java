package io.cameleer.ledger;

/** An object does not begin with the text that was loaded of it before: it was replaced by another under the same key. */
public final class OtherContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line through which its former content was loaded */
    public OtherContentException(long line) {
        super(
                line == 0
                        ? "the object was replaced after it was loaded, by an earlier version of Cameleer, which does not say whether it begins as before"
                        : "the object was replaced after it was loaded through line %d, and does not begin as before"
                                .formatted(line));
    }
}
