package io.cameleer.storage.folder;

import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A file's bytes. That it is the one that was listed is looked at when it was opened, and at its end once more: others may
 * write into a file while it is read.
 */
final class FileStream extends FilterInputStream {
    private final Path file;
    private final String etag;

    /** @param etag as it was listed; blank if any will do */
    FileStream(InputStream opened, Path file, String etag) {
        super(opened);
        this.file = file;
        this.etag = etag;
    }

    /** Changes when a file is written. */
    static String etag(BasicFileAttributes file) {
        return "%x-%x".formatted(file.size(), file.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** @throws StorageException if the file is not as it was listed */
    void requireSame() throws IOException {
        try {
            if (!etag.isBlank() && !etag.equals(etag(Files.readAttributes(file, BasicFileAttributes.class)))) {
                throw new StorageException(StorageError.replaced());
            }
        } catch (NoSuchFileException e) {
            throw new StorageException(StorageError.missing(), e);
        }
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one < 0) {
            requireSame();
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read < 0) {
            requireSame();
        }
        return read;
    }
}
