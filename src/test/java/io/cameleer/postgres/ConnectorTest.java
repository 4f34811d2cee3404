package io.cameleer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.embedded.EmbeddedWarehouse;
import io.cameleer.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A PostgreSQL that asks for passwords, and that listens on a Unix socket as well. */
@ExtendWith(TestServers.class)
class ConnectorTest {
    private static final String SECRET = "dr0wssaP";
    private static Path sockets;
    private static EmbeddedWarehouse server;

    private TestWarehouse warehouse;

    @BeforeAll
    static void startServer() throws IOException {
        // short, for a Unix socket's path has about 100 characters, and open to whatever user the server runs as
        sockets = Files.createTempDirectory(
                Path.of("/tmp"),
                "pg",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        var hba = Files.writeString(
                sockets.resolve("hba.conf"),
                """
                host all postgres samehost trust
                host all all samehost scram-sha-256
                local all all scram-sha-256
                """);
        server = TestServers.postgres(Map.of(
                "unix_socket_directories", sockets.toString(),
                "hba_file", hba.toString(),
                "password_encryption", "scram-sha-256"));
    }

    @BeforeEach
    void makeUser() {
        warehouse = TestServers.newWarehouse(server);
        warehouse.execute(
                """
                do $$ begin
                  if not exists (select 1 from pg_roles where rolname = 'loader') then create role loader login; end if;
                end $$;
                alter role loader password '%s';
                grant create, temporary on database %s to loader"""
                        .formatted(SECRET, warehouse.database()));
    }

    @Test
    void aPasswordMayStandInAFileAndIsReadForEachConnection(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("password"), "wrong\n");
        try (var connector = connector("warehouse.password-file=" + file)) {
            assertThatThrownBy(connector::connect).isInstanceOf(SQLException.class);

            Files.writeString(file, SECRET + "\n");

            assertThat(user(connector)).isEqualTo("loader");
        }
    }

    @Test
    void aPasswordMayComeFromACommandWhichRunsForEachConnection(@TempDir Path folder) throws Exception {
        var counter = folder.resolve("counter");
        try (var connector =
                connector("warehouse.password-command=echo run >> %s; echo '%s'".formatted(counter, SECRET))) {
            assertThat(user(connector)).isEqualTo("loader");
            assertThat(user(connector)).isEqualTo("loader");
        }
        assertThat(counter).hasContent("run\nrun\n");
    }

    @Test
    void aCommandThatFailsIsSaidWithItsOwnWords() {
        try (var connector = connector("warehouse.password-command=echo no token today >&2; exit 3")) {
            assertThatThrownBy(connector::connect)
                    .isInstanceOfSatisfying(SQLException.class, error -> assertThat(SqlErrors.isTransient(error))
                            .isTrue())
                    .hasMessage(
                            "warehouse.password-command gives no password: it ended with exit code 3. no token today");
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgainAndNotShown() {
        try (var connector = connector("warehouse.password=not-" + SECRET)) {
            assertThatThrownBy(connector::connect).isInstanceOfSatisfying(SQLException.class, error -> {
                assertThat(SqlErrors.isTransient(error)).isFalse();
                assertThat(SqlErrors.explain(error))
                        .isEqualTo(
                                "PostgreSQL: password authentication failed for user \"loader\" (28P01)."
                                        + " Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.");
            });
        }
    }

    @Test
    void aHostMayBeTheFolderOfAUnixSocket(TestBucket bucket) {
        bucket.putLines("1.json", "{\"type\":\"page\",\"messageId\":\"m-1\",\"name\":\"Home\"}");

        var report = TestCameleer.sync(TestCameleer.settings(
                warehouse,
                bucket,
                "warehouse.host=" + sockets,
                "warehouse.password=" + SECRET,
                "warehouse.user=loader"));

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, name from events.pages")).containsExactly("m-1|Home");
    }

    @Test
    void aConnectionSaysWhoseItIs() throws Exception {
        try (var connector = connector("warehouse.password=" + SECRET);
                var connection = connector.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("show application_name")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("cameleer");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            warehouse.password=a warehouse.password-file=b | Only one of warehouse.password and warehouse.password-file can say what the password is.
            warehouse.host=/run warehouse.ssl-mode=require | warehouse.host is the folder of a Unix socket, which never leaves this machine: it cannot be combined with warehouse.ssl-mode = require or with warehouse.ssh.enabled.
            warehouse.port=0                               | warehouse.port is "0", but must be a whole number from 1 to 65535.
            warehouse.user=                                | warehouse.user is missing: the user to connect as. Set it in a settings file, as WAREHOUSE_USER in the environment, or as --warehouse.user=… on the command line.
            warehouse.lock-timeout=-1                      | warehouse.lock-timeout is "-1", but must be a whole number from 0 to 86400.
            warehouse.ssl-mode=full                        | warehouse.ssl-mode is "full", but must be disable or prefer or require or verify-ca or verify-full.
            """)
    void settingsThatMakeNoSenseAreRefused(String given, String message) {
        assertThatThrownBy(() -> connector(given.split(" ")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(message);
    }

    private static String user(Connector connector) throws SQLException {
        try (var connection = connector.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private Connector connector(String... more) {
        var asLoader = new TestWarehouse(warehouse.host(), warehouse.port(), warehouse.database(), "loader", "");
        return new Connector(ConnectionSettings.of(TestCameleer.settings(asLoader, more)));
    }
}
