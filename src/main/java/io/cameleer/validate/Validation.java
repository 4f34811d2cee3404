package io.cameleer.validate;

import io.cameleer.settings.Settings;
import io.cameleer.storage.S3Storage;
import io.cameleer.storage.StoredObject;
import io.cameleer.warehouse.Connector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;

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
        try (var connector = new Connector(settings)) {
            way(connector);
            new WarehouseSteps(settings, steps).run(connector);
        }
        return !steps.failed();
    }

    private void storage() {
        try (var client = S3Storage.client(settings)) {
            var bucket = settings.text("storage.bucket");
            var prefix = settings.text("storage.prefix");
            var first = new StoredObject[1];
            steps.then("storage can be listed", () -> {
                        var objects = new S3Storage(client, bucket, prefix).list("");
                        if (!objects.hasNext()) {
                            return "no objects there yet, or none whose key begins with storage.prefix";
                        }
                        first[0] = objects.next();
                        return "the first object is " + first[0].key();
                    })
                    .then("an object can be read", () -> Optional.ofNullable(first[0])
                            .map(object -> read(client, bucket, object))
                            .orElse("not tried, since there is none"));
        }
    }

    private static String read(S3Client client, String bucket, StoredObject object) {
        try (var stream = client.getObject(request -> request.bucket(bucket).key(object.key()))) {
            var any = stream.read() >= 0;
            stream.abort();
            return any ? "" : object.key() + " is empty";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void way(Connector connector) {
        var host = settings.text("warehouse.host");
        int port = Integer.parseInt(settings.text("warehouse.port"));
        if (host.startsWith("/")) {
            return; // of a Unix socket there is nothing on the way that could be looked at on its own
        }
        var tunnel = connector.tunnel();
        if (tunnel.isPresent()) {
            steps.then("the SSH server lets us in", () -> {
                tunnel.get().entrance();
                return tunnel.get().toString();
            });
            return;
        }
        steps.then("the host has an address", () -> resolve(host)).then("the port answers", () -> {
            try (var socket = new Socket()) {
                int seconds = Integer.parseInt(settings.text("warehouse.connect-timeout"));
                socket.connect(new InetSocketAddress(host, port), seconds * 1000);
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
