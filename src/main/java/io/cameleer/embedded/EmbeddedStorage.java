package io.cameleer.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A real S3 API over a folder of this machine: each sub-folder is a bucket, each file in it an object, also one that
 * was put there with {@code cp}. It listens on the loopback address, signs with AWS signature version 4 and wants
 * path-style access.
 */
public final class EmbeddedStorage implements AutoCloseable {
    private static final String ACCESS_KEY_ID = "cameleer";
    private static final String SECRET_ACCESS_KEY = "cameleer-secret";

    static {
        LibraryLogs.quiet("org.gaul");
    }

    private final Path folder;
    private final S3Proxy server;

    private EmbeddedStorage(Path folder, S3Proxy server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts a server on a folder, which is made if it is not there.
     *
     * @param preferredPort the port to listen on unless it is taken; 0 for any
     * @throws IOException if the server does not start
     */
    public static EmbeddedStorage start(Path folder, int preferredPort) throws IOException {
        var root = folder.toAbsolutePath().normalize();
        Files.createDirectories(root);
        var server = S3Proxy.builder()
                .blobStore(new TaggedBlobStore(new FilesystemNio2BlobStore(root.toString())))
                .endpoint(URI.create("http://127.0.0.1:" + FreePorts.near(preferredPort)))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, SECRET_ACCESS_KEY)
                // at once: waiting for clients that keep their connections would only end in an exception
                .stopTimeout(0)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("The embedded S3 server does not start: " + e.getMessage(), e);
        }
        return new EmbeddedStorage(root, server);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Any name will do; this one is what clients that insist on a region can be given. */
    public String region() {
        return "us-east-1";
    }

    public String accessKeyId() {
        return ACCESS_KEY_ID;
    }

    public String secretAccessKey() {
        return SECRET_ACCESS_KEY;
    }

    /** The folder that a bucket's objects are in, as files named by their keys. */
    public Path bucket(String name) {
        return folder.resolve(name);
    }

    /** Makes a bucket if it is not there. */
    public void createBucket(String name) throws IOException {
        Files.createDirectories(bucket(name));
    }

    /** Stops the server; the objects stay. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded S3 server does not stop", e);
        }
    }
}
