package io.cameleer.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.settings.Settings;
import io.cameleer.storage.StorageError.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What routes may expect of a storage, whichever it is: asked of each by its kamelets. */
class StorageTest {
    /** The kinds of storage. */
    enum Kinds {
        S3 {
            @Override
            Place place() {
                var bucket = TestServers.newBucket();
                return new Place(
                        bucket,
                        TestCameleer.settings(
                                "storage.bucket=" + bucket.name(),
                                "storage.endpoint=" + bucket.endpoint(),
                                "storage.access-key-id=" + bucket.accessKeyId(),
                                "storage.secret-access-key=" + bucket.secretAccessKey()),
                        bucket.name());
            }
        },
        FOLDER {
            @Override
            Place place() {
                var bucket = TestServers.newBucket();
                return new Place(
                        bucket,
                        TestCameleer.settings("storage.type=folder", "storage.folder=" + bucket.folder()),
                        bucket.folder().toAbsolutePath().toString());
            }
        };

        abstract Place place();
    }

    /**
     * A storage of a test's own.
     *
     * @param bucket the server's buckets are folders, so that one of them serves as either kind
     * @param location by which the ledger is to know it
     */
    record Place(TestBucket bucket, Settings settings, String location) {
        void put(String key, String content) {
            if (isBucket()) {
                bucket.put(key, content.getBytes(UTF_8));
            } else {
                bucket.drop(key, content.getBytes(UTF_8));
            }
        }

        void delete(String key) throws IOException {
            if (isBucket()) {
                bucket.delete(key);
            } else {
                Files.delete(bucket.folder().resolve(key));
            }
        }

        private boolean isBucket() {
            return settings.text("storage.type").equals("s3");
        }

        StorageKamelets open(String... more) {
            var all = settings;
            for (var setting : more) {
                var parts = setting.split("=", 2);
                all = all.with(Map.of(parts[0], parts[1]), "test");
            }
            return new StorageKamelets(all);
        }
    }

