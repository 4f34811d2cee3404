package io.cameleer;

import static org.awaitility.Awaitility.await;

import io.cameleer.embedded.EmbeddedWarehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL of a test's own that may be killed, in whole or in part. What is committed survives that; for the machine
 * to be killed it would have to be slower.
 */
final class MortalPostgres implements AutoCloseable {
    private final Path folder;
    private final EmbeddedWarehouse server;

    /** @param folder where it keeps its data */
    MortalPostgres(Path folder) throws IOException {
        this.folder = folder;
        this.server = EmbeddedWarehouse.start(new EmbeddedWarehouse.Settings(
                folder, TestServers.binaries(), 0, false, Map.of("synchronous_commit", "on"), Optional.empty()));
    }

    /**
     * A new database.
     *
     * @param where further clauses of CREATE DATABASE, such as a tablespace
     */
    TestWarehouse create(String database, String where) {
        admin().execute("create database " + database + " " + where);
        return database(database);
    }

    TestWarehouse admin() {
        return database(server.database());
    }

    private TestWarehouse database(String name) {
        return new TestWarehouse(server.host(), server.port(), name, server.user(), server.password());
    }

    /** Ends all connections to a database ({@code pg_terminate_backend}). */
    void terminateBackends(String database) {
        admin().execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
                .formatted(database));
    }

    /**
     * Kills a process that serves a connection to a database, if there is one ({@code SIGKILL}): the server ends all
     * connections and recovers.
     *
     * @return whether there was one
     */
    boolean killBackend(String database) {
        var one =
                admin()
                        .lines("select pid from pg_stat_activity where datname = '%s' limit 1".formatted(database))
                        .stream()
                        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                        .filter(ProcessHandle::destroyForcibly)
                        .findFirst();
        one.ifPresent(backend -> backend.onExit().join()); // from then on the server knows of it
        return one.isPresent();
    }

    /** Ends at once, without a word to anybody, and is started again ({@code pg_ctl -m immediate restart}). */
    void crash() {
        restart("immediate");
    }

    /** Becomes a standby, which only takes reading; there is no primary that it would hear from. */
    void becomeStandby() {
        try {
            Files.createFile(folder.resolve("data").resolve("standby.signal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart("fast");
    }

    private void restart(String mode) {
        var data = folder.resolve("data");
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            var program =
                    Path.of(ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow());
            var command = new ArrayList<String>();
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("unshare", "-U")); // PostgreSQL does not run as root
            }
            command.addAll(
                    List.of(program.resolveSibling("pg_ctl").toString(), "-D", data.toString(), "-m", mode, "restart"));
            var log = Redirect.appendTo(folder.resolve("postgres.log").toFile());
            var restart = new ProcessBuilder(command)
                    .redirectOutput(log)
                    .redirectError(log)
                    .start();
            if (restart.waitFor() != 0) {
                throw new AssertionError(command + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until connections are taken: not while the server recovers. */
    void awaitRecovery() {
        await().until(() -> {
            try (var connection = DriverManager.getConnection(admin().jdbcUrl(), server.user(), server.password())) {
                return connection.isValid(10);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
