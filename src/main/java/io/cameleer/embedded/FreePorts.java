package io.cameleer.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of this machine's loopback address that nobody listens on at the moment. */
public final class FreePorts {
    private FreePorts() {}

    /** The preferred port if nobody listens on it, else any other; 0 prefers none. */
    static int near(int preferred) throws IOException {
        return isFree(preferred) ? preferred : any();
    }

    /** Any. */
    public static int any() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) throws IOException {
        if (port == 0) {
            return false;
        }
        try (var socket = new ServerSocket()) {
            // without it a port would seem taken for a minute after its last server has gone
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (BindException taken) {
            return false;
        }
    }
}
