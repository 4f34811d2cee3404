package io.cameleer.validate;

/** A step went through, but not as it should. The message says why and what to do. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message);
    }
}
