package io.cameleer.observe;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Where health and metrics can be asked for. */
public record ListenAddress(String host, int port) {
    /**
     * What the settings say; empty if there is to be none.
     *
     * @throws InvalidSettingException if they make no sense
     */
    public static Optional<ListenAddress> of(Settings settings) {
        var address = new ListenAddress(settings.host("observe.host"), settings.number("observe.port", 1, 65535));
        return settings.flag("observe.enabled") ? Optional.of(address) : Optional.empty();
    }

    /**
     * Makes sure that it can be listened on: Camel's server would go on without an error.
     *
     * @throws InvalidSettingException if it cannot
     */
    public void requireFree() {
        try (var socket = new ServerSocket()) {
            // without it a port would seem taken for a minute after its last server has gone
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port), 1);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "observe.host %s cannot be listened on at observe.port %d (%s). Another Cameleer may do it: set another port, or observe.enabled = false."
                            .formatted(host, port, e.getMessage()));
        }
    }
}
