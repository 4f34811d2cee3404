package io.cameleer.postgres;

import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** The server asks for the password in clear text, over a connection on which others may read it. It was not sent. */
final class ClearTextException extends PSQLException {
    private static final long serialVersionUID = 1L;

    ClearTextException() {
        super(
                "the server asks for the password in clear text, which others on the way could read; it was not sent. Set"
                        + " warehouse.ssl-mode = verify-full, or have the server ask by scram-sha-256 (pg_hba.conf)."
                        + " warehouse.password-in-clear-text = true sends it all the same.",
                // not one on which the driver tries again without encryption
                PSQLState.INVALID_PASSWORD);
    }
}
