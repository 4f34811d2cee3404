package io.cameleer.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestServers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What is listed when old date folders are left out, in pages that are smaller than those of a thousand keys. */
class S3ListingTest {
    private static final String RECENT_SINCE = "2024-03-09";
    private static final List<String> OLD =
            List.of("2024-01-05", "2024-01-06", "2024-03-08", "01-05-2024", "12-31-2023", "day=2024-02-29");
    private static final List<String> RECENT = List.of("2024-03-09", "2024-03-10", "03-10-2024", "12-31-2024");
    /** What is apt to lie between date folders, or to be taken for one. */
    private static final List<String> OTHER = List.of(
            "src-1", "src-2", "2024-01-05x", "2024-01-050", "20240105", "2024", "01-05-2024-", "day=", "~", "a+b c%41");

    private static final List<String> PREFIXES =
            List.of("", "src-1/", "src-1/2024-01-0", "src-1/2024-01-05", "src-1/2024-01-05/", "src-1/2", "2024-0");

    /** Whatever the keys are, none is lost or comes twice, and what is left out lies in an old date folder. */
    @Property(tries = 150)
    void allIsListedThatLiesInNoOldDateFolder(@ForAll long seed) {
        var dice = new Random(seed);
        var bucket = TestServers.newBucket();
        var keys = new TreeSet<String>();
        for (int i = 0; i < 40; i++) {
            keys.add(key(dice));
        }
        keys.forEach(key -> bucket.drop(key, new byte[0]));
        var prefix = any(PREFIXES, dice);
        var expected = keys.stream()
                .filter(key -> key.startsWith(prefix) && !liesInOldFolder(key, prefix))
                .toList();

        assertThat(list(bucket, prefix, RECENT_SINCE, new Pages(3))).isEqualTo(expected);
        assertThat(list(bucket, prefix, "", new Pages(3)))
                .isEqualTo(keys.stream().filter(key -> key.startsWith(prefix)).toList());
    }

    @Example
    void oldFoldersAreNotWalkedThrough() {
        var bucket = TestServers.newBucket();
        for (int day = 1; day <= 9; day++) {
            drop(bucket, "src-1/2024-01-%02d".formatted(day), 20);
            drop(bucket, "src-2/01-%02d-2024".formatted(day), 20);
        }
        drop(bucket, "src-1/2024-03-10", 2);
        drop(bucket, "src-2/03-10-2024", 2);
        var whole = new Pages(10);
        var recent = new Pages(10);

        assertThat(list(bucket, "", "", whole)).hasSize(364);
        assertThat(list(bucket, "", RECENT_SINCE, recent))
                .containsExactly(
                        "src-1/2024-03-10/0.json",
                        "src-1/2024-03-10/1.json",
                        "src-2/03-10-2024/0.json",
                        "src-2/03-10-2024/1.json");

        assertThat(whole.objects).hasSize(37);
        // of each source its first old folder is met; then its folders are looked at, which are no objects
        assertThat(recent.objects).containsExactly(10, 0, 10, 0, 2);
    }

    @Example
    void aServerThatBeginsWhereItLikesIsListedWhole() {
        var bucket = TestServers.newBucket();
        drop(bucket, "src-1/2024-01-05", 7);
        drop(bucket, "src-1/2024-03-08", 7);
        drop(bucket, "src-1/2024-03-10", 2);

        assertThat(list(bucket, "", RECENT_SINCE, new Pages(3, false)))
                .containsExactly("src-1/2024-03-10/0.json", "src-1/2024-03-10/1.json");
    }

    private static void drop(TestBucket bucket, String folder, int files) {
        IntStream.range(0, files).forEach(file -> bucket.drop("%s/%d.json".formatted(folder, file), new byte[0]));
    }

    private static String key(Random dice) {
        var folders = new ArrayList<String>();
        for (int depth = dice.nextInt(4); depth > 0; depth--) {
            folders.add(any(List.of(any(OLD, dice), any(OLD, dice), any(RECENT, dice), any(OTHER, dice)), dice));
        }
        folders.add(any(List.of("1", "2", any(OLD, dice), any(OTHER, dice)), dice) + ".json");
        return String.join("/", folders);
    }

    private static <T> T any(List<T> choice, Random dice) {
        return choice.get(dice.nextInt(choice.size()));
    }

    /** The folders are gone through from outside; the first date that the prefix does not hold decides. */
    private static boolean liesInOldFolder(String key, String prefix) {
        int end = 0;
        for (var folder : key.substring(0, key.lastIndexOf('/') + 1).split("/")) {
            end += folder.length();
            if (end > prefix.length() && (OLD.contains(folder) || RECENT.contains(folder))) {
                return OLD.contains(folder);
            }
            end++;
        }
        return false;
    }

    private static List<String> list(TestBucket bucket, String prefix, String recentSince, Pages pages) {
        var listed = new ArrayList<String>();
        try (var client = S3Client.builder()
                .endpointOverride(bucket.endpoint())
                .region(Region.of(bucket.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(bucket.accessKeyId(), bucket.secretAccessKey())))
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(pages))
                .build()) {
            new S3Storage(client, bucket.name(), prefix)
                    .list(recentSince)
                    .forEachRemaining(object -> listed.add(object.key()));
        }
        return listed;
    }

    /** Makes pages small, and keeps how many objects each has. */
    private static final class Pages implements ExecutionInterceptor {
        final List<Integer> objects = new ArrayList<>();
        private final int size;
        private final boolean startAfter;

        Pages(int size) {
            this(size, true);
        }

        /** @param startAfter whether the server is told after which key a page is to begin */
        Pages(int size, boolean startAfter) {
            this.size = size;
            this.startAfter = startAfter;
        }

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            var request = (ListObjectsV2Request) context.request();
            return request.toBuilder()
                    .maxKeys(size)
                    .startAfter(startAfter ? request.startAfter() : null)
                    .build();
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            objects.add(((ListObjectsV2Response) context.response()).contents().size());
        }
    }
}
