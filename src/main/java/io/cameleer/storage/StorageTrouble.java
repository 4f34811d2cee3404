package io.cameleer.storage;

import io.cameleer.trouble.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an error of the object storage means. */
public final class StorageTrouble {
    private StorageTrouble() {}

    /** Whether the same may work when it is tried again: a connection that broke, a server in trouble. */
    public static boolean passing(Throwable error) {
        if (damage(error).isPresent()
                || Causes.first(error, UnknownHostException.class).isPresent()) {
            return false;
        }
        return service(error)
                .map(e -> e.statusCode() >= 500 || e.statusCode() == 429 || e.statusCode() == 408)
                .orElseGet(() -> Causes.first(error, IOException.class).isPresent()
                        || Causes.first(error, SdkClientException.class)
                                .filter(SdkException::retryable)
                                .isPresent());
    }

    /** What is wrong with the object itself, if it is the object: nothing is gained by reading it again. */
    public static Optional<String> damage(Throwable error) {
        return Causes.first(error, DamagedObjectException.class).map(Throwable::getMessage);
    }

    /** What happened and what to do, for a person. */
    public static String explain(Throwable error) {
        var service = service(error);
        if (service.isEmpty()) {
            return Causes.first(error, UnknownHostException.class)
                    .map(e -> "storage: the host name " + e.getMessage()
                            + " is not known. Check storage.endpoint and storage.region.")
                    .or(() -> Causes.first(error, SdkClientException.class)
                            .map(e -> "storage: " + innermost(e)
                                    + ". Check storage.endpoint and storage.region, and the credentials."))
                    .or(() -> Causes.first(error, IOException.class).map(e -> "storage: " + innermost(e)))
                    .orElseGet(error::toString);
        }
        var e = service.get();
        var details = Optional.ofNullable(e.awsErrorDetails()); // what stands in them may be missing, too
        var code = details.map(AwsErrorDetails::errorCode).orElse("");
        var message = details.map(AwsErrorDetails::errorMessage).orElse("no reason given");
        return switch (code) {
            case "NoSuchBucket" ->
                "storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.";
            case "NoSuchKey" ->
                "storage: the object was deleted before it was loaded. Put it back, or delete its row in cameleer.files.";
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed" ->
                "storage: " + message + " (" + code
                        + "). Check storage.access-key-id, storage.secret-access-key and storage.region.";
            case "AccessDenied" ->
                "storage: access denied. Allow s3:ListBucket on the bucket and s3:GetObject on its objects.";
            case "PreconditionFailed" ->
                "storage: the object was replaced after it was found. The next sync takes the new one if nothing of it is loaded yet.";
            default -> "storage: HTTP " + e.statusCode() + ", " + message + (code.isEmpty() ? "" : " (" + code + ")");
        };
    }

    /** What the connection itself says, for the SDK's own words are many and say less; without the stop at its end. */
    private static String innermost(Throwable error) {
        var message = Causes.first(error, ConnectException.class)
                .map(Throwable::getMessage)
                .or(() -> Causes.of(error)
                        .map(Throwable::getMessage)
                        .filter(text -> text != null && !text.isBlank())
                        .reduce((outer, inner) -> inner))
                .orElseGet(error::toString);
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static Optional<AwsServiceException> service(Throwable error) {
        return Causes.first(error, AwsServiceException.class);
    }
}
