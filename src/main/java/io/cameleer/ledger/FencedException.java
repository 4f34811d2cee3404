package io.cameleer.ledger;

/** This process was paused for so long that it lost its claims: what it was about to write is another process's by now. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FencedException() {
        super("this process was held up for so long that its lease has ended; the next sync goes on");
    }
}
