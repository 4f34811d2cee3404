package io.cameleer.storage;

import io.cameleer.error.Causes;
import io.cameleer.storage.StorageError.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;

/** What an error means that came up in reading a storage, whichever it was. */
public final class StorageErrors {
    private StorageErrors() {}

    /** What an error means, with all its causes. */
    public static StorageError of(Throwable error) {
        return Causes.first(error, DamagedObjectException.class)
                .map(damaged -> new StorageError(Kind.DAMAGED, damaged.getMessage()))
                .or(() -> Causes.first(error, StorageException.class).map(StorageException::error))
                .or(() -> ofItsType(error))
                .or(() -> ofConnection(error))
                .orElseGet(() -> new StorageError(Kind.OTHER, error.toString()));
    }

    /** The class of an error tells which kind of storage it came out of. */
    private static Optional<StorageError> ofItsType(Throwable error) {
        return Storages.types().stream()
                .flatMap(type -> type.error(error).stream())
                .findFirst();
    }

    private static Optional<StorageError> ofConnection(Throwable error) {
        return Causes.unknownHost(error)
                .map(host -> new StorageError(Kind.MISCONFIGURED, "storage: the host name " + host + " is not known."))
                .or(() -> Causes.first(error, IOException.class)
                        .map(e -> new StorageError(Kind.TRANSIENT, "storage: " + innermost(e))));
    }

    /**
     * What the connection itself says, for what wraps that uses more words to say less; without the full stop at its end.
     */
    public static String innermost(Throwable error) {
        var message = Causes.first(error, ConnectException.class)
                .map(Throwable::getMessage)
                .or(() -> Causes.of(error)
                        .map(Throwable::getMessage)
                        .filter(text -> text != null && !text.isBlank())
                        .reduce((outer, inner) -> inner))
                .orElseGet(error::toString);
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
