package io.cameleer.storage.s3;

import io.cameleer.error.Causes;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageError.Kind;
import io.cameleer.storage.StorageErrors;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What an error of AWS's client means. */
final class S3Errors {
    private S3Errors() {}

    /** Of an answer that the server gave, else of what kept the client from getting one; empty if it is neither. */
    static Optional<StorageError> of(Throwable error) {
        return Causes.first(error, AwsServiceException.class)
                .map(S3Errors::answer)
                .or(() -> Causes.first(error, SdkClientException.class).map(S3Errors::withoutAnswer));
    }

    private static StorageError answer(AwsServiceException error) {
        var details = Optional.ofNullable(error.awsErrorDetails()); // what stands in them may be missing, too
        var code = details.map(AwsErrorDetails::errorCode).orElse("");
        var message = details.map(AwsErrorDetails::errorMessage).orElse("no reason given");
        return switch (code) {
            case "NoSuchBucket" ->
                new StorageError(
                        Kind.MISCONFIGURED,
                        "storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.");
            case "NoSuchKey" -> StorageError.missing();
            case "PreconditionFailed" -> StorageError.replaced();
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed" ->
                new StorageError(
                        Kind.DENIED,
                        "storage: " + message + " (" + code
                                + "). Check storage.access-key-id, storage.secret-access-key and storage.region.");
            case "AccessDenied" ->
                new StorageError(
                        Kind.DENIED,
                        "storage: access denied. Allow s3:ListBucket on the bucket and s3:GetObject on its objects.");
            default ->
                new StorageError(
                        isTransient(error.statusCode()) ? Kind.TRANSIENT : Kind.OTHER,
                        "storage: HTTP " + error.statusCode() + ", " + message
                                + (code.isEmpty() ? "" : " (" + code + ")"));
        };
    }

    private static boolean isTransient(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    private static StorageError withoutAnswer(SdkClientException error) {
        var host = Causes.first(error, UnknownHostException.class);
        if (host.isPresent()) {
            return new StorageError(
                    Kind.MISCONFIGURED,
                    "storage: the host name " + host.get().getMessage()
                            + " is not known. Check storage.endpoint and storage.region.");
        }
        var connectionBroke =
                error.retryable() || Causes.first(error, IOException.class).isPresent();
        return new StorageError(
                connectionBroke ? Kind.TRANSIENT : Kind.OTHER,
                "storage: " + StorageErrors.innermost(error)
                        + ". Check storage.endpoint and storage.region, and the credentials.");
    }
}
