package io.cameleer.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestCameleer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server in between has no TLS and asks for the password as it is: what does it get? */
class GuardedPasswordTest {
    /** This machine's address as a number: one that is not known as such, so that it counts as that of another. */
    private static final String ELSEWHERE = "2130706433";

    @Test
    void aServerThatAsksForThePasswordInClearTextDoesNotGetIt() throws Exception {
        try (var thief = new Thief()) {
            assertThat(errorOf(thief, "warehouse.host=" + ELSEWHERE))
                    .isEqualTo(
                            "PostgreSQL: the server asks for the password in clear text, which others on the way could read;"
                                    + " it was not sent. Set warehouse.ssl-mode = verify-full, or have the server ask by"
                                    + " scram-sha-256 (pg_hba.conf). warehouse.password-in-clear-text = true sends it all the same.");
            assertThat(thief.got()).isEmpty();
        }
    }

    @Test
    void itGetsItWhereThatIsWanted() throws Exception {
        try (var thief = new Thief()) {
            errorOf(thief, "warehouse.host=" + ELSEWHERE, "warehouse.password-in-clear-text=true");

            assertThat(thief.got()).isEqualTo("dr0wssaP");
        }
    }

    @Test
    void itGetsItWhereNobodyIsInBetween() throws Exception {
        try (var server = new Thief()) {
            errorOf(server, "warehouse.host=127.0.0.1");

            assertThat(server.got()).isEqualTo("dr0wssaP");
        }
    }

    private static String errorOf(Thief thief, String... more) {
        var settings = Stream.concat(
                Stream.of(
                        "warehouse.port=" + thief.port(),
                        "warehouse.database=events",
                        "warehouse.user=loader",
                        "warehouse.password=dr0wssaP"),
                Stream.of(more));
        try (var connector =
                new Connector(ConnectionSettings.of(TestCameleer.settings(settings.toArray(String[]::new))))) {
            connector.connect().close();
            return "";
        } catch (SQLException e) {
            return SqlErrors.explain(e);
        }
    }

    /** Speaks PostgreSQL's protocol as far as to ask for a password; then it hangs up. */
    private static final class Thief implements AutoCloseable {
        private static final int SSL_REQUEST = 80877103;

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        private final CompletableFuture<String> password = new CompletableFuture<>();

        Thief() throws IOException {
            new Thread(this::serve).start();
        }

        private void serve() {
            try {
                while (true) {
                    try (var client = server.accept()) {
                        var in = new DataInputStream(client.getInputStream());
                        var startup = in.readNBytes(in.readInt() - 4);
                        if (startup.length == 4) { // whether there is TLS
                            assertThat(new DataInputStream(new ByteArrayInputStream(startup)).readInt())
                                    .isEqualTo(SSL_REQUEST);
                            client.getOutputStream().write('N');
                            in.readNBytes(in.readInt() - 4);
                        }
                        client.getOutputStream().write(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 3});
                        if (in.read() == 'p') {
                            password.complete(new String(in.readNBytes(in.readInt() - 4), UTF_8).replace("\0", ""));
                        }
                    }
                }
            } catch (IOException e) {
                password.complete("");
            }
        }

        int port() {
            return server.getLocalPort();
        }

        /** The password, or nothing; it does not listen any more. */
        String got() throws Exception {
            server.close();
            return password.get();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
