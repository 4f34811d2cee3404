package io.cameleer.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.sql.DataSource;

/**
 * A real PostgreSQL server of this machine, started from binaries on the class path, its data kept in a folder from run
 * to run. It listens on the loopback address alone, and for trying out asks for a {@linkplain OwnersPassword password}.
 *
 * <p>It is stopped by {@link #close()} only: the owner knows what has to end before it. If the owner is killed, the
 * server stays, and the next start on the same folder stops it first. What the server has to say is in the folder's
 * {@code postgres.log}.
 */
public final class EmbeddedWarehouse implements AutoCloseable {
    /** Long, since a server that was killed has to redo its work first. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    static {
        LibraryLogs.quiet("io.zonky.test");
    }

    /**
     * How to start a server.
     *
     * @param folder holds the data and the log
     * @param binaries where PostgreSQL's programs are unpacked to, once; may be shared by servers and by JVMs
     * @param preferredPort the port to listen on unless it is taken; 0 for any
     * @param durable whether a commit is safe on disk before it is answered, as a production server does it; without
     *     it, killing the server or the machine may lose or spoil data
     * @param server options of PostgreSQL's own, which override ours
     * @param programs a jar with PostgreSQL's programs in it; empty for those on the class path
     * @param guarded whether it asks for a password; without, every user of this machine is its superuser
     */
    public record Settings(
            Path folder,
            Path binaries,
            int preferredPort,
            boolean durable,
            Map<String, String> server,
            Optional<Path> programs,
            boolean guarded) {
        /** One that trusts whoever connects. */
        public Settings(
                Path folder,
                Path binaries,
                int preferredPort,
                boolean durable,
                Map<String, String> server,
                Optional<Path> programs) {
            this(folder, binaries, preferredPort, durable, server, programs, false);
        }

        /** The same with the programs on the class path, without options of PostgreSQL's own. */
        public Settings(Path folder, Path binaries, int preferredPort, boolean durable) {
            this(folder, binaries, preferredPort, durable, Map.of(), Optional.empty());
        }

        /** For trying out: everything in one folder, faster than safe. */
        public static Settings in(Path folder, int preferredPort) {
            return new Settings(
                    folder, folder.resolve("binaries"), preferredPort, false, Map.of(), Optional.empty(), true);
        }
    }

    private final EmbeddedPostgres postgres;
    private final Optional<OwnersPassword> password;
    private final FolderClaim claim;

    private EmbeddedWarehouse(EmbeddedPostgres postgres, Optional<OwnersPassword> password, FolderClaim claim) {
        this.postgres = postgres;
        this.password = password;
        this.claim = claim;
    }

    /** As {@link #start(Settings)} with {@link Settings#in}. */
    public static EmbeddedWarehouse start(Path folder, int preferredPort) throws IOException {
        return start(Settings.in(folder, preferredPort));
    }

    /**
     * Starts a server and returns when it answers. A server that an earlier run left on the folder is stopped first.
     *
     * @throws IOException if the server does not start, with the path of its log; or if another run uses the folder
     */
    public static EmbeddedWarehouse start(Settings settings) throws IOException {
        return start(settings, START_TIMEOUT);
    }

