package io.cameleer.storage;

import java.io.IOException;

/** An object cannot be read to its end because of what it is, not because of the way to it: trying again is of no use. */
public final class DamagedObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedObjectException(String message, Throwable cause) {
        super(message, cause);
    }
}
