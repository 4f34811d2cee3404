package io.cameleer.storage.folder;

import io.cameleer.message.Headers;
import io.cameleer.storage.DateFolders;
import io.cameleer.storage.Storage;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageError.Kind;
import io.cameleer.storage.StorageException;
import io.cameleer.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Lists a folder with all that is in it, and knows the file of a key. Links within it are neither listed nor opened. */
public final class FolderStorage implements Storage {
    private final Path folder;
    private final String prefix;

    /** The files of a folder whose keys start with the prefix. */
    public FolderStorage(Path folder, String prefix) {
        this.folder = folder.toAbsolutePath().normalize();
        this.prefix = prefix;
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public Iterator<StoredObject> list(@Header(Headers.RECENT_SINCE) String recentSince) {
        return new FolderListing(folder, prefix, new DateFolders(prefix, recentSince));
    }

    /**
     * The file of a key.
     *
     * @throws StorageException if there is none, if it is not in the folder, or if it may not be read
     */
    public Path file(@Header(Headers.KEY) String key) throws IOException {
        try {
            var file = folder.resolve(key);
            if (!file.equals(file.normalize()) || !file.startsWith(folder)) {
                throw outside(key, null);
            }
            // links are resolved but for the way to the folder, which may lead over some
            if (!file.toRealPath().equals(folder.toRealPath().resolve(folder.relativize(file)))) {
                throw outside(key, null);
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new StorageException(StorageError.missing());
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            return file;
        } catch (InvalidPathException e) {
            throw outside(key, e);
        } catch (NoSuchFileException e) {
            throw new StorageException(StorageError.missing(), e);
        } catch (AccessDeniedException e) {
            throw denied(e);
        }
    }

    /**
     * The file's bytes, once it is known to be the one that was listed.
     *
     * @param opened the file; it is closed if it is another
     * @throws StorageException if the file was replaced or deleted
     */
    public InputStream stream(
            @Body InputStream opened, @Header(Headers.KEY) String key, @Header(Headers.ETAG) String etag)
            throws IOException {
        var stream = new FileStream(opened, folder.resolve(key), etag == null ? "" : etag);
        try {
            stream.requireSame();
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    public void close() {
        // nothing stays open
    }

    static StorageException denied(AccessDeniedException error) {
        return new StorageException(
                new StorageError(
                        Kind.DENIED,
                        "storage: %s may not be read. Let the user that Cameleer runs as read it."
                                .formatted(error.getFile())),
                error);
    }

    private StorageException outside(String key, Exception cause) {
        return new StorageException(
                new StorageError(Kind.DENIED, "storage: %s is not in the folder %s.".formatted(key, folder)), cause);
    }
}
