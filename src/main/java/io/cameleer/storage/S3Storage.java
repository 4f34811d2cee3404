package io.cameleer.storage;

import io.cameleer.settings.Settings;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import org.apache.camel.Header;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Lists an S3 bucket page by page, which Camel's own operation does not: it ends after the first thousand keys. */
public final class S3Storage {
    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** The part of a bucket whose keys start with the prefix. */
    public S3Storage(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /**
     * A client for the bucket of the settings: AWS itself, or any server that speaks S3. Without credentials in the
     * settings those of the environment apply, as AWS's own tools find them.
     */
    public static S3Client client(Settings settings) {
        var builder = S3Client.builder()
                .region(Region.of(settings.required("storage.region", "the region of the bucket")))
                .forcePathStyle(settings.flag("storage.path-style"))
                .httpClientBuilder(ApacheHttpClient.builder()
                        .socketTimeout(Duration.ofSeconds(settings.number("storage.timeout", 1, 3600)))
                        .tcpKeepAlive(true)
                        // a loader reads one object at a time; discovery goes on beside it
                        .maxConnections(settings.number("load.threads", 1, 64) + 2))
                // a checksum over the whole object would be of no use when it is read as a stream
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (settings.has("storage.endpoint")) {
            builder.endpointOverride(settings.address("storage.endpoint"));
        }
        if (settings.has("storage.access-key-id")) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    settings.text("storage.access-key-id"),
                    settings.required("storage.secret-access-key", "the secret of storage.access-key-id"))));
        } else {
            builder.credentialsProvider(DefaultCredentialsProvider.builder().build());
        }
        return builder.build();
    }

    /**
     * Asks for an object in the version that was listed.
     *
     * @return a request that the server refuses (412) when the object has changed since
     */
    public GetObjectRequest request(@Header("key") String key, @Header("etag") String etag) {
        var request = GetObjectRequest.builder().bucket(bucket).key(key);
        return (etag.isBlank() ? request : request.ifMatch(etag)).build();
    }

    /**
     * The objects there are, in order of their keys, fetched as they are asked for.
     *
     * @param recentSince the first day, as YYYY-MM-DD, whose folder is listed: objects that lie in the {@linkplain
     *     DateFolders date folder} of an earlier day are left out; null or blank for all objects
     */
    public Iterator<StoredObject> list(@Header("recentSince") String recentSince) {
        var dates = new DateFolders(prefix, Objects.requireNonNullElse(recentSince, ""));
        return new S3Listing(client, bucket, prefix, dates)
                .objects()
                .map(object -> new StoredObject(
                        object.key(),
                        Objects.requireNonNullElse(object.eTag(), ""),
                        object.size(),
                        object.lastModified()))
                .iterator();
    }
}
