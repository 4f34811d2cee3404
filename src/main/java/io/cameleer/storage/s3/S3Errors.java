package io.cameleer.storage.s3;

import io.cameleer.error.Causes;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageError.Kind;
import io.cameleer.storage.StorageErrors;
import io.cameleer.tls.TlsErrors;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;

/** What an error of AWS's client means. */
final class S3Errors {
    /** Of which the rest names every class that has looked for some, and what each has said. */
    private static final String NO_CREDENTIALS = "Unable to load credentials from any of the providers";

    private static final int LONGEST = 200;

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
        var message =
                details.map(AwsErrorDetails::errorMessage).map(S3Errors::brief).orElse("no reason given");
        return switch (code) {
            case "NoSuchBucket" ->
                new StorageError(
                        Kind.MISCONFIGURED,
                        "storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.");
            case "InvalidObjectState" -> archived(error);
            case "PermanentRedirect" ->
                new StorageError(
                        Kind.MISCONFIGURED,
                        "storage: the bucket is in another region than storage.region says, or has another address than storage.endpoint.");
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

    /** An object of S3 Glacier, or of the archive tiers of Intelligent-Tiering. */
    private static StorageError archived(AwsServiceException error) {
        var storageClass = error instanceof InvalidObjectStateException state && state.storageClassAsString() != null
                ? state.storageClassAsString()
                : "an archive";
        return new StorageError(
                Kind.ARCHIVED,
                "storage: the object is archived (storage class %s) and cannot be read until it is restored. Restore it, such as by aws s3api restore-object, and a later sync loads it; or leave archived objects out by storage.prefix."
                        .formatted(storageClass));
    }

    private static boolean isTransient(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    private static StorageError withoutAnswer(SdkClientException error) {
        var host = Causes.unknownHost(error);
        if (host.isPresent()) {
            return new StorageError(
                    Kind.MISCONFIGURED,
                    "storage: the host name " + host.get()
                            + " is not known. Check storage.endpoint and storage.region.");
        }
        var tls = TlsErrors.explain(error, "storage");
        if (tls.isPresent()) {
            return new StorageError(Kind.MISCONFIGURED, "storage: " + tls.get());
        }
        if (String.valueOf(error.getMessage()).startsWith(NO_CREDENTIALS)) {
            return new StorageError(
                    Kind.DENIED,
                    "storage: there are no credentials. Set storage.access-key-id and storage.secret-access-key, or give this machine some as AWS's own tools find them: environment, profile or role.");
        }
        var connectionBroke =
                error.retryable() || Causes.first(error, IOException.class).isPresent();
        return new StorageError(
                connectionBroke ? Kind.TRANSIENT : Kind.OTHER,
                "storage: " + brief(StorageErrors.innermost(error))
                        + ". Check storage.endpoint and storage.region, and the credentials.");
    }

    /** What AWS's client says, which may be all its configuration, as long as a person may be asked to read it. */
    private static String brief(String message) {
        var line = message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
