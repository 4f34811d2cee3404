package io.cameleer.postgres.ssh;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cameleer.FaultyConnection;
import io.cameleer.Skip;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestPki;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Connector;
import io.cameleer.postgres.SqlErrors;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestServers.class)
class TunnelTest {
    private static final SshKey KEY = SshKey.generate();

    @TempDir
    private Path folder;

    enum Kind {
        MINA,
        OPENSSH;

        TestSshServer start() throws IOException {
            return switch (this) {
                case MINA -> TestSshServer.mina(KEY);
                case OPENSSH ->
                    TestSshServer.openSsh(KEY)
                            .orElseGet(() -> Skip.because("OpenSSH", "there is no /usr/sbin/sshd on this machine"));
            };
        }

        TestSshServer startWithoutForwarding() throws IOException {
            return switch (this) {
                case MINA -> TestSshServer.minaWithoutForwarding(KEY);
                case OPENSSH ->
                    TestSshServer.openSsh(KEY, "permitopen=\"other.example.com:5432\" ")
                            .orElseGet(() -> Skip.because("OpenSSH", "there is no /usr/sbin/sshd on this machine"));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoadGoesThroughTheTunnel(Kind kind, TestWarehouse warehouse, TestBucket bucket) throws IOException {
        bucket.putLines("1.json", "{\"type\":\"page\",\"messageId\":\"m-1\",\"name\":\"Home\"}");
        try (var server = kind.start()) {
            var report =
                    TestCameleer.sync(TestCameleer.settings(warehouse, bucket).with(ssh(server), "test"));

            assertThat(report.allLoaded()).isTrue();
            assertThat(warehouse.lines("select id, name from events.pages")).containsExactly("m-1|Home");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoadGoesOnWhenTheSessionIsCutInItsMidst(Kind kind, TestWarehouse warehouse, TestBucket bucket)
            throws Exception {
        bucket.putLines(
                "1.json",
                "{\"type\":\"page\",\"messageId\":\"m-1\",\"name\":\"Home\"}",
                "{\"type\":\"page\",\"messageId\":\"m-2\",\"name\":\"Cart\"}");
        warehouse.execute("create schema events; create table events.pages (id text, name text)");
        try (var server = kind.start();
                var holder = warehouse.connect()) {
            var settings = TestCameleer.settings(warehouse, bucket, "load.batch-rows=1")
                    .with(ssh(server), "test");
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table events.pages in share mode");
            var sync = supplyAsync(() -> TestCameleer.sync(settings));
            warehouse.awaitLock("events.pages");

            server.cut();
            holder.rollback();

            assertThat(sync.get().allLoaded()).isTrue();
            assertThat(warehouse.lines("select id, name from events.pages order by id"))
                    .containsExactly("m-1|Home", "m-2|Cart");
        }
    }

    @Test
    void aDeadSessionIsReplacedWhenTheNextConnectionIsOpened(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY);
                var connector = connector(settings(warehouse, ssh(server)))) {
            connector.connect().close();
            var tunnel = connector.tunnel().orElseThrow();
            server.cut();

            // until its end is noticed a connection may still go into the dead one
            await().ignoreExceptions().until(() -> {
                connector.connect().close();
                return true;
            });
            assertThat(tunnel.localAddress().getAddress().isLoopbackAddress()).isTrue();
        }
    }

    /** As when a firewall has forgotten the connection: no end of it is seen, on neither side. */
    @Test
    void aSessionThatFallsSilentIsReplaced(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY);
                var way = FaultyConnection.to("127.0.0.1", server.port())) {
            var port = Integer.toString(way.port());
            var known = server.knownHost().replace(Integer.toString(server.port()), port);
            var ssh = ssh(server, "warehouse.ssh.port", port, "warehouse.ssh.known-hosts", known);
            ssh.put("warehouse.connect-timeout", "3"); // a busy machine needs more than one
            try (var connector = connector(settings(warehouse, ssh))) {
                connectAtLast(connector);
                var silent = new CountDownLatch(1);
                way.with((direction, piece) -> {
                    silent.countDown();
                    return FaultyConnection.Fate.STALL;
                });
                silent.await();
                way.repair();

                connectAtLast(connector);
            }
        }
    }

