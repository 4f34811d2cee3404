package io.cameleer.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Statements that have a file of their own, in {@code sql/}, beside those of the routes. */
public final class SqlFile {
    private SqlFile() {}

    /** @param name of the file, such as {@code due-files.sql} */
    public static String text(String name) {
        try (var in = SqlFile.class.getResourceAsStream("/sql/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
