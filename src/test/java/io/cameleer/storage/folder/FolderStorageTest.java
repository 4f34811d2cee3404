package io.cameleer.storage.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.storage.KeyOrder;
import io.cameleer.storage.StorageError;
import io.cameleer.storage.StorageError.Kind;
import io.cameleer.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is peculiar to a folder; what it shares with other storages is in {@code StorageTest}. */
class FolderStorageTest {
    @TempDir
    private Path root;

    private Path folder;
    private FolderStorage storage;

    @BeforeEach
    void aFolder() throws IOException {
        folder = Files.createDirectory(root.resolve("events"));
        storage = new FolderStorage(folder, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.json", "a/../../secret.json", "/etc/passwd", "a/../1.json", "..", "", "a\0.json"})
    void aKeyThatLeadsOutOfTheFolderIsRefused(String key) throws IOException {
        Files.writeString(root.resolve("secret.json"), "{}");
        put("1.json");
        put("a/2.json");

        assertThatThrownBy(() -> storage.file(key)).isInstanceOf(StorageException.class);
        if (key.contains("secret") || key.startsWith("/")) {
            assertRefused(key);
        }
    }

    @Test
    void aLinkIsNeitherListedNorOpened() throws IOException {
        Files.writeString(root.resolve("secret.json"), "{}");
        Files.writeString(Files.createDirectory(root.resolve("other")).resolve("1.json"), "{}");
        put("1.json");
        Files.createSymbolicLink(folder.resolve("link.json"), root.resolve("secret.json"));
        Files.createSymbolicLink(folder.resolve("loop"), folder);
        Files.createSymbolicLink(folder.resolve("other"), root.resolve("other"));

        assertThat(keys(storage, "")).containsExactly("1.json");
        for (var key : List.of("link.json", "loop/1.json", "other/1.json")) {
            assertRefused(key);
        }
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        put("a/1.json");
        var link = new FolderStorage(Files.createSymbolicLink(root.resolve("link"), folder), "");

        assertThat(keys(link, "")).containsExactly("a/1.json");
        assertThat(link.file("a/1.json")).isReadable();
        assertThat(link.location()).isEqualTo(root.resolve("link").toString());
    }

    @Test
    void whatIsDeletedWhileTheFolderIsListedIsLeftOut() throws IOException {
        for (var key : List.of("a/1.json", "b/2.json", "c/3.json")) {
            put(key);
        }
        var listing = storage.list("");
        assertThat(listing.next().key()).isEqualTo("a/1.json");

        Files.delete(folder.resolve("b/2.json"));
        Files.delete(folder.resolve("b"));

        // and so no folder is looked into before it is its turn
        assertThat(listing.next().key()).isEqualTo("c/3.json");
        assertThat(listing.hasNext()).isFalse();
    }

    @Test
    void aFileThatIsWrittenWhileItIsReadIsNotTakenForWhole() throws IOException {
        put("1.json");
        var object = storage.list("").next();
        try (var opened = Files.newInputStream(storage.file(object.key()));
                var stream = storage.stream(opened, object.key(), object.etag())) {
            assertThat(stream.read()).isEqualTo('{');
            Files.writeString(folder.resolve("1.json"), "{}\n{}\n");

            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.error()).isEqualTo(StorageError.replaced()));
        }
    }

    @Test
    void aFolderIsNoObject() throws IOException {
        put("a.json/1.json");

        assertThat(keys(storage, "")).containsExactly("a.json/1.json");
        assertThatThrownBy(() -> storage.file("a.json"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.error()).isEqualTo(StorageError.missing()));
    }

    /** Whatever the names are: in the order of their bytes, not in that of Java's characters. */
    @Test
    void allIsListedInTheOrderOfKeysThatLiesInNoOldDateFolder() throws IOException {
        var names = List.of(
                "a", "a-", "a0", "a.json", "b", "2024-01-05", "2024-03-10", "\uFF5E", "\uD83D\uDE00", ".c", " ");
        for (long seed = 0; seed < 50; seed++) {
            var dice = new Random(seed);
            var tree = Files.createDirectory(root.resolve("tree-" + seed));
            var keys = new TreeSet<>(new KeyOrder());
            for (int i = 0; i < 30; i++) {
                var key = IntStream.rangeClosed(0, dice.nextInt(4))
                                .mapToObj(depth -> names.get(dice.nextInt(names.size())))
                                .collect(Collectors.joining("/"))
                        + ".jsonl";
                keys.add(key);
                Files.createDirectories(tree.resolve(key).getParent());
                Files.writeString(tree.resolve(key), "");
            }
            var recent = keys.stream()
                    .filter(key -> !Stream.of(key.split("/(?=[^/]*$)")[0].split("/"))
                            .limit(key.chars().filter(c -> c == '/').count())
                            .filter(name -> name.startsWith("2024"))
                            .findFirst()
                            .equals(Optional.of("2024-01-05")))
                    .toList();

            assertThat(keys(new FolderStorage(tree, ""), "")).as("seed " + seed).containsExactlyElementsOf(keys);
            assertThat(keys(new FolderStorage(tree, ""), "2024-03-01"))
                    .as("seed " + seed)
                    .isEqualTo(recent);
        }
    }

    private void put(String key) throws IOException {
        Files.createDirectories(folder.resolve(key).getParent());
        Files.write(folder.resolve(key), "{}\n".getBytes(UTF_8));
    }

    private void assertRefused(String key) {
        assertThatThrownBy(() -> storage.file(key)).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.error().kind()).isEqualTo(Kind.DENIED);
            assertThat(e).hasMessage("storage: %s is not in the folder %s.", key, folder);
        });
    }

    private static List<String> keys(FolderStorage storage, String recentSince) {
        var keys = new ArrayList<String>();
        storage.list(recentSince).forEachRemaining(object -> keys.add(object.key()));
        return keys;
    }
}
