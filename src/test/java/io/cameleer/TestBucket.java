package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cameleer.embedded.EmbeddedStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 bucket of a test's own.
 *
 * @param folder where its objects are, as files named by their keys
 * @param client a client for it
 */
public record TestBucket(
        URI endpoint,
        String region,
        String accessKeyId,
        String secretAccessKey,
        String name,
        Path folder,
        S3Client client) {
    static TestBucket create(EmbeddedStorage server, String name) {
        try {
            server.createBucket(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestBucket(
                server.endpoint(),
                server.region(),
                server.accessKeyId(),
                server.secretAccessKey(),
                name,
                server.bucket(name),
                client(server));
    }

    /** A client for all buckets of a server. */
    public static S3Client client(EmbeddedStorage server) {
        var credentials = AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey());
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    public void put(String key, byte[] content) {
        client.putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    /** Puts lines as they are, each with a line feed behind it. */
    public void putLines(String key, String... lines) {
        put(key, text(List.of(lines)));
    }

    /** Puts lines as a gzip object, each with a line feed behind it. */
    public void putGzipLines(String key, String... lines) {
        putGzipLines(key, List.of(lines));
    }

    /** Puts lines as a gzip object, each with a line feed behind it. */
    public void putGzipLines(String key, List<String> lines) {
        put(key, gzip(text(lines)));
    }

    /** Makes an object as a user does it who copies a file into the embedded storage's folder. */
    public void drop(String key, byte[] content) {
        try {
            var file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] get(String key) {
        return client.getObjectAsBytes(request -> request.bucket(name).key(key)).asByteArray();
    }

    public void delete(String key) {
        client.deleteObject(request -> request.bucket(name).key(key));
    }

    /** The keys of all objects, in order. */
    public List<String> keys() {
        return objects("").stream().map(S3Object::key).toList();
    }

    /** All objects whose key begins with a prefix, in order of their keys. */
    public List<S3Object> objects(String prefix) {
        return client.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .toList();
    }

    /** Bytes packed by gzip. */
    public static byte[] gzip(byte[] content) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] text(List<String> lines) {
        return lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }
}
