package io.cameleer.ledger;

/**
 * An event file as the ledger knows it.
 *
 * @param id the ledger's own
 * @param key the object's key in the bucket
 * @param etag of the version that was registered
 * @param size in bytes, as stored
 * @param lastModified when the object was written, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}
 * @param version which content of its key it is, counted from 1
 * @param claims how often in a row it was claimed, with this time, by a process that has not written down its end
 */
public record EventFile(long id, String key, String etag, long size, String lastModified, int version, int claims) {
    /** Whether a process has died that was loading it. */
    public boolean isSuspect() {
        return claims > 1;
    }
}
