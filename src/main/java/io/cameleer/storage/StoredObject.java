package io.cameleer.storage;

import java.time.Instant;

/**
 * An object as a storage lists it.
 *
 * @param key its whole key within the storage, with / between its folders
 * @param etag changes when its content does; blank where the storage has none
 * @param size in bytes
 * @param lastModified when it was written, as ISO 8601 in UTC
 */
public record StoredObject(String key, String etag, long size, String lastModified) {
    public StoredObject(String key, String etag, long size, Instant lastModified) {
        this(key, etag, size, lastModified.toString());
    }
}
