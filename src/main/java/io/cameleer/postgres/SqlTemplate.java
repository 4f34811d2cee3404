package io.cameleer.postgres;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement with named holes, for what JDBC takes no parameters for: the names and types of tables and columns. This is
 * the one place where SQL is put together; what goes into a hole is an {@linkplain Identifier#quoted quoted name} or a
 * type by the catalog.
 *
 * <p>{@code {table}} is a text. {@code {columns:{column} {type}|, }} is the part behind the colon once for each item of a
 * list, whose texts fill its own holes, with what stands behind the bar between them. A list of one item or none makes the
 * part a condition.
 */
public final class SqlTemplate {
    private final String name;
    private final String text;

    /** Texts, and lists of maps of texts, by the names of the holes they are for. */
    public interface Holes {
        /** What goes into the holes; more than one statement asks for is no harm. */
        Map<String, Object> holes();
    }

    private SqlTemplate(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** The statement in a file of {@code sql/}. */
    public static SqlTemplate of(String file) {
        return new SqlTemplate(file, SqlFile.text(file));
    }

    /**
     * The same for a statement at hand.
     *
     * @param text the statement
     * @throws IllegalArgumentException if it has a hole that nothing is given for, or a brace without its like
     */
    static String filled(String text, Map<String, Object> holes) {
        return new SqlTemplate(text, text).filled(holes);
    }

    /**
     * The statement.
     *
     * @throws IllegalArgumentException if it has a hole that nothing is given for, or a brace without its like
     */
    public String filled(Map<String, Object> holes) {
        return fill(text, holes);
    }

    private String fill(String part, Map<String, Object> holes) {
        var filled = new StringBuilder();
        int position = 0;
        for (int open = part.indexOf('{'); open >= 0; open = part.indexOf('{', position)) {
            filled.append(part, position, open);
            int close = close(part, open);
            filled.append(value(part.substring(open + 1, close), holes));
            position = close + 1;
        }
        return filled.append(part, position, part.length()).toString();
    }

    private String value(String hole, Map<String, Object> holes) {
        int colon = hole.indexOf(':');
        if (colon < 0) {
            return (String) given(hole, holes);
        }
        int bar = lastBar(hole);
        var between = bar < colon ? "" : hole.substring(bar + 1);
        var repeated = hole.substring(colon + 1, bar < colon ? hole.length() : bar);
        var parts = ((List<?>) given(hole.substring(0, colon), holes))
                .stream()
                        .map(item -> {
                            var all = new HashMap<>(holes);
                            ((Map<?, ?>) item).forEach((name, value) -> all.put((String) name, value));
                            return fill(repeated, all);
                        })
                        .toList();
        return String.join(between, parts);
    }

    /** The bar that is the hole's own, and not one of a hole within it; -1 if it has none. */
    private static int lastBar(String hole) {
        int bar = -1;
        int depth = 0;
        for (int i = 0; i < hole.length(); i++) {
            depth += hole.charAt(i) == '{' ? 1 : hole.charAt(i) == '}' ? -1 : 0;
            bar = depth == 0 && hole.charAt(i) == '|' ? i : bar;
        }
        return bar;
    }

    private Object given(String hole, Map<String, Object> holes) {
        var value = holes.get(hole);
        if (value == null) {
            throw new IllegalArgumentException("%s: nothing is given for {%s}".formatted(name, hole));
        }
        return value;
    }

    private int close(String part, int open) {
        int depth = 0;
        for (int i = open; i < part.length(); i++) {
            depth += part.charAt(i) == '{' ? 1 : part.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("%s: a brace is not closed".formatted(name));
    }
}
