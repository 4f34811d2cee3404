package io.cameleer.postgres;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which characters the texts of a database may have.
 *
 * @param name PostgreSQL's word for it
 * @param charset Java's; empty where every character is had, or it is not known which
 */
public record Encoding(String name, Optional<Charset> charset) {
    /** The one that has every character. */
    public static final Encoding UTF8 = new Encoding("UTF8", Optional.empty());

    /** By PostgreSQL's word for it; {@code SQL_ASCII} takes whatever bytes it is given. */
    public static Encoding of(String name) {
        var charset = name.equals("SQL_ASCII")
                ? StandardCharsets.UTF_8
                : Charset.forName(
                        org.postgresql.core.Encoding.getDatabaseEncoding(name).name());
        return new Encoding(name, Optional.of(charset).filter(known -> !known.equals(StandardCharsets.UTF_8)));
    }

    /** Whether it has every character. */
    public boolean hasAll() {
        return charset.isEmpty();
    }

    /** Whether it has all characters of a text, which is given as UTF-8. */
    public boolean has(byte[] text, int start, int length) {
        if (charset.isEmpty()) {
            return true;
        }
        for (int i = start; i < start + length; i++) {
            if (text[i] < 0) {
                return has(new String(text, start, length, StandardCharsets.UTF_8));
            }
        }
        return true;
    }

    /** Whether it has all characters of a text. */
    public boolean has(String text) {
        return charset.isEmpty() || charset.get().newEncoder().canEncode(text);
    }

    /** The text, with those of its characters that there are not written as {@code \}{@code uXXXX}. */
    public String escaped(String text) {
        return escaped(text, "\\");
    }

    /**
     * The same with another way to write the backslash.
     *
     * @param backslash what stands for it
     */
    public String escaped(String text, String backslash) {
        if (charset.isEmpty()) {
            return text;
        }
        var encoder = charset.get().newEncoder();
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            var character = Character.toString(point);
            if (encoder.canEncode(character)) {
                escaped.append(character);
            } else {
                character.chars().forEach(unit -> escaped.append(backslash).append("u%04x".formatted(unit)));
            }
        });
        return escaped.toString();
    }
}
