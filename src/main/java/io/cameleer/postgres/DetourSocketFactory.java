package io.cameleer.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that go to one address wherever they are told to go. So the driver keeps the name of the server, which its
 * certificate is checked against, while its bytes take the tunnel. Made by the driver, from the name of this class.
 */
public final class DetourSocketFactory extends SocketFactory {
    private final InetSocketAddress way;

    /** @param way {@code address:port} */
    public DetourSocketFactory(String way) {
        int colon = way.lastIndexOf(':');
        this.way = new InetSocketAddress(way.substring(0, colon), Integer.parseInt(way.substring(colon + 1)));
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress ignored, int timeout) throws IOException {
                super.connect(way, timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        var socket = createSocket();
        socket.connect(way);
        return socket;
    }
}
