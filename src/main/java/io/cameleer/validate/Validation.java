package io.cameleer.validate;

import io.cameleer.discover.Discovery;
import io.cameleer.naming.Namespace;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Connector;
import io.cameleer.storage.StorageKamelets;
import io.cameleer.storage.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** All that a sync needs, tried in order: the settings, the storage, the way to PostgreSQL, and what it lets us do. */
public final class Validation {
    /** Objects among which an event file is looked for. */
    private static final int LOOKED_AT = 10_000;

    private final Steps steps;

    /**
     * What is tried out.
     *
     * @param storage opens the storage
     * @param remarks what a person should know of the settings
     */
    public record Subject(
            ConnectionSettings connection,
            Namespace namespace,
            Supplier<StorageKamelets> storage,
            List<String> remarks) {}

    /** How it went. */
    public enum Outcome {
        PASSED,
        /** The settings make no sense, so that nothing else was tried. */
        WRONG_SETTINGS,
        FAILED
    }

    /** @param listener is told of each step when it is done */
    public Validation(Consumer<Step> listener) {
        steps = new Steps(listener);
    }

    /**
     * Tries all steps.
     *
     * @param settings reads them; throws an {@link io.cameleer.settings.InvalidSettingException} if they make no sense
     */
    public Outcome run(Supplier<Subject> settings) {
        var read = new Subject[1];
        steps.then("settings make sense", () -> {
            read[0] = settings.get();
            return String.join(" ", read[0].remarks);
        });
        if (steps.failed()) {
            return Outcome.WRONG_SETTINGS;
        }
        var subject = read[0];
        storage(subject.storage);
        steps.restart();
        try (var connector = new Connector(subject.connection)) {
            way(subject.connection, connector);
            steps.warn("nobody on the way can pass for PostgreSQL", subject.connection::remark);
            new WarehouseSteps(subject.namespace, subject.connection.user(), steps).run(connector);
        }
        return steps.failed() ? Outcome.FAILED : Outcome.PASSED;
    }

    /** By the kamelets that the routes call, since these may have been edited. */
    private void storage(Supplier<StorageKamelets> kamelets) {
        try (var storage = kamelets.get()) {
            var first = new StoredObject[1];
            steps.then("storage can be listed", () -> {
                        var objects = storage.list("");
                        if (!objects.hasNext()) {
                            return "no objects there yet, or none whose key begins with storage.prefix";
                        }
                        first[0] = objects.next();
                        if (Discovery.isEventFile(first[0].key())) {
                            return "the first object is " + first[0].key();
                        }
                        return firstEventFile(objects)
                                .map(file -> {
                                    first[0] = file;
                                    return "the first event file is " + file.key();
                                })
                                .orElse(
                                        "the first object is %s, but among the first %,d is no event file: their names end in .json, .jsonl or .ndjson, with or without .gz"
                                                .formatted(first[0].key(), LOOKED_AT));
                    })
                    .then("an object can be read", () -> Optional.ofNullable(first[0])
                            .map(object -> read(storage, object))
                            .orElse("not tried, since there is none"));
        }
    }

    private static Optional<StoredObject> firstEventFile(Iterator<StoredObject> objects) {
        for (int i = 1; i < LOOKED_AT && objects.hasNext(); i++) {
            var object = objects.next();
            if (Discovery.isEventFile(object.key())) {
                return Optional.of(object);
            }
        }
        return Optional.empty();
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
