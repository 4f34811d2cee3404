package io.cameleer.storage;

import io.cameleer.settings.Settings;
import java.util.Optional;

/**
 * A kind of storage, found as a service: one that is not here is added by its class name in {@code
 * META-INF/services/io.cameleer.storage.StorageType}, and by the kamelets {@code storage-<type>-list} and {@code
 * storage-<type>-get}.
 */
public interface StorageType {
    /** What {@code storage.type} says for it. */
    String name();

    /**
     * The storage that the settings name. Nothing is connected to before it is needed.
     *
     * @param settings those of {@code storage.*}, and of {@code my.*} for what they do not foresee
     * @param readers how many objects are read at the same time
     * @throws io.cameleer.settings.InvalidSettingException if a setting of this kind of storage is missing or makes no sense
     */
    Storage storage(Settings settings, int readers);

    /**
     * What an error means that came out of a storage of this kind. Broken connections and what is said by a {@link
     * StorageException} is known without.
     *
     * @param error with all its causes
     * @return empty for what is none of its own
     */
    default Optional<StorageError> error(Throwable error) {
        return Optional.empty();
    }
}
