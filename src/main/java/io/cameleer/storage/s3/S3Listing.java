package io.cameleer.storage.s3;

import io.cameleer.storage.DateFolders;
import io.cameleer.storage.KeyOrder;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Goes through the objects of a bucket page by page, in the order of their keys, and leaves out old date folders. What is
 * on a page is looked at key by key, so that any layout will do. Only where a page ends in an old folder the next one is
 * asked for from behind it, and from behind all old folders that follow it without anything between them.
 */
final class S3Listing {
    private static final KeyOrder ORDER = new KeyOrder();

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final DateFolders dates;

    S3Listing(S3Client client, String bucket, String prefix, DateFolders dates) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
        this.dates = dates;
    }

    /** The objects, fetched as they are asked for. */
    Stream<S3Object> objects() {
        return Stream.iterate(page(first -> {}), Objects::nonNull, this::next)
                .flatMap(page -> page.contents().stream())
                .filter(object -> dates.old(object.key()).isEmpty());
    }

    /** The page after a page; null if that was the last. */
    private ListObjectsV2Response next(ListObjectsV2Response page) {
        if (page.nextContinuationToken() == null) {
            return null;
        }
        return endsInOld(page)
                .flatMap(this::behindOld)
                .orElseGet(() -> page(next -> next.continuationToken(page.nextContinuationToken())));
    }

    private Optional<String> endsInOld(ListObjectsV2Response page) {
        var objects = page.contents();
        return objects.isEmpty()
                ? Optional.empty()
                : dates.old(objects.get(objects.size() - 1).key());
    }

    /** The page behind old folders; empty from a server that does not begin where it is asked to, and would go in circles. */
    private Optional<ListObjectsV2Response> behindOld(String folder) {
        var behind = behind(lastOfOld(folder));
        return Optional.of(page(next -> next.startAfter(behind)))
                .filter(page -> page.contents().isEmpty()
                        || isBefore(behind, page.contents().get(0).key()));
    }

    /** The last of the old folders that lie side by side, beginning with this one, and nothing else between them. */
    private String lastOfOld(String folder) {
        var parent = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        var siblings = page(next -> next.prefix(parent.length() > prefix.length() ? parent : prefix)
                .delimiter("/")
                .startAfter(behind(folder)));
        var object = siblings.contents().stream().map(S3Object::key).findFirst();
        return siblings.commonPrefixes().stream()
                .map(CommonPrefix::prefix)
                .takeWhile(sibling -> dates.old(sibling).isPresent()
                        && object.filter(key -> isBefore(key, sibling)).isEmpty())
                .reduce(folder, (one, next) -> next);
    }

    /**
     * The key that is behind all keys of a folder and before all others: 0 follows on the slash. No event file is called
     * so, which matters since a listing begins behind the key that it is to begin after.
     */
    private static String behind(String folder) {
        return folder.substring(0, folder.length() - 1) + '0';
    }

    private static boolean isBefore(String key, String other) {
        return ORDER.compare(key, other) < 0;
    }

    private ListObjectsV2Response page(Consumer<ListObjectsV2Request.Builder> which) {
        // keys may have characters that XML has not; the client decodes them
        return client.listObjectsV2(
                request -> which.accept(request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL)));
    }
}
