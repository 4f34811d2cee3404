package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL or the storage cannot be reached, or do not let Cameleer in: a sentence says what to do. */
@ExtendWith(TestServers.class)
class ConnectionTroubleTest {
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

    @Test
    void aHostThatIsNotKnown(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "warehouse.host=no-such-host.invalid");

        fails(run, "PostgreSQL: the host name no-such-host.invalid is not known. Check warehouse.host.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void aPortThatNobodyListensOnIsTriedAgain(TestWarehouse warehouse, TestBucket bucket) {
        try (var way = FaultyConnection.to(warehouse.host(), warehouse.port())) {
            way.off();

            var run = once(warehouse, bucket, "warehouse.port=" + way.port(), "load.retries=2");

            fails(
                    run,
                    "PostgreSQL: Connection to localhost:" + way.port()
                            + " refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP"
                            + " connections (08001). Check warehouse.host and warehouse.port, and that PostgreSQL runs and lets this"
                            + " machine in.");
            assertThat(run.seen()).containsOnlyOnce("Trying again (1 of 2)").containsOnlyOnce("Trying again (2 of 2)");
        }
    }

    @Test
    void aWrongPassword(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        var user = userWithPassword(warehouse);

        var run = once(warehouse, bucket, "warehouse.user=" + user, "warehouse.password=wrong-" + SECRET);

        fails(
                run,
                "PostgreSQL: password authentication failed for user \"" + user
                        + "\" (28P01). Check warehouse.user, its password, warehouse.ssl-mode, and pg_hba.conf of the server.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void noPassword(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        var user = userWithPassword(warehouse);

        var run = once(warehouse, bucket, "warehouse.user=" + user, "warehouse.password=");

        fails(
                run,
                "PostgreSQL: The server requested SCRAM-based authentication, but the password is an empty string (08004)."
                        + " If the server has no TLS, set warehouse.ssl-mode = disable, where the way to it is safe without. If it asks for a password, set warehouse.user and warehouse.password.");
        assertThat(run.seen()).doesNotContain(TRYING);
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
    void aUserThatThereIsNot(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "warehouse.user=nobody_here");

        fails(
                run,
                "PostgreSQL: role \"nobody_here\" does not exist (28000). Check warehouse.user, its password,"
                        + " warehouse.ssl-mode, and pg_hba.conf of the server.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void aDatabaseThatThereIsNot(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "warehouse.database=no_such_database");

        fails(
                run,
                "PostgreSQL: database \"no_such_database\" does not exist (3D000). Check warehouse.database, or create it"
                        + " with CREATE DATABASE.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void aBucketThatThereIsNot(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "storage.bucket=no-such-bucket");

        fails(run, "storage: there is no such bucket. Check storage.bucket, storage.endpoint and storage.region.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void aWrongSecret(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "storage.secret-access-key=wrong-" + SECRET);

        fails(
                run,
                "(SignatureDoesNotMatch). Check storage.access-key-id, storage.secret-access-key and storage.region.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void aWrongAccessKey(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "storage.access-key-id=nobody");

        fails(run, "(InvalidAccessKeyId). Check storage.access-key-id, storage.secret-access-key and storage.region.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void aStorageThatIsDownIsTriedAgain(TestWarehouse warehouse, TestBucket bucket) {
        try (var way = FaultyConnection.to(
                bucket.endpoint().getHost(), bucket.endpoint().getPort())) {
            way.off();
            var endpoint = "http://127.0.0.1:" + way.port();

            var run = once(warehouse, bucket, "storage.endpoint=" + endpoint, "load.retries=2");

            fails(
                    run,
                    "storage: Connect to 127.0.0.1:" + way.port() + " [/127.0.0.1] failed: Connection refused."
                            + " Check storage.endpoint and storage.region, and the credentials.");
            assertThat(run.seen()).containsOnlyOnce("Trying again (1 of 2)").containsOnlyOnce("Trying again (2 of 2)");
        }
    }

    @Test
    void aStorageWhoseHostIsNotKnown(TestWarehouse warehouse, TestBucket bucket) {
        var run = once(warehouse, bucket, "storage.endpoint=http://no-such-host.invalid:9000");

        fails(
                run,
                "storage: the host name no-such-host.invalid is not known. Check storage.endpoint and storage.region.");
        assertThat(run.seen()).doesNotContain(TRYING);
    }

    @Test
    void settingsThatMakeNoSenseGiveExitCode2(TestWarehouse warehouse, TestBucket bucket) {
        assertThat(once(warehouse, bucket, "warehouse.host="))
                .isEqualTo(
                        new Run(
                                Cameleer.USAGE,
                                """
                        warehouse.host is missing: the host that PostgreSQL runs on. Set it in a settings file, as \
                        WAREHOUSE_HOST in the environment, or as --warehouse.host=… on the command line.
                        """));
        assertThat(once(warehouse, bucket, "load.threads=many"))
                .isEqualTo(new Run(
                        Cameleer.USAGE, "load.threads is \"many\", but must be a whole number from 1 to 64.\n"));
        assertThat(once(warehouse, bucket, "load.method=bcp"))
                .isEqualTo(new Run(Cameleer.USAGE, "load.method is \"bcp\", but must be copy or insert.\n"));
        assertThat(once(warehouse, bucket, "storage.endpoint=localhost:9000"))
                .isEqualTo(
                        new Run(
                                Cameleer.USAGE,
                                "storage.endpoint is \"localhost:9000\", but must be an address such as http://localhost:9000.\n"));
    }

    /** A failed sync says so in one line, and what is printed is for people: no stack traces, no secrets. */
    private static void fails(Run run, String sentence) {
        assertThat(run.exitCode()).isEqualTo(Cameleer.NOT_ALL_LOADED);
        assertThat(run.seen()).containsPattern("ERROR .*Sync \\d+ failed in").contains(sentence);
        assertThat(run.seen()).doesNotContain("\tat ", "Exception", SECRET);
    }

    /** Runs the command line with {@code --once} as a user does. */
    private static Run once(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var settings = TestCameleer.settings(warehouse, bucket, more);
        var arguments = new ArrayList<>(List.of("--once"));
        settings.keys().stream()
                .filter(key -> !key.startsWith("camel."))
                .forEach(key -> arguments.add("--" + key + "=" + settings.text(key)));
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
        return user;
    }
}
