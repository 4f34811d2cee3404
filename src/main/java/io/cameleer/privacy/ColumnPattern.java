package io.cameleer.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns that the path of a rule would make: the one of its name and, for what an object there would become, those that
 * begin with it and an underscore.
 *
 * @param space what the columns are made of
 * @param parts letters that follow each other in the name, or {@code *} for one word or more
 * @param exact whether it is the one column alone
 * @param names the name in both casings, the usual first; none with a {@code *}
 */
record ColumnPattern(Column.Space space, List<String> parts, boolean exact, List<String> names) {
    private static final String ANY = "*";

    /**
     * The pattern of some names.
     *
     * @param path the names that make the column's, each with no dot in it
     */
    static ColumnPattern of(Column.Space space, List<String> path, boolean exact, Casings casings) {
        var parts = new ArrayList<String>();
        var letters = new StringBuilder();
        for (var name : path) {
            if (!name.equals(ANY)) {
                letters.append(Column.letters(name));
                continue;
            }
            if (letters.length() > 0) {
                parts.add(letters.toString());
                letters.setLength(0);
            }
            parts.add(ANY);
        }
        if (letters.length() > 0) {
            parts.add(letters.toString());
        }
        // a name without letters adds nothing to the column's, which is then not that of an object
        boolean nameless = !path.isEmpty()
                && !path.get(path.size() - 1).equals(ANY)
                && Column.letters(path.get(path.size() - 1)).isEmpty();
        return new ColumnPattern(
                space, parts, exact || nameless, parts.contains(ANY) ? List.of() : casings.of(String.join(".", path)));
    }

    /** Whether it names no column, though there are names. */
    boolean isEmptyFor(List<String> path) {
        return parts.isEmpty() && !path.isEmpty();
    }

    boolean covers(Column column) {
        return column.space() == space && column.least() <= letters() && (matches(column.name()) || isCutAlike(column));
    }

    /** Whether something within an object that would become columns of this beginning may be covered. */
    boolean reachesInto(Column column) {
        if (column.space() != space) {
            return false;
        }
        if (parts.isEmpty()) {
            return !covers(column);
        }
        var first = parts.get(0);
        if (first.equals(ANY) || Column.endsWithin(column.name(), first)) {
            return true;
        }
        return parts.size() > 1 && Column.through(column.name(), 0, first) >= 0;
    }

    private boolean matches(String name) {
        int at = 0;
        boolean any = false;
        for (var part : parts) {
            if (part.equals(ANY)) {
                at = wordEnd(name, at);
                any = true;
            } else {
                at = any ? firstEnd(name, at, part) : wordEndAfter(name, at, part);
                any = false;
            }
            if (at < 0) {
                return false;
            }
        }
        return any || !exact || Column.words(name, at) == name.length();
    }

    /** Where the word after a position ends. */
    private static int wordEnd(String name, int from) {
        int at = Column.words(name, from);
        if (at == name.length()) {
            return -1;
        }
        int end = name.indexOf('_', at);
        return end < 0 ? name.length() : end;
    }

    private static int wordEndAfter(String name, int from, String letters) {
        int end = Column.through(name, from, letters);
        return end >= 0 && Column.endsWord(name, end) ? end : -1;
    }

    /** Where the letters end that begin with the soonest word: what comes later in the name has most room then. */
    private static int firstEnd(String name, int from, String letters) {
        for (int at = from; at >= 0 && at < name.length(); at = wordEnd(name, at)) {
            int end = wordEndAfter(name, at, letters);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    /** Names as long as PostgreSQL has room for are the same column if they are the same so far. */
    private boolean isCutAlike(Column column) {
        if (names.isEmpty()) {
            return false;
        }
        var name = names.get(column.blendo() ? 1 : 0);
        return name.length() >= Column.CUT
                && column.name().length() >= Column.CUT
                && name.regionMatches(0, column.name(), 0, Column.CUT);
    }

    private int letters() {
        return parts.contains(ANY)
                ? Integer.MAX_VALUE
                : parts.stream().mapToInt(String::length).sum();
    }
}
