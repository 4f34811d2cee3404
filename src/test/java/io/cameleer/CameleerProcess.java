package io.cameleer;

import io.cameleer.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Cameleer in a process of its own, which a test may kill or hold up. What it says is kept in a file. */
public final class CameleerProcess implements AutoCloseable {
    private static final Path OUTPUT = Path.of("target", "test-processes");

    private final Process process;
    private final Path output;

    private CameleerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts one sync ({@code --once}).
     *
     * @param heap as {@code -Xmx} takes it, such as {@code 256m}
     * @param wrapper a command that runs it, such as {@code nice}
     */
    public static CameleerProcess once(Settings settings, String heap, String... wrapper) {
        return once(List.of(wrapper), List.of("-Xmx" + heap), TestCameleer.arguments(settings), Map.of());
    }

    /**
     * Starts one sync of a program that was unpacked.
     *
     * @param environment what it is told beside
     */
    public static CameleerProcess once(Path home, Map<String, String> environment) {
        return once(List.of(), List.of("-Xmx512m", "-Dcameleer.home=" + home), List.of(), environment);
    }

    private static CameleerProcess once(
            List<String> wrapper, List<String> options, List<String> arguments, Map<String, String> environment) {
        var command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                // most of these processes do not live long enough to be worth optimizing
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Cameleer.class.getName(),
                "--once"));
        command.addAll(arguments);
        try {
            Files.createDirectories(OUTPUT);
            var output = Files.createTempFile(OUTPUT, "once-", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new CameleerProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long id() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; gives the exit code. */
    public int exitCode() {
        if (!endsWithin(Duration.ofMinutes(10))) {
            throw new AssertionError("It does not end. It said:\n" + output());
        }
        return process.exitValue();
    }

    /** Waits for its end, but not longer than that; whether it has ended. */
    public boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it at once, as a power failure would ({@code SIGKILL}); returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Asks it to end ({@code SIGTERM}). */
    public void terminate() {
        process.destroy();
    }

    /** Holds it up ({@code SIGSTOP}). */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on ({@code SIGCONT}). */
    public void resume() {
        signal("CONT");
    }

    /** All that it has said so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
