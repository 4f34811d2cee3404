package io.cameleer.storage.folder;

import io.cameleer.storage.DateFolders;
import io.cameleer.storage.KeyOrder;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageError.Kind;
import io.cameleer.storage.StorageException;
import io.cameleer.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Goes through a folder in the order of keys, in memory one folder at a time with those that it is in. Folders that no key
 * with the prefix lies in, and those of old days, are not looked into. A file or folder that is deleted meanwhile is left
 * out.
 */
final class FolderListing implements Iterator<StoredObject> {
    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::key, new KeyOrder());

    private final String prefix;
    private final DateFolders dates;
    /** What is still to come of the folder that is being gone through, above that of those that it is in. */
    private final Deque<Iterator<Entry>> open = new ArrayDeque<>();

    private StoredObject next;

    FolderListing(Path root, String prefix, DateFolders dates) {
        this.prefix = prefix;
        this.dates = dates;
        open.push(entriesOfRoot(root).iterator());
    }

    /** @param key of a folder with a slash at its end, as in all keys that lie in it: so folders are sorted by these */
    private record Entry(Path path, String key, BasicFileAttributes attributes) {
        StoredObject object() {
            return new StoredObject(
                    key,
                    FileStream.etag(attributes),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant());
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public StoredObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var object = next;
        next = null;
        return object;
    }

    /** The next file behind those that were given out; null if that was the last. */
    private StoredObject find() {
        while (!open.isEmpty()) {
            if (!open.peek().hasNext()) {
                open.pop();
                continue;
            }
            var entry = open.peek().next();
            if (!entry.attributes().isDirectory()) {
                return entry.object();
            }
            open.push(entriesIfThere(entry).iterator());
        }
        return null;
    }

    private List<Entry> entriesOfRoot(Path root) {
        try {
            return entries(root, "");
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new UncheckedIOException(new StorageException(
                    new StorageError(
                            Kind.MISCONFIGURED,
                            "storage: there is no folder %s. Check storage.folder.".formatted(root)),
                    e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Entry> entriesIfThere(Entry folder) {
        try {
            return entries(folder.path(), folder.key());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is to be listed of a folder, in order. */
    private List<Entry> entries(Path folder, String key) throws IOException {
        var entries = new ArrayList<Entry>();
        try (var paths = Files.newDirectoryStream(folder)) {
            for (var path : paths) {
                entry(path, key + path.getFileName()).ifPresent(entries::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            throw FolderStorage.denied(e);
        }
        entries.sort(ORDER);
        return entries;
    }

    private Optional<Entry> entry(Path path, String key) throws IOException {
        if (!key.startsWith(prefix) && !prefix.startsWith(key)) {
            return Optional.empty();
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (attributes.isDirectory()) {
            var inside = key + "/";
            return Optional.of(new Entry(path, inside, attributes))
                    .filter(folder -> inside.startsWith(prefix) || prefix.startsWith(inside))
                    .filter(folder -> dates.old(inside).isEmpty());
        }
        return Optional.of(new Entry(path, key, attributes))
                .filter(file -> attributes.isRegularFile() && key.startsWith(prefix));
    }
}
