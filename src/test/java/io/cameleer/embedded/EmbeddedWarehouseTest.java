package io.cameleer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cameleer.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedWarehouseTest {
    @TempDir
    Path folder;

    @Test
    void dataOutlivesTheServer() throws Exception {
        try (var warehouse = start(0, false)) {
            execute(warehouse, "CREATE TABLE kept AS SELECT 'Çelik' AS name");
        }
        try (var warehouse = start(0, false)) {
            assertThat(value(warehouse, "SELECT name FROM kept")).isEqualTo("Çelik");
        }
    }

    /** Everybody who has an account on the machine can connect to it. */
    @Test
    void onlyWhoeverCanReadItsFolderIsLetIn() throws Exception {
        var settings = new EmbeddedWarehouse.Settings(
                folder, TestServers.binaries(), 0, false, Map.of(), Optional.empty(), true);
        String password;
        try (var warehouse = EmbeddedWarehouse.start(settings)) {
            password = warehouse.password();
            assertThat(password).hasSize(48);
            assertThat(Files.readString(folder.resolve("pgpass")))
                    .isEqualTo("localhost:*:*:postgres:" + password + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("pgpass"))))
                    .isEqualTo("rw-------");
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> connect(warehouse, "")).isInstanceOf(SQLException.class));
            assertThatThrownBy(() -> connect(warehouse, "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThat(value(warehouse, "SELECT current_user")).isEqualTo("postgres");
        }
        try (var warehouse = EmbeddedWarehouse.start(settings)) {
            assertThat(warehouse.password()).isEqualTo(password);
            assertThatThrownBy(() -> connect(warehouse, "guess")).isInstanceOf(SQLException.class);
            assertThat(value(warehouse, "SELECT current_user")).isEqualTo("postgres");
        }
        Files.delete(folder.resolve("pgpass"));
        try (var warehouse = EmbeddedWarehouse.start(settings)) {
            assertThat(warehouse.password()).hasSize(48).isNotEqualTo(password);
            assertThat(value(warehouse, "SELECT current_user")).isEqualTo("postgres");
        }
    }

    private static void connect(EmbeddedWarehouse warehouse, String password) throws SQLException {
        DriverManager.getConnection(
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(warehouse.host(), warehouse.port(), warehouse.database()),
                        warehouse.user(),
                        password)
                .close();
    }

    @Test
    void listensOnThePreferredPortUnlessItIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var warehouse = start(taken.getLocalPort(), false)) {
            assertThat(warehouse.port()).isNotEqualTo(taken.getLocalPort());
        }
        var free = FreePorts.any();
        try (var warehouse = start(free, false)) {
            assertThat(warehouse.port()).isEqualTo(free);
        }
    }

    @Test
    void aDurableServerWritesWhatItPromises() throws Exception {
        try (var warehouse = start(0, true)) {
            assertThat(value(warehouse, "SHOW fsync")).isEqualTo("on");
            assertThat(value(warehouse, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(value(warehouse, "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void aServerLeftBehindByAKilledRunIsReplaced() throws Exception {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var answer = child.inputReader().readLine();
        assertThat(answer).startsWith("committed ");
        // the owner gets no chance to stop its server
        child.destroyForcibly().waitFor();
        var leftBehind = ProcessHandle.of(postmasterPid()).orElseThrow();
        assertThat(leftBehind.isAlive()).isTrue();

        try (var warehouse = start(0, false)) {
            assertThat(leftBehind.isAlive()).isFalse();
            assertThat(value(warehouse, "SELECT string_agg(name, ',') FROM owned"))
                    .isEqualTo("committed");
        }
    }

    @Test
    void aFolderInUseIsRefused() throws Exception {
        try (var warehouse = start(0, false)) {
            assertThatThrownBy(() -> start(0, false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another run");
            assertThat(value(warehouse, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aStalePidFileIsNoHindrance() throws Exception {
        start(0, false).close();
        // a pid that is alive, but no PostgreSQL server's: this JVM's
        var data = folder.resolve("data").toRealPath();
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + data + "\n0\n5432\n");

        try (var warehouse = start(0, false)) {
            assertThat(value(warehouse, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void dataWhoseCreationWasCutShortIsCreatedAnew() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("postgresql.conf"), "");
        Files.writeString(folder.resolve("initializing"), "");

        try (var warehouse = start(0, false)) {
            assertThat(value(warehouse, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void programsWhoseUnpackingWasCutShortAreUnpackedAgain() throws Exception {
        var binaries = folder.resolve("binaries");
        start(0, false).close();
        try (var unpacked = Files.newDirectoryStream(TestServers.binaries(), "PG-*")) {
            var half = Files.createDirectories(
                    binaries.resolve(unpacked.iterator().next().getFileName()).resolve("bin"));
            Files.writeString(half.resolve("postgres"), "half");
        }

        var settings = new EmbeddedWarehouse.Settings(folder, binaries, 0, false);
        try (var warehouse = EmbeddedWarehouse.start(settings)) {
            assertThat(value(warehouse, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void dataThatCannotBeReadIsSaidWithThePathOfTheLog() throws Exception {
        start(0, false).close();
        Files.writeString(folder.resolve("data/postgresql.conf"), "shared_buffers = nonsense");
        Files.delete(folder.resolve("data/global/pg_control"));

        var settings = new EmbeddedWarehouse.Settings(folder, TestServers.binaries(), 0, false);
        assertThatThrownBy(() -> EmbeddedWarehouse.start(settings, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("postgres.log").toString());
    }

    /** Another run: starts a server, commits a row, leaves one uncommitted, and waits to be killed. */
    static final class Owner {
        public static void main(String[] folder) throws Exception {
            var warehouse = EmbeddedWarehouse.start(
                    new EmbeddedWarehouse.Settings(Path.of(folder[0]), TestServers.binaries(), 0, false));
            execute(warehouse, "CREATE TABLE owned AS SELECT 'committed' AS name");
            var connection = connect(warehouse);
            connection.setAutoCommit(false);
            connection.createStatement().execute("INSERT INTO owned VALUES ('open')");
            System.out.println("committed on " + warehouse.port());
            Thread.currentThread().join();
        }
    }

    private EmbeddedWarehouse start(int preferredPort, boolean durable) throws IOException {
        return EmbeddedWarehouse.start(
                new EmbeddedWarehouse.Settings(folder, TestServers.binaries(), preferredPort, durable));
    }

    private long postmasterPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
    }

    private static Connection connect(EmbeddedWarehouse warehouse) throws SQLException {
        var url = "jdbc:postgresql://%s:%d/%s".formatted(warehouse.host(), warehouse.port(), warehouse.database());
        return DriverManager.getConnection(url, warehouse.user(), warehouse.password());
    }

    private static void execute(EmbeddedWarehouse warehouse, String sql) throws SQLException {
        try (var connection = connect(warehouse);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(EmbeddedWarehouse warehouse, String query) throws SQLException {
        try (var connection = connect(warehouse);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
