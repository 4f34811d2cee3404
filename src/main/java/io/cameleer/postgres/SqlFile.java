package io.cameleer.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Statements that beans run, in {@code sql/} beside those of the routes: one a file. */
public final class SqlFile {
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>();

    private SqlFile() {}

    /** @param name of the file, such as {@code count-due.sql} */
    public static String text(String name) {
        return TEXTS.computeIfAbsent(name, SqlFile::read);
    }

    private static String read(String name) {
        try (var in = SqlFile.class.getResourceAsStream("/sql/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
