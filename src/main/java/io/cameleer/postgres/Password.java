package io.cameleer.postgres;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where the password comes from. It is asked for whenever a connection is opened: secrets rotate, tokens run out. */
public sealed interface Password {
    /** SQLSTATE of our own, among those for connections that could not be made: trying again may help. */
    String NOT_TO_BE_HAD = "08P01";

    /** The password as it is now; blank for none. */
    String get() throws SQLException;

    /** The one source of the password that the settings name. */
    static Password of(Settings settings) {
        var given = Stream.of("warehouse.password", "warehouse.password-file", "warehouse.password-command")
                .filter(settings::has)
                .toList();
        if (given.size() > 1) {
            throw new InvalidSettingException(
                    "Only one of %s can say what the password is.".formatted(String.join(" and ", given)));
        }
        if (settings.has("warehouse.password-file")) {
            return new FromFile(Path.of(settings.text("warehouse.password-file")));
        }
        if (settings.has("warehouse.password-command")) {
            return new FromCommand(settings.text("warehouse.password-command"));
        }
        return new Fixed(settings.text("warehouse.password"));
    }

    /** As the settings have it. */
    record Fixed(String get) implements Password {
        @Override
        public String toString() {
            return "a password";
        }
    }

    /** As it stands in a file, without line ends behind it. */
    record FromFile(Path file) implements Password {
        @Override
        public String get() throws SQLException {
            try {
                return Files.readString(file).stripTrailing();
            } catch (IOException e) {
                throw new SQLException(
                        "the password cannot be read: %s (warehouse.password-file)".formatted(e), NOT_TO_BE_HAD, e);
            }
        }
    }

    /** As a command prints it, without line ends behind it. */
    record FromCommand(String command) implements Password {
        private static final int TIMEOUT_SECONDS = 30;

        @Override
        public String get() throws SQLException {
            try {
                return output();
            } catch (IOException e) {
                throw new SQLException(
                        "warehouse.password-command gives no password: " + e.getMessage(), NOT_TO_BE_HAD, e);
            }
        }

        private String output() throws IOException {
            var process = new ProcessBuilder("/bin/sh", "-c", command).start();
            try {
                process.getOutputStream().close();
                var output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
                var errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("it has not ended within %d seconds".formatted(TIMEOUT_SECONDS));
                }
                if (process.exitValue() != 0) {
                    throw new IOException("it ended with exit code %d. %s"
                            .formatted(process.exitValue(), errors.join().strip())
                            .strip());
                }
                var password = output.join().stripTrailing();
                if (password.isEmpty()) {
                    throw new IOException("it printed nothing. " + errors.join().strip());
                }
                return password;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } finally {
                process.destroyForcibly();
            }
        }

        private static String text(InputStream in) {
            try (in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }
    }
}