    @ParameterizedTest
    @EnumSource
    void objectsAreListedInTheOrderOfTheirKeys(Kinds kind) {
        var place = kind.place();
        var keys = List.of(
                "a-b/1.json", "a.json", "a/1.json", "a/b/2.json", "a/b0.json", "a0.json", "b/ö +%&.json", "ä.json");
        keys.forEach(key -> place.put(key, ""));

        try (var storage = place.open()) {
            assertThat(keys(storage, "")).isEqualTo(keys);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectIsListedWithItsSizeAndTheTimeOfItsLastChange(Kinds kind) {
        var place = kind.place();
        var before = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
        place.put("a/1.json", "{}");

        try (var storage = place.open()) {
            var object = storage.list("").next();

            assertThat(object.key()).isEqualTo("a/1.json");
            assertThat(object.size()).isEqualTo(2);
            assertThat(object.etag()).isNotBlank();
            assertThat(Instant.parse(object.lastModified())).isBetween(before, Instant.now());
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyKeysThatBeginWithThePrefixAreListed(Kinds kind) {
        var place = kind.place();
        List.of("a/1.json", "a/2.json", "a/2/3.json", "a2.json", "b/a/2.json").forEach(key -> place.put(key, ""));

        try (var folder = place.open("storage.prefix=a/");
                var part = place.open("storage.prefix=a/2");
                var none = place.open("storage.prefix=a/2/3.json/")) {
            assertThat(keys(folder, "")).containsExactly("a/1.json", "a/2.json", "a/2/3.json");
            assertThat(keys(part, "")).containsExactly("a/2.json", "a/2/3.json");
            assertThat(keys(none, "")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void moreThanAPageIsListedWhole(Kinds kind) {
        var place = kind.place();
        var keys = IntStream.range(0, 1_100).mapToObj("%04d.json"::formatted).toList();
        // by way of S3 it would take long
        keys.forEach(key -> place.bucket().drop(key, new byte[0]));

        try (var storage = place.open()) {
            assertThat(keys(storage, "")).isEqualTo(keys);
        }
    }

    @ParameterizedTest
    @EnumSource
    void foldersOfDaysBeforeTheFirstRecentOneAreLeftOut(Kinds kind) {
        var place = kind.place();
        List.of("1.json", "src/03-08-2024/2.json", "src/2024-03-08/a/3.json", "src/2024-03-09/4.json", "src/5.json")
                .forEach(key -> place.put(key, ""));

        try (var storage = place.open()) {
            assertThat(keys(storage, "2024-03-09")).containsExactly("1.json", "src/2024-03-09/4.json", "src/5.json");
            assertThat(keys(storage, "")).hasSize(5);
        }
        try (var oldDay = place.open("storage.prefix=src/2024-03-08/")) {
            assertThat(keys(oldDay, "2024-03-09")).containsExactly("src/2024-03-08/a/3.json");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectIsOpenedAndRead(Kinds kind) throws IOException {
        var place = kind.place();
        var keys = List.of("a/b/1.json", "ö +%&{}?#.json");
        keys.forEach(key -> place.put(key, "content of " + key));

        try (var storage = place.open()) {
            for (var objects = storage.list(""); objects.hasNext(); ) {
                var object = objects.next();
                assertThat(read(storage, object)).isEqualTo("content of " + object.key());
                assertThat(read(storage, anyVersion(object.key()))).isEqualTo("content of " + object.key());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyObjectIsReadToItsEnd(Kinds kind) throws IOException {
        var place = kind.place();
        place.put("1.json", "");

        try (var storage = place.open()) {
            assertThat(read(storage, storage.list("").next())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatWasReplacedSinceItWasListedIsNotOpened(Kinds kind) {
        var place = kind.place();
        place.put("1.json", "old");

        try (var storage = place.open()) {
            var object = storage.list("").next();
            place.put("1.json", "the new one");

            assertThat(error(() -> read(storage, object))).isEqualTo(StorageError.replaced());
            assertThat(error(() -> read(storage, storage.list("").next()))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatWasDeletedSinceItWasListedIsMissing(Kinds kind) throws IOException {
        var place = kind.place();
        place.put("a/1.json", "old");

        try (var storage = place.open()) {
            var object = storage.list("").next();
            place.delete("a/1.json");

            assertThat(error(() -> read(storage, object))).isEqualTo(StorageError.missing());
        }
    }

    /** One that was not given back would soon be missed: an S3 client has {@code load.threads} connections and two more. */
    @ParameterizedTest
    @EnumSource
    void aStreamThatIsClosedBeforeItsEndGivesItsConnectionBack(Kinds kind) throws IOException {
        var place = kind.place();
        place.put("1.json", "x".repeat(4 << 20));

        try (var storage = place.open("load.threads=1", "storage.timeout=2")) {
            var object = storage.list("").next();
            for (int i = 0; i < 10; i++) {
                try (var stream = storage.open(object)) {
                    assertThat(stream.readNBytes(10)).hasSize(10);
                }
            }
            assertThat(read(storage, object)).hasSize(4 << 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingIsThereNothingIsListed(Kinds kind) {
        try (var storage = kind.place().open()) {
            assertThat(storage.list("").hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStorageHasALocationOfItsOwn(Kinds kind) {
        var place = kind.place();

        assertThat(Storages.location(place.settings())).isEqualTo(place.location());
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceThatThereIsNotIsAMatterOfTheSettings(Kinds kind) {
        try (var storage = kind.place().open("storage.bucket=no-such-bucket", "storage.folder=/no/such/folder")) {
            var error = error(() -> storage.list(""));

            assertThat(error.kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(error.message()).startsWith("storage: there is no ").contains("Check storage.");
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What the error means that comes of some work; null if none does. */
    private static StorageError error(Work work) {
        var thrown = catchThrowable(work::run);
        return thrown == null ? null : StorageErrors.of(thrown);
    }

    private static StoredObject anyVersion(String key) {
        return new StoredObject(key, "", 0, "");
    }

    private static String read(StorageKamelets storage, StoredObject object) throws IOException {
        try (InputStream stream = storage.open(object)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static List<String> keys(StorageKamelets storage, String recentSince) {
        var keys = new ArrayList<String>();
        storage.list(recentSince).forEachRemaining(object -> keys.add(object.key()));
        return keys;
    }
}
