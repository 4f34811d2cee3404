package io.cameleer.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestBucket;
import io.cameleer.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

@ExtendWith(TestServers.class)
class EmbeddedStorageTest {
    private static final byte[] CONTENT = "{\"type\":\"track\"}\n".getBytes(UTF_8);

    @Test
    void whatWasPutIsListedAndRead(TestBucket bucket) {
        bucket.put("a/b c+ü=1.json", CONTENT);

        var object = bucket.objects("a/").get(0);
        assertThat(object.key()).isEqualTo("a/b c+ü=1.json");
        assertThat(object.size()).isEqualTo(CONTENT.length);
        assertThat(object.eTag()).matches("\"[0-9a-f]{32}\"");
        assertThat(bucket.get(object.key())).isEqualTo(CONTENT);
    }

    @Test
    void aFileCopiedIntoTheFolderIsAnObjectWithTheSameTagEverywhere(TestBucket bucket, @TempDir Path folder)
            throws Exception {
        var file = Files.write(folder.resolve("new.json"), CONTENT);
        Files.createDirectories(bucket.folder().resolve("in/here"));
        Files.copy(file, bucket.folder().resolve("in/here/new.json"));

        var listed = bucket.objects("in/").get(0);
        var head = bucket.client()
                .headObject(request -> request.bucket(bucket.name()).key("in/here/new.json"));
        var got = bucket.client()
                .getObjectAsBytes(request -> request.bucket(bucket.name()).key("in/here/new.json"));
        var part = bucket.client()
                .getObjectAsBytes(request ->
                        request.bucket(bucket.name()).key("in/here/new.json").range("bytes=0-3"));

        assertThat(listed.key()).isEqualTo("in/here/new.json");
        assertThat(listed.size()).isEqualTo(CONTENT.length);
        assertThat(listed.eTag())
                .isNotBlank()
                .isEqualTo(head.eTag())
                .isEqualTo(got.response().eTag())
                .isEqualTo(part.response().eTag());
        assertThat(got.asByteArray()).isEqualTo(CONTENT);
        assertThat(part.asUtf8String()).isEqualTo("{\"ty");
    }

    @Test
    void aCopiedFileThatChangesGetsAnotherTag(TestBucket bucket) throws Exception {
        bucket.drop("one.json", CONTENT);
        var before = bucket.objects("").get(0).eTag();

        bucket.drop("one.json", "{\"type\":\"alias\"}\n".getBytes(UTF_8));
        Files.setLastModifiedTime(bucket.folder().resolve("one.json"), FileTime.fromMillis(1_700_000_000_000L));

        assertThat(bucket.objects("").get(0).eTag()).isNotEqualTo(before);
    }

    @Test
    void moreThanAThousandObjectsAreListedInPages(TestBucket bucket) {
        for (var i = 0; i < 1500; i++) {
            bucket.drop("many/%04d.json".formatted(i), CONTENT);
        }

        var pages =
                bucket
                        .client()
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket.name()).prefix("many/"))
                        .stream()
                        .toList();

        assertThat(pages).extracting(page -> page.contents().size()).containsExactly(1000, 500);
        assertThat(bucket.objects("many/")).extracting(S3Object::key).isSorted().doesNotHaveDuplicates();
        assertThat(bucket.client()
                        .listObjectsV2(request -> request.bucket(bucket.name()).startAfter("many/1497.json"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("many/1498.json", "many/1499.json");
    }

    @Test
    void aReadCanBeAbortedManyTimesOver(TestBucket bucket) throws Exception {
        bucket.put("large.json", new byte[8 << 20]);

        for (var i = 0; i < 100; i++) {
            var object = bucket.client()
                    .getObject(request -> request.bucket(bucket.name()).key("large.json"));
            assertThat(object.read()).isZero();
            object.abort();
        }
        assertThat(bucket.get("large.json")).hasSize(8 << 20);
    }

    @Test
    void whatIsMissingOrForbiddenIsSaidAsS3SaysIt(TestBucket bucket) {
        var client = bucket.client();
        assertThatThrownBy(() -> client.listObjectsV2(request -> request.bucket("no-such-bucket")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> bucket.get("no-such-key")).isInstanceOf(NoSuchKeyException.class);
        var stranger = AwsBasicCredentials.create("stranger", "wrong");
        assertThatThrownBy(() -> client.listObjectsV2(request -> request.bucket(bucket.name())
                        .overrideConfiguration(
                                override -> override.credentialsProvider(StaticCredentialsProvider.create(stranger)))))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }

    @Test
    void objectsOutliveTheServerAndATakenPortIsGotAround(@TempDir Path folder) throws Exception {
        int port;
        try (var storage = EmbeddedStorage.start(folder, 0)) {
            storage.createBucket("kept");
            Files.write(storage.bucket("kept").resolve("a.json"), CONTENT);
            port = storage.endpoint().getPort();
            try (var second = EmbeddedStorage.start(folder.resolve("second"), port)) {
                assertThat(second.endpoint().getPort()).isNotEqualTo(port);
            }
        }
        try (var storage = EmbeddedStorage.start(folder, port);
                var client = TestBucket.client(storage)) {
            assertThat(storage.endpoint().getPort()).isEqualTo(port);
            assertThat(client.listObjectsV2(request -> request.bucket("kept")).contents())
                    .extracting(S3Object::key)
                    .containsExactly("a.json");
        }
    }

    @Test
    void stopsWhileClientsKeepTheirConnections(@TempDir Path folder) throws Exception {
        var storage = EmbeddedStorage.start(folder, 0);
        storage.createBucket("large");
        Files.write(storage.bucket("large").resolve("a.json"), new byte[8 << 20]);
        try (var client = TestBucket.client(storage)) {
            var reading = client.getObject(request -> request.bucket("large").key("a.json"));
            assertThat(reading.read()).isZero();

            storage.close();

            assertThatThrownBy(reading::readAllBytes).isNotNull();
            reading.abort();
        }
    }
}
