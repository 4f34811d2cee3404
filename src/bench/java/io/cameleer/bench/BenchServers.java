package io.cameleer.bench;

import io.cameleer.embedded.EmbeddedStorage;
import io.cameleer.embedded.EmbeddedWarehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The PostgreSQL and the S3 server of this machine that everything is measured with. */
final class BenchServers implements AutoCloseable {
    static final String BUCKET = "bench";
    /** Where docs/performance.md tells users to leave PostgreSQL's defaults. Commits are safe on disk, as by default. */
    private static final Map<String, String> POSTGRES_OPTIONS = Map.of("max_wal_size", "4GB", "shared_buffers", "1GB");

    private final EmbeddedWarehouse warehouse;
    private final EmbeddedStorage storage;

    /** Starts both on a folder, which also keeps what may be used again. */
    BenchServers(Path folder) throws IOException {
        this(folder, Map.of());
    }

    /** @param more options of PostgreSQL besides the usual ones */
    BenchServers(Path folder, Map<String, String> more) throws IOException {
        var options = new LinkedHashMap<>(POSTGRES_OPTIONS);
        options.putAll(more);
        warehouse = EmbeddedWarehouse.start(new EmbeddedWarehouse.Settings(
                folder.resolve("warehouse"), folder.resolve("binaries"), 0, true, options, Optional.empty()));
        storage = EmbeddedStorage.start(folder.resolve("storage"), 0);
        storage.createBucket(BUCKET);
    }

    /** The folder of the bucket that workloads are written into. */
    Path bucket() {
        return storage.bucket(BUCKET);
    }

    /** The settings by which Cameleer finds both. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("storage.bucket", BUCKET);
        settings.put("storage.endpoint", storage.endpoint().toString());
        settings.put("storage.region", storage.region());
        settings.put("storage.access-key-id", storage.accessKeyId());
        settings.put("storage.secret-access-key", storage.secretAccessKey());
        settings.put("warehouse.host", warehouse.host());
        settings.put("warehouse.port", Integer.toString(warehouse.port()));
        settings.put("warehouse.database", warehouse.database());
        settings.put("warehouse.user", warehouse.user());
        settings.put("warehouse.namespace", "events");
        return settings;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(warehouse.host(), warehouse.port(), warehouse.database()),
                warehouse.user(),
                "");
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the only row. */
    String ask(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Empties the database, and has the server do now what it would else do while something is measured. */
    void reset() throws SQLException {
        execute("drop schema if exists events cascade; drop schema if exists cameleer cascade");
        settle();
    }

    /** Has the server do now what it would else do while something is measured. */
    void settle() throws SQLException {
        execute("vacuum analyze");
        execute("checkpoint");
    }

    /** Seconds for which processors were busy for PostgreSQL since it was started. */
    double postgresCpu() throws SQLException, IOException {
        var pidFile = Path.of(ask("show data_directory")).resolve("postmaster.pid");
        return Cpu.secondsOfTree(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()));
    }

    @Override
    public void close() {
        storage.close();
        warehouse.close();
    }
}
