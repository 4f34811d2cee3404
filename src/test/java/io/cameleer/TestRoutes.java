package io.cameleer;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The routes in a folder of a test's own, to be edited there. */
final class TestRoutes {
    private static final Path ROUTES = Path.of("routes");

    private TestRoutes() {}

    /** Copies the routes as they are shipped. */
    static void copy(Path folder) throws IOException {
        try (var files = Files.walk(ROUTES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve(ROUTES.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    /** Writes the user's route, of these steps. */
    static void customize(Path folder, String steps) throws IOException {
        save(folder, customized(steps));
    }

    /** The user's route, of these steps. */
    static String customized(String steps) {
        return """
                - route:
                    id: customize
                    from:
                      uri: direct:customize
                      steps:
                """
                + steps.indent(8);
    }

    /** Writes the file of the user's route in one go, as editors do: nobody sees the half of it. */
    static void save(Path folder, String text) throws IOException {
        var written = Files.writeString(folder.resolve("customize.new"), text);
        Files.move(written, folder.resolve("customize.camel.yaml"), ATOMIC_MOVE);
    }
}
