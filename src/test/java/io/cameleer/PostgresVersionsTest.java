package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.embedded.EmbeddedWarehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oldest and the newest version of PostgreSQL, or those that {@code -Pall-postgres} names. */
@ExtendWith(TestServers.class)
class PostgresVersionsTest {
    static Stream<String> versions() {
        return Arrays.stream(System.getProperty("postgres.versions", "18").split(","));
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void eventFilesBecomeTheSameTables(String version, TestBucket bucket) {
        try (var server = start(version)) {
            for (var method : new String[] {"load.method=copy", "load.method=insert"}) {
                var warehouse = TestServers.newWarehouse(server);
                assertThat(warehouse.value("show server_version")).startsWith(version + ".");
                var shop = new SmallShop(bucket);

                assertThat(TestCameleer.sync(warehouse, bucket, method).allLoaded())
                        .isTrue();
                shop.assertFirstLoaded(warehouse);
                shop.putMore();
                assertThat(TestCameleer.sync(warehouse, bucket, method).allLoaded())
                        .isTrue();
                shop.assertAllLoaded(warehouse);
                bucket.delete("shop/3.json.gz");
            }
        }
    }

    /** The version on the class path, or one that the build has laid beside. */
    private static EmbeddedWarehouse start(String version) {
        if (version.equals("18")) {
            return TestServers.postgres(Map.of());
        }
        var programs = Path.of("target", "postgres", version + ".jar");
        var linux = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (!linux || !Files.exists(programs)) {
            Skip.because("PostgreSQL " + version, "its programs are not at hand for this machine");
        }
        return TestServers.postgres(programs);
    }
}
