package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the sources can tell whether a jar was made of them. */
class ReproducibleIT {
    private static final List<String> SOURCES = List.of("pom.xml", "mvnw", ".mvn", "src/main", "routes", "camel-k");

    @Test
    void theSameSourcesMakeTheSameJarElsewhere(@TempDir Path elsewhere) throws Exception {
        for (var source : SOURCES) {
            copy(Path.of(source), elsewhere);
        }
        var build = new ProcessBuilder(
                        "./mvnw",
                        "-o",
                        "-B",
                        "-q",
                        "package",
                        "-Dmaven.test.skip=true",
                        "-Dassembly.skipAssembly=true",
                        "-Dcyclonedx.skip=true",
                        "-Dlicense.skipAddThirdParty=true")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(build.getInputStream().readAllBytes());
        assertThat(build.waitFor()).as(output).isZero();

        var name = "target/cameleer-" + System.getProperty("version") + ".jar";
        assertThat(elsewhere.resolve(name)).hasSameBinaryContentAs(Path.of(name));
    }

    private static void copy(Path source, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (var file : files.toList()) {
                var copy = to.resolve(file);
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
