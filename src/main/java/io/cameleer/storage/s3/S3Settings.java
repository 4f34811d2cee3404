package io.cameleer.storage.s3;

import io.cameleer.settings.Settings;
import io.cameleer.tls.Tls;
import io.cameleer.tls.Tls.Mode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a bucket is and how it is read.
 *
 * @param prefix what the keys of its event files begin with
 * @param endpoint the server's address; empty for AWS
 * @param credentials empty for those of the environment, as AWS's own tools find them
 * @param pathStyle whether the bucket is named in the path of a request rather than in its host
 * @param tls how a connection is encrypted, if the endpoint's address says that it is
 * @param timeout how long the server may be silent
 * @param connections how many may be open at once
 */
public record S3Settings(
        String bucket,
        String prefix,
        String region,
        Optional<URI> endpoint,
        Optional<Credentials> credentials,
        boolean pathStyle,
        Tls tls,
        Duration timeout,
        int connections) {
    /** Who asks. */
    public record Credentials(String accessKeyId, String secretAccessKey) {
        @Override
        public String toString() {
            return accessKeyId;
        }
    }

    /**
     * Reads them.
     *
     * @param readers how many objects are read at the same time
     * @throws io.cameleer.settings.InvalidSettingException if one is missing or makes no sense
     */
    public static S3Settings of(Settings settings, int readers) {
        return new S3Settings(
                settings.required("storage.bucket", "the bucket that holds the event files"),
                settings.text("storage.prefix"),
                settings.required("storage.region", "the region of the bucket"),
                settings.address("storage.endpoint"),
                credentials(settings),
                settings.flag("storage.path-style"),
                settings.read(some -> Tls.of(some, "storage", Mode.VERIFY_FULL, Mode.VERIFY_CA, Mode.REQUIRE)),
                Duration.ofSeconds(settings.number("storage.timeout", 1, 3600)),
                // discovery goes on beside them
                readers + 2);
    }

    private static Optional<Credentials> credentials(Settings settings) {
        if (!settings.has("storage.access-key-id") && settings.has("storage.secret-access-key")) {
            settings.required("storage.access-key-id", "whose secret storage.secret-access-key is");
        }
        return settings.has("storage.access-key-id")
                ? Optional.of(new Credentials(
                        settings.text("storage.access-key-id"),
                        settings.required("storage.secret-access-key", "the secret of storage.access-key-id")))
                : Optional.empty();
    }
}
