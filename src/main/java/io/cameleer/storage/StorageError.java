package io.cameleer.storage;

/**
 * What an error of a storage means.
 *
 * @param message what happened and what to do, for a person
 */
public record StorageError(Kind kind, String message) {
    /** What follows from an error. */
    public enum Kind {
        /** The same may work when it is tried again: a connection that broke, a server that fails. */
        TRANSIENT,
        /** The object is not there any more. */
        MISSING,
        /** The object is not the one that was listed. */
        REPLACED,
        /** The object cannot be read to its end because of what it is. */
        DAMAGED,
        /** The object is in an archive, and has to be fetched from there before it can be read. */
        ARCHIVED,
        /** The credentials are wrong, or their owner may not do this. */
        DENIED,
        /** There is no such host, bucket or folder. */
        MISCONFIGURED,
        /** Something else, which trying again does not change. */
        OTHER
    }

    /** The object is not there any more. */
    public static StorageError missing() {
        return new StorageError(
                Kind.MISSING,
                "storage: the object was deleted before it was wholly loaded. It is loaded when it is back.");
    }

    /** The object is not the one that was listed. */
    public static StorageError replaced() {
        return new StorageError(
                Kind.REPLACED, "storage: the object was replaced after it was found. The next sync takes the new one.");
    }

    /** Whether the same may work when it is tried again. */
    public boolean isTransient() {
        return kind == Kind.TRANSIENT;
    }
}
