package io.cameleer.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The PostgreSQL server that an earlier run left running on a data folder, because that run was killed. A second server
 * cannot start on the same data.
 */
final class LeftBehindPostgres {
    private static final int SECONDS_TO_STOP = 60;

    private LeftBehindPostgres() {}

    /**
     * Stops the server that runs on a data folder, if one does: open transactions are rolled back, what is committed is
     * kept. A pid file without its server is taken away.
     *
     * @throws IOException if the server does not stop
     */
    static void stop(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        var server = serverOf(data, pidFile);
        if (server.isPresent()) {
            interrupt(server.get().pid());
            awaitEnd(server.get(), data);
        }
        // a pid that another program got meanwhile would keep PostgreSQL from starting
        Files.deleteIfExists(pidFile);
    }

    /** The running server that the pid file names; empty if there is none, or the pid is another program's by now. */
    private static Optional<ProcessHandle> serverOf(Path data, Path pidFile) throws IOException {
        try {
            // first line the pid, second line the data folder
            var lines = Files.readAllLines(pidFile);
            if (lines.size() < 2 || !Path.of(lines.get(1)).toAbsolutePath().equals(data.toAbsolutePath())) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(LeftBehindPostgres::isPostgres);
        } catch (NoSuchFileException noServer) {
            return Optional.empty();
        } catch (NumberFormatException broken) {
            return Optional.empty();
        }
    }

    /** Whether a process is a PostgreSQL server; where the system does not tell, the pid file is believed. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .map(command ->
                                Path.of(command).getFileName().toString().startsWith("postgres"))
                        .orElse(true);
    }

    /** SIGINT is PostgreSQL's fast shutdown; the SIGTERM that Java can send would wait for clients to leave. */
    private static void interrupt(long pid) throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void awaitEnd(ProcessHandle server, Path data) throws IOException {
        try {
            server.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException(
                    "A PostgreSQL server of an earlier run still uses %s and does not stop; end process %d and try again"
                            .formatted(data, server.pid()),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("Interrupted while stopping the PostgreSQL server of an earlier run", e);
    }
}
