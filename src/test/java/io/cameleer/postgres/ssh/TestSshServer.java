package io.cameleer.postgres.ssh;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.awaitility.Awaitility;

/** A real SSH server that lets one key in and forwards connections. */
public interface TestSshServer extends AutoCloseable {
    int port();

    /** Its line for known_hosts. */
    String knownHost();

    /** The user that it lets in. */
    String user();

    /** Cuts all connections, and takes new ones. */
    void cut() throws IOException;

    @Override
    void close() throws IOException;

    /** Apache MINA's, in this JVM. */
    static TestSshServer mina(SshKey letIn) throws IOException {
        return mina(letIn, 0, SshKey.generate().pair());
    }

    /** Apache MINA's, with a key that an authority has certified. */
    static TestSshServer minaWithCertificate(SshKey letIn, SshKey authority) throws Exception {
        var hostKey = SshKey.generate().pair();
        var certificate = OpenSshCertificateBuilder.hostCertificate()
                .id("test")
                .publicKey(hostKey.getPublic())
                .principals(List.of("127.0.0.1"))
                .sign(authority.pair());
        var server = SshServer.setUpDefaultServer();
        server.setHostKeyCertificateProvider(session -> List.of(certificate));
        return mina(server, letIn, 0, hostKey);
    }

    static TestSshServer mina(SshKey letIn, int port, KeyPair... hostKeys) throws IOException {
        return mina(SshServer.setUpDefaultServer(), letIn, port, hostKeys);
    }

    /** Apache MINA's, as servers were in 2015: of what its RSA key can do it does SHA-1 alone. */
    static TestSshServer signingBySha1(SshKey letIn, KeyPair rsa) throws IOException {
        var server = SshServer.setUpDefaultServer();
        server.setSignatureFactories(List.of(BuiltinSignatures.rsa));
        return mina(server, letIn, 0, rsa);
    }

    /** Apache MINA's, which lets a key in but forwards nothing. */
    static TestSshServer minaWithoutForwarding(SshKey letIn) throws IOException {
        return mina(
                SshServer.setUpDefaultServer(),
                RejectAllForwardingFilter.INSTANCE,
                letIn,
                0,
                SshKey.generate().pair());
    }

    private static TestSshServer mina(SshServer server, SshKey letIn, int port, KeyPair... hostKeys)
            throws IOException {
        return mina(server, AcceptAllForwardingFilter.INSTANCE, letIn, port, hostKeys);
    }

    private static TestSshServer mina(
            SshServer server, ForwardingFilter forwarding, SshKey letIn, int port, KeyPair... hostKeys)
            throws IOException {
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals("tunnel") && KeyUtils.compareKeys(key, letIn.pair().getPublic()));
        server.setForwardingFilter(forwarding);
        server.start();
        return new TestSshServer() {
            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public String knownHost() {
                return "[127.0.0.1]:%d %s".formatted(port(), PublicKeyEntry.toString(hostKeys[0].getPublic()));
            }

            @Override
            public String user() {
                return "tunnel";
            }

            @Override
            public void cut() {
                server.getActiveSessions().forEach(session -> session.close(true));
            }

            @Override
            public void close() throws IOException {
                server.stop(true);
            }
        };
    }

    /** OpenSSH's, where it is installed. */
    static Optional<TestSshServer> openSsh(SshKey letIn) throws IOException {
        return openSsh(letIn, "");
    }

    /** @param restrictions what stands before the key in authorized_keys */
    static Optional<TestSshServer> openSsh(SshKey letIn, String restrictions) throws IOException {
        var program = Path.of("/usr/sbin/sshd");
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        var folder = Files.createTempDirectory("sshd");
        var user = System.getProperty("user.name");
        if (user.equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        var hostKey = SshKey.generate();
        hostKey.writeTo(folder.resolve("host.key"));
        Files.writeString(folder.resolve("authorized_keys"), restrictions + letIn.publicLine() + "\n");
        int port = freePort();
        Files.writeString(
                folder.resolve("sshd_config"),
                """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                PidFile none
                AuthorizedKeysFile %s
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                """
                        .formatted(port, folder.resolve("host.key"), folder.resolve("authorized_keys")));
        var process = new ProcessBuilder(
                        program.toString(),
                        "-D",
                        "-e",
                        "-f",
                        folder.resolve("sshd_config").toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("log").toFile()))
                .start();
        Awaitility.await().until(() -> answers(port));
        return Optional.of(new TestSshServer() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public String knownHost() {
                return "[127.0.0.1]:%d %s"
                        .formatted(port, PublicKeyEntry.toString(hostKey.pair().getPublic()));
            }

            @Override
            public String user() {
                return user;
            }

            @Override
            public void cut() {
                // each connection has a process of its own, and that one another
                process.descendants().forEach(ProcessHandle::destroyForcibly);
            }

            @Override
            public void close() throws IOException {
                cut();
                process.destroyForcibly();
                try (Stream<Path> files = Files.list(folder)) {
                    for (var file : List.copyOf(files.toList())) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        });
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
