package io.cameleer.storage;

import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an error of the object storage means. */
public final class StorageTrouble {
    private StorageTrouble() {}

    /** Whether the same may work when it is tried again: a connection that broke, a server in trouble. */
    public static boolean passing(Throwable error) {
        if (damage(error).isPresent()) {
            return false;
        }
        return service(error)
                .map(e -> e.statusCode() >= 500 || e.statusCode() == 429 || e.statusCode() == 408)
                .orElseGet(() -> find(error, IOException.class).isPresent()
                        || find(error, SdkClientException.class)
                                .filter(SdkException::retryable)
                                .isPresent());
    }

    /** What is wrong with the object itself, if it is the object: nothing is gained by reading it again. */
    public static Optional<String> damage(Throwable error) {
        return find(error, DamagedObjectException.class).map(Throwable::getMessage);
    }

    /** What happened and what to do, for a person. */
    public static String explain(Throwable error) {
        var service = service(error);
        if (service.isEmpty()) {
            return find(error, SdkClientException.class)
                    .map(e -> "storage: " + e.getMessage()
                            + ". Check storage.endpoint and storage.region, and the credentials.")
                    .or(() -> find(error, IOException.class).map(e -> "storage: " + e.getMessage()))
                    .orElseGet(error::toString);
        }
        var e = service.get();
        var code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        var message = e.awsErrorDetails() == null
                ? e.getMessage()
                : e.awsErrorDetails().errorMessage();
        return switch (code) {
            case "NoSuchBucket" ->
                "storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.";
            case "NoSuchKey" -> "storage: the object is gone. If it was deleted on purpose, nothing is left to do.";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed" ->
                "storage: " + message + " (" + code
                        + "). Check storage.access-key-id, storage.secret-access-key and storage.region.";
            case "AccessDenied" ->
                "storage: access denied. Allow s3:ListBucket on the bucket and s3:GetObject on its objects.";
            case "PreconditionFailed" ->
                "storage: the object was replaced after it was found. What is loaded of it stays as it is.";
            default -> "storage: " + message + " (" + code + ", HTTP " + e.statusCode() + ")";
        };
    }

    private static Optional<AwsServiceException> service(Throwable error) {
        return find(error, AwsServiceException.class);
    }

    private static <T> Optional<T> find(Throwable error, Class<T> type) {
        for (var e = error; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return Optional.of(type.cast(e));
            }
        }
        return Optional.empty();
    }
}
