package io.cameleer;

import io.cameleer.embedded.EmbeddedStorage;
import io.cameleer.embedded.EmbeddedWarehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a real PostgreSQL and a real S3: one server of each for all tests of a JVM, started when the first test
 * asks for it, and for each test a database and a bucket of its own.
 *
 * <pre>{@code
 * @ExtendWith(TestServers.class)
 * class LoadTest {
 *     @Test
 *     void loadsAFile(TestWarehouse warehouse, TestBucket bucket) { … }
 * }
 * }</pre>
 *
 * A test and the methods before and after it get the same database and bucket. They stay until the JVM ends; should it be
 * killed, {@code mvn clean} takes its servers' data away, and PostgreSQL ends when it sees that.
 */
public final class TestServers implements ParameterResolver {
    private static final Path ROOT = Path.of("target", "test-servers");
    private static final AtomicInteger COUNT = new AtomicInteger();

    static {
        // whatever is waited for, by a slow machine too: only what never comes takes so long
        Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        var type = parameter.getParameter().getType();
        return type == TestWarehouse.class || type == TestBucket.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        var ofTest = test.getStore(ExtensionContext.Namespace.create(TestServers.class, test.getUniqueId()));
        return parameter.getParameter().getType() == TestWarehouse.class
                ? ofTest.getOrComputeIfAbsent(TestWarehouse.class, type -> newWarehouse())
                : ofTest.getOrComputeIfAbsent(TestBucket.class, type -> newBucket());
    }

    /** A new, empty database, for code that is no JUnit test. */
    public static TestWarehouse newWarehouse() {
        return TestWarehouse.create(Warehouse.SERVER, "test_" + COUNT.incrementAndGet());
    }

    /** A new, empty database on a server that a test has started itself. */
    public static TestWarehouse newWarehouse(EmbeddedWarehouse server) {
        return TestWarehouse.create(server, "test_" + COUNT.incrementAndGet());
    }

    /**
     * A PostgreSQL with options of its own, which ends with the JVM.
     *
     * @param options as in {@code postgresql.conf}
     */
    public static EmbeddedWarehouse postgres(Map<String, String> options) {
        return postgres(options, Optional.empty());
    }

    /** A PostgreSQL of another version, from a jar with its programs; it ends with the JVM. */
    public static EmbeddedWarehouse postgres(Path programs) {
        return postgres(Map.of(), Optional.of(programs));
    }

    private static EmbeddedWarehouse postgres(Map<String, String> options, Optional<Path> programs) {
        return started(folder -> EmbeddedWarehouse.start(
                new EmbeddedWarehouse.Settings(folder, binaries(), 0, false, options, programs)));
    }

    /** A new, empty bucket, for code that is no JUnit test. */
    public static TestBucket newBucket() {
        return TestBucket.create(Storage.SERVER, "test-bucket-" + COUNT.incrementAndGet());
    }

    /** Where the tests' servers unpack PostgreSQL's programs to: once for all runs until {@code mvn clean}. */
    public static Path binaries() {
        return ROOT.resolve("binaries");
    }

    private static final class Warehouse {
        static final EmbeddedWarehouse SERVER = started(
                folder -> EmbeddedWarehouse.start(new EmbeddedWarehouse.Settings(folder, binaries(), 0, false)));
    }

    private static final class Storage {
        static final EmbeddedStorage SERVER = started(folder -> EmbeddedStorage.start(folder, 0));
    }

    private interface Start<T extends AutoCloseable> {
        T in(Path folder) throws IOException;
    }

    private static <T extends AutoCloseable> T started(Start<T> start) {
        try {
            Files.createDirectories(ROOT);
            // a new folder for each run: runs beside each other do not meet
            var folder = Files.createTempDirectory(ROOT, "run-");
            var server = start.in(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(AutoCloseable server, Path folder) {
        try {
            server.close();
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
