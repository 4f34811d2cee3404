package io.cameleer.storage;

import io.cameleer.message.Headers;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Header;

/**
 * The storage that the settings name, as the bean {@code storage} of the routes. Opening an object is for the kamelet {@code
 * storage-<type>-get}: by a component of Camel's, and with whatever that needs of this bean besides.
 */
public interface Storage extends AutoCloseable {
    /**
     * The name by which the ledger knows the files of this storage from those of others: the bucket, the absolute path of
     * the folder. Needs no connection.
     */
    String location();

    /**
     * The objects whose key begins with {@code storage.prefix}, in the order of their keys as UTF-8, fetched as they are
     * asked for.
     *
     * @param recentSince the first day, as YYYY-MM-DD, whose folder is listed: objects that lie in the {@linkplain
     *     DateFolders date folder} of an earlier day are left out; null or blank for all objects
     */
    Iterator<StoredObject> list(@Header(Headers.RECENT_SINCE) String recentSince);

    /** What the kamelets of this kind of storage name besides the bean {@code storage}, by the names in the registry. */
    default Map<String, Object> beans() {
        return Map.of();
    }

    /** Closes connections that are open. */
    @Override
    void close();
}
