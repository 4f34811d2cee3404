package io.cameleer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestPki;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.embedded.EmbeddedWarehouse;
import io.cameleer.postgres.ssh.SshKey;
import io.cameleer.postgres.ssh.TestSshServer;
import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Security;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers with TLS, whose certificates are for localhost: one that is valid, and one whose certificate has expired. */
@ExtendWith(TestServers.class)
class TlsTest {
    private static final String PASSPHRASE = "open sesame";
    private static final TestPki AUTHORITY = TestPki.authority("Authority");
    private static final TestPki STRANGER = TestPki.authority("Stranger");
    private static final TestPki CLIENT = AUTHORITY.issue("loader");

    private static TestPki identity;
    private static EmbeddedWarehouse valid;
    private static EmbeddedWarehouse expired;

    @BeforeAll
    static void startServers() throws IOException {
        identity = AUTHORITY.issue("localhost");
        valid = server(identity);
        expired = server(
                AUTHORITY.issue(TestPki.keyPair("EC", 256), Instant.now().minus(Duration.ofDays(1)), "localhost"));
    }

    private static EmbeddedWarehouse server(TestPki identity) throws IOException {
        var folder = Files.createTempDirectory("tls");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var key = Files.writeString(folder.resolve("server.key"), identity.key());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var server = TestServers.postgres(Map.of(
                "ssl", "on",
                "ssl_cert_file",
                        Files.writeString(folder.resolve("server.crt"), identity.certificates())
                                .toString(),
                "ssl_key_file", key.toString(),
                "ssl_ca_file",
                        Files.writeString(folder.resolve("ca.crt"), AUTHORITY.certificates())
                                .toString(),
                "hba_file",
                        Files.writeString(
                                        folder.resolve("hba.conf"),
                                        """
                                        hostssl all certified samehost trust clientcert=verify-ca
                                        hostssl all encrypted samehost trust
                                        host all postgres samehost trust
                                        """)
                                .toString()));
        TestServers.newWarehouse(server).execute("create role certified login; create role encrypted login");
        return server;
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            disable     | as it should be  | plain
            prefer      | as it should be  | encrypted
            prefer      | no authority set | encrypted
            prefer      | another host     | encrypted
            prefer      | expired          | encrypted
            require     | as it should be  | encrypted
            require     | no authority set | encrypted
            require     | another host     | encrypted
            require     | expired          | encrypted
            verify-ca   | as it should be  | encrypted
            verify-ca   | another authority | PostgreSQL: the server's certificate is of no authority that warehouse.ssl.server-ca names. Check that it is the authority of this server, or without the setting one that Java knows.
            verify-ca   | another host     | encrypted
            verify-ca   | expired          | PostgreSQL: a certificate of the server has expired. It needs a new one.
            verify-full | as it should be  | encrypted
            verify-full | another authority | PostgreSQL: the server's certificate is of no authority that warehouse.ssl.server-ca names. Check that it is the authority of this server, or without the setting one that Java knows.
            verify-full | no authority set | PostgreSQL: the server's certificate is of no authority that warehouse.ssl.server-ca names. Check that it is the authority of this server, or without the setting one that Java knows.
            verify-full | another host     | PostgreSQL: the server's certificate is not for warehouse.host (No subject alternative names matching IP address 127.0.0.1 found). Use a name that it is for, or verify-ca if the authority vouches for nobody but this server.
            verify-full | expired          | PostgreSQL: a certificate of the server has expired. It needs a new one.
            """)
    void eachModeTakesTheServersThatItShould(String mode, String server, String outcome) {
        var verifies = mode.startsWith("verify");
        var authority = server.equals("another authority") ? STRANGER : AUTHORITY;
        var settings = settings(
                server.equals("expired") ? expired : valid,
                "warehouse.user",
                "postgres",
                "warehouse.ssl-mode",
                mode,
                "warehouse.host",
                server.equals("another host") ? "127.0.0.1" : "localhost",
                "warehouse.ssl.server-ca",
                verifies && !server.equals("no authority set") ? authority.certificates() : "");

        assertThat(connectionOf(settings)).isEqualTo(outcome);
    }

    @Test
    void aCertificateThatWasRevokedIsRefused() {
        var another = AUTHORITY.issue("localhost");

        assertThat(connectionOf(revoking(AUTHORITY.revoked(another)))).isEqualTo("encrypted");
        assertThat(connectionOf(revoking(AUTHORITY.revoked(another, identity))))
                .isEqualTo("PostgreSQL: the server's certificate was revoked, as warehouse.ssl.crl says.");
        assertThat(connectionOf(revoking(STRANGER.revoked(another))))
                .isEqualTo(
                        "PostgreSQL: warehouse.ssl.crl has no list of the authority of the server's certificate, or one that is too old.");
    }

    private static Settings revoking(String lists) {
        return settings(
                valid,
                "warehouse.user",
                "postgres",
                "warehouse.ssl-mode",
                "verify-full",
                "warehouse.ssl.server-ca",
                AUTHORITY.certificates(),
                "warehouse.ssl.crl",
                lists);
    }

    @ParameterizedTest
    @CsvSource({"disable, false", "prefer, true", "require, true"})
    void aServerThatDemandsTlsGetsIt(String mode, boolean works) {
        var outcome = connectionOf(settings(valid, "warehouse.user", "encrypted", "warehouse.ssl-mode", mode));

        if (works) {
            assertThat(outcome).isEqualTo("encrypted");
        } else {
            assertThat(outcome).contains("no encryption").contains("warehouse.ssl-mode");
        }
    }

    @Test
    void aServerWithoutTlsIsSaidToHaveNone(TestWarehouse warehouse) {
        assertThat(connectionOf(TestCameleer.settings(warehouse, "warehouse.ssl-mode=require")))
                .isEqualTo(
                        "PostgreSQL: The server does not support SSL (08004). If the server has no TLS, set warehouse.ssl-mode = disable, where the way to it is safe without. If it asks for a password, set warehouse.user and warehouse.password.");
    }

    @BeforeAll
    static void bringInBouncyCastle() {
        // as the SSH client does it
        Security.addProvider(new BouncyCastleProvider());
    }

    @Test
    void aServerMayAskWhoIsThere() {
        assertThat(connectionOf(certified())).contains("connection requires a valid client certificate");
        assertThat(connectionOf(certified(
                        "warehouse.ssl.client-cert", CLIENT.certificates(), "warehouse.ssl.client-key", CLIENT.key())))
                .isEqualTo("encrypted");
        var unknown = STRANGER.issue("loader");
        assertThat(connectionOf(certified(
                        "warehouse.ssl.client-cert",
                        unknown.certificates(),
                        "warehouse.ssl.client-key",
                        unknown.key())))
                .contains("connection requires a valid client certificate");
    }

    @Test
    void aClientCertificateComesWithThoseBetweenItAndItsAuthority() {
        var client = AUTHORITY.intermediate("Department").issue("loader");

        assertThat(client.chain()).hasSize(2);
        assertThat(connectionOf(certified(
                        "warehouse.ssl.client-cert", client.certificates(), "warehouse.ssl.client-key", client.key())))
                .isEqualTo("encrypted");
    }

    static Stream<Arguments> keys() throws Exception {
        var rsa = AUTHORITY.issue(TestPki.keyPair("RSA", 2048), Instant.now().plus(Duration.ofDays(1)), "loader");
        var provider = new BouncyCastleProvider();
        var encryptedPkcs8 = TestPki.pem(new JcaPKCS8Generator(
                CLIENT.pair().getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                        .setProvider(provider)
                        .setRandom(new SecureRandom())
                        .setPassword(PASSPHRASE.toCharArray())
                        .build()));
        var encryptedPkcs1 = TestPki.pem(new JcaMiscPEMGenerator(
                rsa.pair().getPrivate(),
                new JcePEMEncryptorBuilder("AES-256-CBC").setProvider(provider).build(PASSPHRASE.toCharArray())));
        var pkcs8 = TestPki.pem(new JcaPKCS8Generator(rsa.pair().getPrivate(), null));
        return Stream.of(
                Arguments.of("RSA PRIVATE KEY", rsa, rsa.key(), ""),
                Arguments.of("PRIVATE KEY", rsa, pkcs8, ""),
                Arguments.of("EC PRIVATE KEY", CLIENT, CLIENT.key(), ""),
                Arguments.of("ENCRYPTED PRIVATE KEY", CLIENT, encryptedPkcs8, PASSPHRASE),
                Arguments.of("Proc-Type: 4,ENCRYPTED", rsa, encryptedPkcs1, PASSPHRASE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void keysAreReadInAllTheirForms(String form, TestPki client, String key, String passphrase) throws IOException {
        assertThat(key).contains(form);
        var file = Files.createTempFile("client", ".key");
        Files.writeString(file, key);

        for (var given : new String[] {key, key.replace('\n', ' '), key.replace("\n", "\\n"), file.toString()}) {
            assertThat(connectionOf(certified(
                            "warehouse.ssl.client-cert", client.certificates().replace('\n', ' '),
                            "warehouse.ssl.client-key", given,
                            "warehouse.ssl.client-key-passphrase", passphrase)))
                    .isEqualTo("encrypted");
        }
        Files.delete(file);
    }

    @Test
    void keysThatCannotBeReadAreRefusedWithoutBeingShown() {
        var key = CLIENT.key();
        assertThatThrownBy(() -> connector(certified(
                        "warehouse.ssl.client-cert",
                        CLIENT.certificates(),
                        "warehouse.ssl.client-key",
                        AUTHORITY.key())))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "warehouse.ssl.client-key is not the key of the first certificate in warehouse.ssl.client-cert.");
        assertThatThrownBy(() -> connector(certified(
                        "warehouse.ssl.client-cert",
                        CLIENT.certificates(),
                        "warehouse.ssl.client-key",
                        key.substring(0, 100))))
                .hasMessage(
                        "warehouse.ssl.client-key is no PEM text: it has no whole block from -----BEGIN …----- to -----END …-----.");
        assertThatThrownBy(() -> connector(certified(
                        "warehouse.ssl.client-cert",
                        CLIENT.certificates(),
                        "warehouse.ssl.client-key",
                        "/no/such/file")))
                .hasMessage(
                        "warehouse.ssl.client-key is neither the content itself nor the name of a file that can be read.");
    }

    @Test
    void aWrongOrMissingPassphraseIsSaid() throws Exception {
        var encrypted = (String) keys().skip(3).findFirst().orElseThrow().get()[2];

        assertThatThrownBy(() -> connector(certified(
                        "warehouse.ssl.client-cert", CLIENT.certificates(), "warehouse.ssl.client-key", encrypted)))
                .hasMessage("warehouse.ssl.client-key is encrypted: set warehouse.ssl.client-key-passphrase.");
        assertThatThrownBy(() -> connector(certified(
                        "warehouse.ssl.client-cert",
                        CLIENT.certificates(),
                        "warehouse.ssl.client-key",
                        encrypted,
                        "warehouse.ssl.client-key-passphrase",
                        "wrong")))
                .hasMessage(
                        "warehouse.ssl.client-key cannot be decrypted: warehouse.ssl.client-key-passphrase is wrong, or the key is damaged.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            verify-ca |           | warehouse.ssl-mode = verify-ca needs warehouse.ssl.server-ca
            require   | server-ca | warehouse.ssl.server-ca is set, but warehouse.ssl-mode = require looks at no certificate
            disable   | server-ca | warehouse.ssl.server-ca is set, but warehouse.ssl-mode = disable encrypts nothing
            require   | client-cert | warehouse.ssl.client-cert and warehouse.ssl.client-key belong together
            """)
    void whatContradictsItselfIsRefused(String mode, String given, String message) {
        assertThatThrownBy(() -> connector(settings(
                        valid,
                        "warehouse.ssl-mode",
                        mode,
                        given == null ? "warehouse.user" : "warehouse.ssl." + given,
                        given == null ? "postgres" : AUTHORITY.certificates())))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aLoadGoesThroughTls(TestBucket bucket) {
        var warehouse = TestServers.newWarehouse(valid);
        warehouse.execute("grant create on database %s to certified".formatted(warehouse.database()));
        bucket.putLines("1.json", "{\"type\":\"page\",\"messageId\":\"m-1\",\"name\":\"Home\"}");

        var report = TestCameleer.sync(TestCameleer.settings(warehouse, bucket)
                .with(
                        Map.of(
                                "warehouse.user", "certified",
                                "warehouse.ssl-mode", "verify-full",
                                "warehouse.ssl.server-ca", AUTHORITY.certificates(),
                                "warehouse.ssl.client-cert", CLIENT.certificates(),
                                "warehouse.ssl.client-key", CLIENT.key()),
                        "test"));

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, name from events.pages")).containsExactly("m-1|Home");
    }

    @Test
    void theNameOfTheServerIsCheckedThroughATunnelToo(@TempDir Path folder) throws IOException {
        var key = SshKey.generate();
        key.writeTo(folder.resolve("key"));
        try (var ssh = TestSshServer.mina(key)) {
            var tunnelled = settings(
                    valid,
                    "warehouse.ssl-mode",
                    "verify-full",
                    "warehouse.ssl.server-ca",
                    AUTHORITY.certificates(),
                    "warehouse.ssh.enabled",
                    "true",
                    "warehouse.ssh.host",
                    "127.0.0.1",
                    "warehouse.ssh.port",
                    Integer.toString(ssh.port()),
                    "warehouse.ssh.user",
                    ssh.user(),
                    "warehouse.ssh.private-key",
                    folder.resolve("key").toString(),
                    "warehouse.ssh.known-hosts",
                    ssh.knownHost());

            assertThat(connectionOf(tunnelled)).isEqualTo("encrypted");
            assertThat(connectionOf(tunnelled.with(Map.of("warehouse.host", "127.0.0.1"), "test")))
                    .startsWith("PostgreSQL: the server's certificate is not for warehouse.host");
        }
    }

    private static Settings certified(String... more) {
        return settings(valid, "warehouse.user", "certified", "warehouse.ssl-mode", "require")
                .with(map(more), "test");
    }

    private static Settings settings(EmbeddedWarehouse server, String... more) {
        return Settings.defaults()
                .with(
                        Map.of(
                                "warehouse.host",
                                "localhost",
                                "warehouse.port",
                                Integer.toString(server.port()),
                                "warehouse.database",
                                server.database(),
                                "warehouse.user",
                                "postgres"),
                        "test")
                .with(map(more), "test");
    }

    private static Map<String, String> map(String... settings) {
        var map = new HashMap<String, String>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return map;
    }

    /** encrypted or plain, or why there is none; an error of TLS is none that trying again would help. */
    private static Connector connector(Settings settings) {
        return new Connector(ConnectionSettings.of(settings));
    }

    private static String connectionOf(Settings settings) {
        try (var connector = connector(settings);
                var connection = connector.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            row.next();
            return row.getBoolean(1) ? "encrypted" : "plain";
        } catch (SQLException e) {
            assertThat(SqlErrors.isTransient(e)).isFalse();
            return SqlErrors.explain(e);
        }
    }
}
