package io.cameleer.storage;

import java.io.IOException;

/** An error of a storage that says itself what it means. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient StorageError error;

    public StorageException(StorageError error) {
        this(error, null);
    }

    public StorageException(StorageError error, Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    /** What it means. */
    public StorageError error() {
        return error;
    }
}