    /** However often a busy machine needs more than the time that a connection may take. */
    private static void connectAtLast(Connector connector) {
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
            connector.connect().close();
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatForwardsNothingToPostgresIsSaidToBeTheReason(Kind kind, TestWarehouse warehouse) throws Exception {
        try (var server = kind.startWithoutForwarding()) {
            assertThat(trouble(settings(warehouse, ssh(server)), false))
                    .startsWith("the SSH server 127.0.0.1:%d lets %s in, but does not forward connections to %s:%d ("
                            .formatted(server.port(), server.user(), warehouse.host(), warehouse.port()))
                    .endsWith(
                            "). Allow it there: AllowTcpForwarding and PermitOpen in sshd_config, restrict and permitopen in authorized_keys.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatDoesNotReachPostgresIsSaidToBeTheReason(Kind kind, TestWarehouse warehouse) throws Exception {
        try (var server = kind.start()) {
            assertThat(trouble(settings(warehouse, ssh(server, "warehouse.port", "1")), true))
                    .startsWith("the SSH server 127.0.0.1:%d does not reach PostgreSQL at %s:1 ("
                            .formatted(server.port(), warehouse.host()))
                    .endsWith("and that PostgreSQL runs and lets it in.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"})
    void keysAreReadInAllTheirForms(String form, TestWarehouse warehouse) throws Exception {
        var key =
                switch (form) {
                    case "RSA PRIVATE KEY" -> new SshKey(TestPki.keyPair("RSA", 2048));
                    case "EC PRIVATE KEY" -> new SshKey(TestPki.keyPair("EC", 256));
                    default -> SshKey.generate();
                };
        var file = folder.resolve("key");
        if (form.startsWith("OPENSSH")) {
            key.writeTo(file);
        } else {
            Files.writeString(file, TestPki.pem(key.pair().getPrivate()));
        }
        assertThat(file).content().contains(form);
        try (var server = TestSshServer.mina(key);
                var connector = connector(
                        settings(warehouse, ssh(server, "warehouse.ssh.private-key", Files.readString(file))))) {
            connector.connect().close();
        }
    }

    @Test
    void aKeyMayBeEncryptedAsSshKeygenDoesIt(TestWarehouse warehouse) throws Exception {
        var file = folder.resolve("encrypted");
        var made = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-C", "", "-N", "open sesame", "-f", file.toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        var key = SshKey.of(Files.readString(file), "open sesame", "the test's key");
        assertThat(file.resolveSibling("encrypted.pub"))
                .content()
                .startsWith(PublicKeyEntry.toString(key.pair().getPublic()));
        try (var server = TestSshServer.mina(key)) {
            var settings = settings(warehouse, ssh(server, "warehouse.ssh.private-key", file.toString()));

            try (var connector = connector(settings.with(passphrase("open sesame"), "test"))) {
                connector.connect().close();
            }
            for (var wrong : List.of("", "open says me")) {
                assertThatThrownBy(() -> connector(settings.with(passphrase(wrong), "test")))
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessage(
                                "warehouse.ssh.private-key cannot be read: it is damaged, or warehouse.ssh.private-key-passphrase is missing or wrong.");
            }
        }
    }

    @Test
    void aServerThatIsNotKnownIsRefused(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY)) {
            var settings = settings(
                    warehouse, ssh(server, "warehouse.ssh.known-hosts", "other.example.com " + KEY.publicLine()));

            assertThat(trouble(settings, false))
                    .startsWith(
                            "the SSH server 127.0.0.1:%d is not in warehouse.ssh.known-hosts. If its key is ssh-ed25519 SHA256:"
                                    .formatted(server.port()))
                    .endsWith("add what ssh-keyscan -p %d 127.0.0.1 prints.".formatted(server.port()));
        }
    }

    @Test
    void aServerWithAnotherKeyThanItHadIsRefused(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY)) {
            var settings = settings(
                    warehouse,
                    ssh(
                            server,
                            "warehouse.ssh.known-hosts",
                            "[127.0.0.1]:%d %s".formatted(server.port(), KEY.publicLine())));

            assertThat(trouble(settings, false))
                    .contains("shows another key than the one in warehouse.ssh.known-hosts");
        }
    }

