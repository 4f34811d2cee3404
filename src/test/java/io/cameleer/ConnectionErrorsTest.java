package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL or the storage cannot be reached, or do not let Cameleer in: a sentence says what to do. */
@ExtendWith(TestServers.class)
class ConnectionErrorsTest {
    private static final String SECRET = "s3cret-word";
    private static final String TRYING = "Trying again";

    /** What one command gives: its exit code and what a person sees. */
    private record Run(int exitCode, String seen) {}

    @BeforeEach
    void anEventFile(TestBucket bucket) {
        bucket.putGzipLines("1.json.gz", Purchases.lines(1, 2));
    }

    @Test
    void withAllWellTheExitCodeIs0(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket);

        assertThat(run.exitCode()).isEqualTo(Cameleer.OK);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            warehouse.host=no-such-host.invalid                | PostgreSQL: the host name no-such-host.invalid is not known. Check warehouse.host.
            warehouse.user=nobody_here                         | PostgreSQL: role "nobody_here" does not exist (28000). Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.
            warehouse.database=no_such_database                | PostgreSQL: database "no_such_database" does not exist (3D000). Check warehouse.database, or create it with CREATE DATABASE.
            storage.bucket=no-such-bucket                      | storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.
            storage.secret-access-key=wrong-s3cret-word        | (SignatureDoesNotMatch). Check storage.access-key-id, storage.secret-access-key and storage.region.
            storage.access-key-id=nobody                       | (InvalidAccessKeyId). Check storage.access-key-id, storage.secret-access-key and storage.region.
            storage.endpoint=http://no-such-host.invalid:9000  | storage: the host name no-such-host.invalid is not known. Check storage.endpoint and storage.region.
            """)
    void whatWillNotPassIsNotTriedAgain(String setting, String sentence, TestWarehouse warehouse, TestBucket bucket) {
        assertFailsAtOnce(once(warehouse, bucket, setting), sentence);
    }

    @Test
    void aPortThatNobodyListensOnIsTriedAgain(TestWarehouse warehouse, TestBucket bucket) {
        try (var way = FaultyConnection.to(warehouse.host(), warehouse.port())) {
            way.off();

            var run = once(warehouse, bucket, "warehouse.port=" + way.port(), "load.retries=2");

            assertFails(
                    run,
                    "PostgreSQL: Connection to localhost:" + way.port()
                            + " refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP"
                            + " connections (08001). Check warehouse.host and warehouse.port, and that PostgreSQL runs and lets this"
                            + " machine in.");
            assertThat(run.seen()).containsOnlyOnce(TRYING + " (1 of 2)").containsOnlyOnce(TRYING + " (2 of 2)");
        }
    }

    @Test
    void aWrongPassword(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        var user = userWithPassword(warehouse);

        var run = once(warehouse, bucket, "warehouse.user=" + user, "warehouse.password=wrong-" + SECRET);

        assertFailsAtOnce(
                run,
                "PostgreSQL: password authentication failed for user \"" + user
                        + "\" (28P01). Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.");
    }

    @Test
    void noPassword(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        var user = userWithPassword(warehouse);

        var run = once(warehouse, bucket, "warehouse.user=" + user, "warehouse.password=");

        assertFailsAtOnce(
                run,
                "PostgreSQL: The server requested SCRAM-based authentication, but the password is an empty string (08004)."
                        + " If the server has no TLS, set warehouse.ssl-mode = disable, where the way to it is safe without. If it asks for a password, set warehouse.user and warehouse.password.");
    }

    @Test
    void theRightPassword(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        var user = userWithPassword(warehouse);
        warehouse.execute("grant create on database %s to %s".formatted(warehouse.database(), user));

        var run = once(warehouse, bucket, "warehouse.user=" + user, "warehouse.password=" + SECRET);

        assertThat(run.exitCode()).isEqualTo(Cameleer.OK);
        assertThat(run.seen()).doesNotContain(SECRET);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 2));
    }

    @Test
    void aStorageThatIsDownIsTriedAgain(TestWarehouse warehouse, TestBucket bucket) {
        try (var way = FaultyConnection.to(
                bucket.endpoint().getHost(), bucket.endpoint().getPort())) {
            way.off();
            var endpoint = "http://127.0.0.1:" + way.port();

            var run = once(warehouse, bucket, "storage.endpoint=" + endpoint, "load.retries=2");

            assertFails(
                    run,
                    "storage: Connect to 127.0.0.1:" + way.port() + " [/127.0.0.1] failed: Connection refused."
                            + " Check storage.endpoint and storage.region, and the credentials.");
            assertThat(run.seen()).containsOnlyOnce(TRYING + " (1 of 2)").containsOnlyOnce(TRYING + " (2 of 2)");
        }
    }

    /** Two loaders, the heartbeat and the ledger share what there is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aUserWithFewConnectionsLoadsAllTheSame(int connections, TestWarehouse warehouse, TestBucket bucket) {
        var user = warehouse.database() + "_user";
        warehouse.execute("create role %s login connection limit %d; grant create on database %s to %1$s"
                .formatted(user, connections, warehouse.database()));
        for (int file = 2; file < 8; file++) {
            bucket.putGzipLines(file + ".json.gz", Purchases.lines(2 * file - 1, 2 * file));
        }

        var run = once(warehouse, bucket, "warehouse.user=" + user, "load.batch-rows=1", "sync.heartbeat=100");

        assertThat(run.exitCode()).as(run.seen()).isEqualTo(Cameleer.OK);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, 14));
    }

    /** A failed sync says so in one line, and what is printed is for people: no stack traces, no secrets. */
    private static void assertFails(Run run, String sentence) {
        assertThat(run.exitCode()).isEqualTo(Cameleer.NOT_ALL_LOADED);
        assertThat(run.seen()).containsPattern("ERROR .*Sync \\d+ failed in").contains(sentence);
        assertThat(run.seen()).doesNotContain("\tat ", "Exception", SECRET);
    }

    private static void assertFailsAtOnce(Run run, String sentence) {
        assertFails(run, sentence);
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    /** Runs the command line with {@code --once} as a user does. */
    private static Run once(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var arguments = new ArrayList<>(TestCameleer.arguments(TestCameleer.settings(warehouse, bucket, more)));
        arguments.add("--once");
        try (var console = Console.open()) {
            int exitCode = Cameleer.run(new Cameleer(), arguments.toArray(String[]::new));
            return new Run(exitCode, console.text());
        }
    }

    /** A new user whom the server asks for the password, unlike others. */
    private static String userWithPassword(TestWarehouse warehouse) throws IOException {
        var user = warehouse.database() + "_user";
        warehouse.execute("create role %s login password '%s'".formatted(user, SECRET));
        var rules = Path.of(warehouse.value("show hba_file"));
        Files.writeString(rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
        warehouse.execute("select pg_reload_conf()");
        // which the server does when it comes to it
        await().until(() -> !letsIn(warehouse, user));
        return user;
    }

    private static boolean letsIn(TestWarehouse warehouse, String user) {
        try {
            DriverManager.getConnection(warehouse.jdbcUrl(), user, "no-" + SECRET)
                    .close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