    static synchronized EmbeddedWarehouse start(Settings settings, Duration timeout) throws IOException {
        var folder = settings.folder().toAbsolutePath().normalize();
        Files.createDirectories(folder);
        Files.createDirectories(settings.binaries());
        var claim = FolderClaim.of(folder);
        // one start at a time on these binaries: unpacking them and choosing a port are no work for two
        try (var lock = FileChannel.open(settings.binaries().resolve("lock"), CREATE, WRITE)) {
            lock.lock();
            removeHalfUnpacked(settings.binaries());
            var data = folder.resolve("data");
            var log = folder.resolve("postgres.log");
            LeftBehindPostgres.stop(data);
            Files.deleteIfExists(log);
            prepareData(data);
            var password = settings.guarded()
                    ? Optional.of(OwnersPassword.in(folder, data))
                    : Optional.<OwnersPassword>empty();
            var postgres = startPostgres(settings, password, data, log, timeout);
            Files.deleteIfExists(initializing(data));
            return new EmbeddedWarehouse(postgres, password, claim);
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    private static EmbeddedPostgres startPostgres(
            Settings settings, Optional<OwnersPassword> password, Path data, Path log, Duration timeout)
            throws IOException {
        var connection = password.map(OwnersPassword::properties).orElse(Map.of());
        try {
            var port = FreePorts.near(settings.preferredPort());
            var configured = configured(settings, data, log).setPort(port).setPGStartupWait(timeout);
            connection.forEach(configured::setConnectConfig);
            var postgres = configured.start();
            var server = postgres.getPostgresDatabase(connection);
            if (servesFrom(server, data)) {
                if (password.isPresent()) {
                    password.get().demand(server);
                }
                return postgres;
            }
            postgres.close();
            throw new IOException("another program took port %d at the same moment, try again".formatted(port));
        } catch (IOException | SQLException | RuntimeException e) {
            LeftBehindPostgres.stop(data);
            throw new IOException(
                    "The embedded PostgreSQL does not start: %s; its own words are in %s"
                            .formatted(e.getMessage(), log),
                    e);
        }
    }

    private static EmbeddedPostgres.Builder configured(Settings settings, Path data, Path log) {
        var onOrOff = settings.durable() ? "on" : "off";
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(
                        settings.binaries().toAbsolutePath().toFile())
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                // the same order of texts and the same messages whatever the machine speaks
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", onOrOff)
                .setServerConfig("synchronous_commit", onOrOff)
                .setServerConfig("full_page_writes", onOrOff)
                // sockets in a shared folder are where two servers meet; all of ours are reached by port
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB");
        settings.server().forEach(builder::setServerConfig);
        settings.programs().ifPresent(jar -> builder.setPgBinaryResolver((system, machine) -> programs(jar)));
        return builder;
    }

    private static InputStream programs(Path jar) throws IOException {
        try (var files = new ZipFile(jar.toFile())) {
            var archive = files.stream()
                    .filter(file -> file.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(jar + " holds no programs of PostgreSQL"));
            return new ByteArrayInputStream(files.getInputStream(archive).readAllBytes());
        }
    }

    private static boolean servesFrom(DataSource server, Path data) throws IOException, SQLException {
        try (var connection = server.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW data_directory")) {
            return rows.next() && Files.isSameFile(Path.of(rows.getString(1)), data);
        }
    }

    /** Takes away programs whose unpacking was cut short, which would be taken for whole or fail to unpack again. */
    private static void removeHalfUnpacked(Path binaries) throws IOException {
        try (var folders = Files.newDirectoryStream(binaries, "PG-*")) {
            for (var folder : folders) {
                if (!Files.exists(folder.resolve(".exists"))) {
                    Folders.delete(folder);
                }
            }
        }
    }

    /** The data folder, empty if its creation was cut short the last time. */
    private static void prepareData(Path data) throws IOException {
        var initializing = initializing(data);
        if (Files.exists(initializing) && Files.exists(data)) {
            Folders.delete(data);
        }
        if (!Files.exists(data)) {
            Files.createDirectories(data.getParent());
            Files.write(initializing, new byte[0]);
            Files.createDirectories(data);
        }
    }

    private static Path initializing(Path data) {
        return data.resolveSibling("initializing");
    }

    public String host() {
        return "localhost";
    }

    public int port() {
        return postgres.getPort();
    }

    public String database() {
        return "postgres";
    }

    public String user() {
        return "postgres";
    }

    /** Blank where the server trusts whoever connects from this machine. */
    public String password() {
        return password.map(OwnersPassword::password).orElse("");
    }

    /** Stops the server: open transactions are rolled back, what is committed is kept. */
    @Override
    public void close() {
        try (claim) {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not stop", e);
        }
    }
}