    @Test
    void aServerWithAWeakKeyIsRefusedAlsoIfItIsKnown(TestWarehouse warehouse) throws Exception {
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        try (var server = TestSshServer.mina(KEY, 0, rsa.generateKeyPair())) {
            assertThat(trouble(settings(warehouse, ssh(server)), false))
                    .isEqualTo(
                            "the SSH server 127.0.0.1:%d shows an RSA key of 1024 bits, which can be broken. Make it a new one: ssh-keygen -t ed25519 -f /etc/ssh/ssh_host_ed25519_key"
                                    .formatted(server.port()));
        }
    }

    /** The same key may sign by SHA-256; a server that can only do what is broken is not talked to. */
    @Test
    void aServerThatSignsBySha1IsRefused(TestWarehouse warehouse) throws Exception {
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        var key = rsa.generateKeyPair();
        try (var server = TestSshServer.mina(KEY, 0, key)) {
            assertThat(trouble(settings(warehouse, ssh(server)), false)).isEqualTo("none");
        }
        try (var old = TestSshServer.signingBySha1(KEY, key)) {
            assertThat(trouble(settings(warehouse, ssh(old)), false))
                    .contains("have no algorithm in common that is safe (Unable to negotiate key exchange");
        }
    }

    @Test
    void aKeyThatIsRevokedIsRefused(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY)) {
            var known =
                    server.knownHost() + "\n@revoked * " + server.knownHost().replaceFirst("\\S+ ", "");

            assertThat(trouble(settings(warehouse, ssh(server, "warehouse.ssh.known-hosts", known)), false))
                    .startsWith(
                            "the SSH server 127.0.0.1:%d shows a key that warehouse.ssh.known-hosts says is revoked: ssh-ed25519 SHA256:"
                                    .formatted(server.port()));
        }
    }

    @Test
    void aServerMayBeKnownByTheHashOfItsName(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY)) {
            var file = Files.writeString(folder.resolve("known_hosts"), server.knownHost() + "\n");
            var hashed = new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", file.toString()).start();
            assertThat(hashed.waitFor()).isZero();
            assertThat(file).content().startsWith("|1|").doesNotContain("127.0.0.1");

            try (var connector = new Connector(ConnectionSettings.of(
                    settings(warehouse, ssh(server, "warehouse.ssh.known-hosts", file.toString()))))) {
                connector.connect().close();
            }
        }
    }

    @Test
    void aServerMayBeKnownByTheAuthorityOfItsCertificate(TestWarehouse warehouse) throws Exception {
        var authority = SshKey.generate();
        try (var server = TestSshServer.minaWithCertificate(KEY, authority)) {
            var name = "@cert-authority [127.0.0.1]:%d ".formatted(server.port());
            var known = name + authority.publicLine();
            try (var connector = new Connector(
                    ConnectionSettings.of(settings(warehouse, ssh(server, "warehouse.ssh.known-hosts", known))))) {
                connector.connect().close();
            }
            var other = name + KEY.publicLine();
            assertThat(trouble(settings(warehouse, ssh(server, "warehouse.ssh.known-hosts", other)), false))
                    .contains("shows another key than the one in warehouse.ssh.known-hosts");
            // nothing but an authority makes it show its certificate
            try (var connector = new Connector(ConnectionSettings.of(settings(warehouse, ssh(server))))) {
                connector.connect().close();
            }
        }
    }

    @Test
    void aServerWhoseKeyCannotBeWrittenDownIsNotTrusted(TestWarehouse warehouse) throws Exception {
        var file = folder.resolve("no such folder").resolve("known_hosts");
        try (var server = TestSshServer.mina(KEY)) {
            var trust =
                    ssh(server, "warehouse.ssh.known-hosts", file.toString(), "warehouse.ssh.trust-first-use", "true");

            assertThat(trouble(settings(warehouse, trust), false))
                    .startsWith("the key of the SSH server cannot be written to %s (warehouse.ssh.known-hosts)"
                            .formatted(file));
        }
    }

    @Test
    void aServerIsTrustedTheFirstTimeOnlyIfThatIsAskedForAndPinnedThen(TestWarehouse warehouse) throws Exception {
        var other = "elsewhere " + KEY.publicLine();
        var file = Files.writeString(folder.resolve("known_hosts"), other); // without an end of the line
        var trust = Map.of("warehouse.ssh.known-hosts", file.toString(), "warehouse.ssh.trust-first-use", "true");
        int port;
        try (var server = TestSshServer.mina(KEY)) {
            port = server.port();
            try (var connector = connector(settings(warehouse, ssh(server)).with(trust, "test"))) {
                connector.connect().close();
            }
            assertThat(file).hasContent(other + "\n" + server.knownHost());
        }
        try (var impostor = TestSshServer.mina(KEY, port, SshKey.generate().pair())) {
            assertThat(trouble(settings(warehouse, ssh(impostor)).with(trust, "test"), false))
                    .contains("shows another key than the one in warehouse.ssh.known-hosts");
        }
    }

    @Test
    void aServerWithSeveralKeysIsKnownByAnyOfThem(TestWarehouse warehouse) throws Exception {
        var rsa = TestPki.keyPair("RSA", 2048);
        try (var server = TestSshServer.mina(KEY, 0, rsa, SshKey.generate().pair());
                var connector = connector(settings(warehouse, ssh(server)))) {
            assertThat(server.knownHost()).contains("ssh-rsa");
            connector.connect().close();
        }
    }

    @Test
    void aKeyThatTheServerDoesNotLetInIsSaidWithItsPublicLine(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(SshKey.generate())) {
            assertThat(trouble(settings(warehouse, ssh(server)), false))
                    .isEqualTo(
                            "the SSH server 127.0.0.1:%d does not let tunnel in with warehouse.ssh.private-key. Is this line in its authorized_keys? %s"
                                    .formatted(server.port(), KEY.publicLine()));
        }
    }

    @Test
    void aServerThatDoesNotAnswerMayAnswerLater(TestWarehouse warehouse) throws Exception {
        Map<String, String> ssh;
        try (var server = TestSshServer.mina(KEY)) {
            ssh = ssh(server);
        }

        assertThat(trouble(settings(warehouse, ssh), true))
                .startsWith("the SSH server 127.0.0.1:")
                .contains("cannot be reached");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused(TestWarehouse warehouse) throws Exception {
        try (var server = TestSshServer.mina(KEY)) {
            assertThatThrownBy(() -> connector(settings(warehouse, ssh(server, "warehouse.ssh.private-key", ""))))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageStartingWith("warehouse.ssh.private-key is missing");
            assertThatThrownBy(() -> connector(settings(
                            warehouse,
                            ssh(
                                    server,
                                    "warehouse.ssh.private-key",
                                    "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"))))
                    .hasMessage(
                            "warehouse.ssh.private-key cannot be read: it is damaged, or warehouse.ssh.private-key-passphrase is missing or wrong.");
            assertThatThrownBy(() -> connector(settings(warehouse, ssh(server, "warehouse.ssh.known-hosts", ""))))
                    .hasMessageStartingWith("warehouse.ssh.known-hosts is missing");
            assertThatThrownBy(
                            () -> connector(settings(warehouse, ssh(server, "warehouse.ssh.trust-first-use", "true"))))
                    .hasMessageContaining("must be the name of a file");
        }
    }

    private static Connector connector(Settings settings) {
        return new Connector(ConnectionSettings.of(settings));
    }

    private static Map<String, String> passphrase(String passphrase) {
        return Map.of("warehouse.ssh.private-key-passphrase", passphrase);
    }

    private static String trouble(Settings settings, boolean isTransient) {
        try (var connector = connector(settings)) {
            connector.connect().close();
            return "none";
        } catch (SQLException e) {
            assertThat(SqlErrors.isTransient(e)).isEqualTo(isTransient);
            return SqlErrors.explain(e);
        }
    }

    private Map<String, String> ssh(TestSshServer server, String... more) throws IOException {
        var key = folder.resolve("id");
        if (!Files.exists(key)) {
            KEY.writeTo(key);
        }
        var settings = new HashMap<>(Map.of(
                "warehouse.ssh.enabled", "true",
                "warehouse.ssh.host", "127.0.0.1",
                "warehouse.ssh.port", Integer.toString(server.port()),
                "warehouse.ssh.user", server.user(),
                "warehouse.ssh.private-key", key.toString(),
                "warehouse.ssh.known-hosts", server.knownHost()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static Settings settings(TestWarehouse warehouse, Map<String, String> ssh) {
        return TestCameleer.settings(warehouse).with(ssh, "test");
    }
}
