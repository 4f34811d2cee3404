package io.cameleer.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** The right of one run to use a folder. It ends with the run, however that ends: the operating system sees to it. */
final class FolderClaim implements AutoCloseable {
    private final FileChannel channel;

    private FolderClaim(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if another run, or another server of this one, uses the folder */
    static FolderClaim of(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve("in-use.lock"), CREATE, WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderClaim(channel);
            }
        } catch (OverlappingFileLockException ownOther) {
            // said below
        }
        channel.close();
        throw new IOException(folder + " is in use by another run; stop that one, or choose another folder");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
