package io.cameleer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameleer.embedded.EmbeddedWarehouse;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A real PgBouncer in between, with fewer connections to PostgreSQL than Cameleer has to it. It follows no prepared
 * statements from one connection to the next: before version 1.21 it never did, since then with
 * {@code max_prepared_statements = 0}.
 */
@ExtendWith(TestServers.class)
class PoolerTest {
    private static EmbeddedWarehouse server;

    @BeforeAll
    static void findPgBouncer() {
        if (!Files.isExecutable(Path.of("/usr/sbin/pgbouncer"))) {
            Skip.because("loading through PgBouncer", "there is no /usr/sbin/pgbouncer on this machine");
        }
        server = TestServers.postgres(Map.of());
    }

    @ParameterizedTest(name = "pool_mode = {0}, {1}")
    @CsvSource({
        "session,     load.method=copy",
        "session,     load.method=insert",
        "transaction, load.method=copy",
        "transaction, load.method=insert"
    })
    void eventFilesBecomeTheSameTablesThroughAPooler(String mode, String method, TestBucket bucket) throws Exception {
        var direct = TestServers.newWarehouse(server);
        var shop = new SmallShop(bucket);

        try (var pooler = new PgBouncer(server, mode)) {
            var through = new TestWarehouse("127.0.0.1", pooler.port, direct.database(), direct.user(), "");
            assertThat(TestCameleer.sync(through, bucket, method, "load.batch-rows=2")
                            .allLoaded())
                    .isTrue();
            shop.assertFirstLoaded(direct);
            shop.putMore();
            assertThat(TestCameleer.sync(through, bucket, method, "load.batch-rows=2")
                            .allLoaded())
                    .isTrue();
            shop.assertAllLoaded(direct);

            // nothing of a session stays behind on connections that others get next
            var settings = "select current_setting('search_path'), current_setting('statement_timeout'),"
                    + " current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')";
            assertThat(through.lines(settings)).containsExactly("\"$user\", public|0|0|0");
            assertThat(
                            direct.lines(
                                    "select distinct nspname from pg_class c join pg_namespace n on n.oid = relnamespace"
                                            + " where relkind = 'r' and nspname not like 'pg\\_%' and nspname <> 'information_schema' order by 1"))
                    .containsExactly("cameleer", "events");
        }
    }

    @Test
    void processesThatMakeTheLedgerAtOnceLeaveNothingOnAnyOfThePoolersConnections(TestBucket bucket) throws Exception {
        var direct = TestServers.newWarehouse(server);
        bucket.putLines("1.json", Purchases.line(1));

        try (var pooler = new PgBouncer(server, "transaction")) {
            var through = new TestWarehouse("127.0.0.1", pooler.port, direct.database(), direct.user(), "");
            var one = supplyAsync(() -> TestCameleer.sync(through, bucket, "camel.main.name=one"));
            var other = supplyAsync(() -> TestCameleer.sync(through, bucket, "camel.main.name=other"));

            assertThat(one.join().allLoaded()).isTrue();
            assertThat(other.join().allLoaded()).isTrue();
            assertThat(direct.number("select count(*) from cameleer.migrations where success"))
                    .isEqualTo(direct.number("select max(installed_rank) from cameleer.migrations"));
            // each transaction holds another of the connections that there are
            try (var first = through.connect();
                    var second = through.connect();
                    var third = through.connect()) {
                for (var connection : List.of(first, second, third)) {
                    connection.setAutoCommit(false);
                    var settings = connection
                            .createStatement()
                            .executeQuery("select current_setting('search_path'), current_setting('lock_timeout')");
                    settings.next();
                    assertThat(settings.getString(1)).isEqualTo("\"$user\", public");
                    assertThat(settings.getString(2)).isEqualTo("0");
                }
            }
        }
    }

    /** PgBouncer on a port of its own. */
    private static final class PgBouncer implements AutoCloseable {
        private final Path folder = Files.createTempDirectory("pgbouncer");
        private final int port;
        private final Process process;

        PgBouncer(EmbeddedWarehouse server, String mode) throws IOException {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"\"\n");
            Files.writeString(
                    folder.resolve("pgbouncer.ini"),
                    """
                    [databases]
                    * = host=127.0.0.1 port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    pool_mode = %s
                    default_pool_size = %d
                    ignore_startup_parameters = extra_float_digits
                    %s
                    """
                            .formatted(
                                    server.port(),
                                    port,
                                    folder.resolve("users.txt"),
                                    mode,
                                    mode.equals("session") ? 20 : 3,
                                    knowsPreparedStatements() ? "max_prepared_statements = 0" : ""));
            var asRoot = System.getProperty("user.name").equals("root");
            var command = new ArrayList<>(List.of("/usr/sbin/pgbouncer"));
            if (asRoot) {
                command.addAll(List.of("-u", "nobody"));
            }
            command.add(folder.resolve("pgbouncer.ini").toString());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(folder.resolve("log").toFile()))
                    .start();
            await().until(this::answers);
        }

        private static boolean knowsPreparedStatements() throws IOException {
            var process = new ProcessBuilder("/usr/sbin/pgbouncer", "--version").start();
            var version = new String(process.getInputStream().readAllBytes(), US_ASCII);
            var number = Pattern.compile("PgBouncer (\\d+)\\.(\\d+)").matcher(version);
            assertThat(number.find()).as(version).isTrue();
            return Integer.parseInt(number.group(1)) > 1 || Integer.parseInt(number.group(2)) >= 21;
        }

        private boolean answers() {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            for (var file : new String[] {"users.txt", "pgbouncer.ini", "log"}) {
                Files.delete(folder.resolve(file));
            }
            Files.delete(folder);
        }
    }
}
