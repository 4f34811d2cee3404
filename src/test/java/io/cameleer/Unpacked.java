package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A folder that something was unpacked to, and programs that are run in it. */
record Unpacked(Path folder) {
    /** What came of a program. */
    record Run(int exitCode, String output) {}

    /** The files within a folder of it, by their names from there. */
    SortedSet<String> files(String within) throws IOException {
        return filesOf(folder.resolve(within));
    }

    /** The files within a folder, by their names from there. */
    static SortedSet<String> filesOf(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Runs a program to its end. */
    Run run(String... command) throws Exception {
        var process = start(command);
        try {
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
            return new Run(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts a program, on the Java of this test. */
    Process start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1");
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
