package io.cameleer.storage.s3;

import io.cameleer.message.Headers;
import io.cameleer.storage.DateFolders;
import io.cameleer.storage.Storage;
import io.cameleer.storage.StoredObject;
import io.cameleer.tls.Tls;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Lists an S3 bucket page by page, which Camel's own operation does not: it ends after the first thousand keys. */
public final class S3Storage implements Storage {
    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** The part of a bucket that the settings name: of AWS itself, or of any server that speaks S3. */
    public S3Storage(S3Settings settings) {
        this(client(settings), settings.bucket(), settings.prefix());
    }

    /** The part of a bucket whose keys start with the prefix. */
    public S3Storage(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** A client as the settings say. */
    public static S3Client client(S3Settings settings) {
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .httpClientBuilder(http(settings))
                // a checksum over the whole object would be of no use when it is read as a stream
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        settings.endpoint().ifPresent(builder::endpointOverride);
        settings.credentials()
                .ifPresentOrElse(
                        given -> builder.credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey()))),
                        () -> builder.credentialsProvider(
                                DefaultCredentialsProvider.builder().build()));
        return builder.build();
    }

    private static ApacheHttpClient.Builder http(S3Settings settings) {
        var http = ApacheHttpClient.builder()
                .socketTimeout(settings.timeout())
                .tcpKeepAlive(true)
                .maxConnections(settings.connections());
        return settings.tls().isJavasOwn() ? http : http.socketFactory(sockets(settings.tls()));
    }

    private static SSLConnectionSocketFactory sockets(Tls tls) {
        try {
            return new SSLConnectionSocketFactory(
                    tls.context(),
                    tls.mode().verifiesHost() ? new DefaultHostnameVerifier() : NoopHostnameVerifier.INSTANCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The settings were checked", e);
        }
    }

    @Override
    public String location() {
        return bucket;
    }

    @Override
    public Iterator<StoredObject> list(@Header(Headers.RECENT_SINCE) String recentSince) {
        return new S3Listing(client, bucket, prefix, new DateFolders(prefix, recentSince))
                .objects()
                .map(object -> new StoredObject(
                        object.key(),
                        Objects.requireNonNullElse(object.eTag(), ""),
                        object.size(),
                        object.lastModified()))
                .iterator();
    }

    /**
     * Asks for an object in the version that was listed.
     *
     * @return a request that the server refuses (412) when the object has changed since
     */
    public GetObjectRequest request(@Header(Headers.KEY) String key, @Header(Headers.ETAG) String etag) {
        var request = GetObjectRequest.builder().bucket(bucket).key(key);
        return (etag == null || etag.isBlank() ? request : request.ifMatch(etag)).build();
    }

    /** The object's bytes, of which as many are fetched as are read. */
    public InputStream stream(@Body ResponseInputStream<GetObjectResponse> object) {
        return new ObjectStream(object);
    }

    /** The client, for Camel's component; also for that in routes of the user's own. */
    @Override
    public Map<String, Object> beans() {
        return Map.of("s3Client", client);
    }

    @Override
    public void close() {
        client.close();
    }
}
