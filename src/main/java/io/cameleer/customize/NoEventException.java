package io.cameleer.customize;

/** The user's steps have left something else than an event behind. The message says what. */
final class NoEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoEventException(Object body) {
        super("behind its last step the body is %s, not an event; to drop an event, stop"
                .formatted(body == null ? "nothing" : "a " + body.getClass().getSimpleName()));
    }
}
