package io.cameleer.ledger;

import java.util.regex.Pattern;

/**
 * An event file as the ledger knows it.
 *
 * @param id the ledger's own
 * @param key the object's key in the bucket
 * @param etag of the version that was registered
 * @param size in bytes, as stored
 * @param lastModified when the object was written, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}
 */
public record EventFile(long id, String key, String etag, long size, String lastModified) {
    private static final Pattern RUDDERSTACK_KEY =
            Pattern.compile("(?:^|/)rudder-(?:logs|warehouse-staging-logs)/([^/]+)/");

    /** The source's id that RudderStack writes into its keys; blank in keys of another layout. */
    public String sourceId() {
        var matcher = RUDDERSTACK_KEY.matcher(key);
        return matcher.find() ? matcher.group(1) : "";
    }
}
