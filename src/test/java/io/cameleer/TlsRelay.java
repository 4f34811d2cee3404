package io.cameleer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A server with TLS in front of one without, which gets what is sent to it and answers. */
public final class TlsRelay implements AutoCloseable {
    private static final char[] NO_PASSWORD = {};

    private final SSLServerSocket door;
    private final String host;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Starts it.
     *
     * @param identity its key and certificate
     * @param clients the authority that clients have to show a certificate of; null if they need none
     */
    public TlsRelay(String host, int serverPort, TestPki identity, TestPki clients) {
        this.host = host;
        this.serverPort = serverPort;
        try {
            var keys = store();
            keys.setKeyEntry(
                    "server",
                    identity.pair().getPrivate(),
                    NO_PASSWORD,
                    identity.chain().toArray(X509Certificate[]::new));
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            var trusted = store();
            if (clients != null) {
                trusted.setCertificateEntry("clients", clients.chain().get(0));
            }
            var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trusted);
            var tls = SSLContext.getInstance("TLS");
            tls.init(keyManagers.getKeyManagers(), clients == null ? null : trustManagers.getTrustManagers(), null);
            door = (SSLServerSocket)
                    tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            door.setNeedClientAuth(clients != null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        start("accept", this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() {
        close(door);
        open.forEach(TlsRelay::close);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                var server = new Socket(host, serverPort);
                open.add(client);
                open.add(server);
                start("to server", () -> pass(client, server));
                start("to client", () -> pass(server, client));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // one of them has ended
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, "TLS relay, " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
