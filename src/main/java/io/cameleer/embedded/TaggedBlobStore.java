package io.cameleer.embedded;

import java.time.Instant;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Gives every object an entity tag. S3Proxy knows one only for what was written through it; a file that was copied into
 * the folder gets one here that is made of its size and the time of its last change.
 */
final class TaggedBlobStore extends ForwardingBlobStore {
    TaggedBlobStore(BlobStore files) {
        super(files);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        var page = super.list(request);
        var tagged = page.contents().stream()
                .map(object -> object.eTag() != null || object.size() == null
                        ? object
                        : object.toBuilder()
                                .eTag(tag(object.size(), object.lastModified()))
                                .build())
                .toList();
        return page.toBuilder().contents(tagged).build();
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        var head = super.blobMetadata(request);
        return head == null || head.eTag() != null
                ? head
                : head.toBuilder()
                        .eTag(tag(head.contentLength(), head.lastModified()))
                        .build();
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        var object = super.getBlob(request);
        if (object == null || object.response().eTag() != null) {
            return object;
        }
        var response = object.response();
        // a range's own length is not the object's size
        var size = response.contentRange() == null
                ? response.contentLength()
                : Long.parseLong(response.contentRange()
                        .substring(response.contentRange().lastIndexOf('/') + 1));
        return new ResponseInputStream<>(
                response.toBuilder().eTag(tag(size, response.lastModified())).build(), object);
    }

    private static String tag(long size, Instant lastModified) {
        return "\"%016x-%x\"".formatted(lastModified.toEpochMilli(), size);
    }
}
