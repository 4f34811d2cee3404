package io.cameleer.ledger;

/**
 * An event file as the ledger knows it.
 *
 * @param id the ledger's own
 * @param key the object's key in the bucket
 * @param etag of the version that was registered
 * @param size in bytes, as stored
 * @param lastModified when the object was written, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}
 */
public record EventFile(long id, String key, String etag, long size, String lastModified) {}
