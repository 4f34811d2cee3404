package io.cameleer.postgres.ssh;

import java.sql.SQLException;

/**
 * The tunnel cannot be had. The message says why and what to do; the SQLSTATE, one of our own, whether trying again may
 * help: 08 as for connections that break, 28 as for a wrong password.
 */
public final class SshException extends SQLException {
    private static final long serialVersionUID = 1L;

    private SshException(String message, String state, Throwable cause) {
        super(message, state, cause);
    }

    /** Trying again may help. */
    static SshException transientError(String message, Throwable cause) {
        return new SshException(message, "08S01", cause);
    }

    /** Trying again is of no use. */
    static SshException refused(String message, Throwable cause) {
        return new SshException(message, "28S01", cause);
    }
}
