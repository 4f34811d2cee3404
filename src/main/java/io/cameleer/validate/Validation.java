package io.cameleer.validate;

import io.cameleer.naming.Namespace;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Connector;
import io.cameleer.settings.Settings;
import io.cameleer.storage.StorageKamelets;
import io.cameleer.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/** All that a sync needs, tried in order: the settings, the storage, the way to PostgreSQL, and what it lets us do. */
public final class Validation {
    private final Settings settings;
    private final Consumer<Settings> check;
    private final Steps steps;

    /**
     * @param check throws an {@link io.cameleer.settings.InvalidSettingException} if the settings make no sense
     * @param listener is told of each step when it is done
     */
    public Validation(Settings settings, Consumer<Settings> check, Consumer<Step> listener) {
        this.settings = settings;
        this.check = check;
        steps = new Steps(listener);
    }

    /** Tries all steps; true if none has failed. */
    public boolean run() {
        steps.then("settings make sense", () -> {
            check.accept(settings);
            return "";
        });
        if (steps.failed()) {
            return false;
        }
        storage();
        steps.restart();
        var connection = ConnectionSettings.of(settings);
        try (var connector = new Connector(connection)) {
            way(connection, connector);
            new WarehouseSteps(Namespace.of(settings), connection.user(), steps).run(connector);
        }
        return !steps.failed();
    }

    /** By the kamelets that the routes call, since these may have been edited. */
    private void storage() {
        try (var storage = new StorageKamelets(settings)) {
            var first = new StoredObject[1];
            steps.then("storage can be listed", () -> {
                        var objects = storage.list("");
                        if (!objects.hasNext()) {
                            return "no objects there yet, or none whose key begins with storage.prefix";
                        }
                        first[0] = objects.next();
                        return "the first object is " + first[0].key();
                    })
                    .then("an object can be read", () -> Optional.ofNullable(first[0])
                            .map(object -> read(storage, object))
                            .orElse("not tried, since there is none"));
        }
    }

    private static String read(StorageKamelets storage, StoredObject object) {
        try (var stream = storage.open(object)) {
            return stream.read() >= 0 ? "" : object.key() + " is empty";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void way(ConnectionSettings connection, Connector connector) {
        var host = connection.host();
        int port = connection.port();
        if (connection.isSocketFolder()) {
            return; // of a Unix socket there is nothing on the way that could be looked at on its own
        }
        var tunnel = connector.tunnel();
        if (tunnel.isPresent()) {
            steps.then("the SSH server lets us in", () -> {
                tunnel.get().localAddress();
                return tunnel.get().toString();
            });
            return;
        }
        steps.then("the host has an address", () -> resolve(host)).then("the port answers", () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), (int)
                        connection.connectTimeout().toMillis());
                return "";
            } catch (IOException e) {
                throw new SQLException("%s:%d: %s".formatted(host, port, e.getMessage()), "08001", e);
            }
        });
    }

    private static String resolve(String host) throws FailedException {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException e) {
            throw new FailedException("the host name %s is not known. Check warehouse.host.".formatted(host));
        }
    }
}
