package io.cameleer.privacy;

import io.cameleer.privacy.Column.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A rule for the value at a path, for what is within it, and for every column that it would make.
 *
 * @param names the field names that lead to the value; {@code *} is any name
 * @param columns the columns that it would make
 */
record PathRule(List<String> names, List<ColumnPattern> columns, Treatment treatment) {
    /** Fields of the event that columns are made of; in its properties and traits their names are not the sender's. */
    private static final Set<String> FIELDS = Set.of(
            "userid",
            "anonymousid",
            "groupid",
            "previousid",
            "recordid",
            "name",
            "sentat",
            "receivedat",
            "timestamp",
            "originaltimestamp",
            "channel",
            "requestip");

    /** Where an event has the address of its sender, or columns are made of it. */
    private static final List<List<String>> ADDRESSES = List.of(
            List.of("context", "ip"),
            List.of("request_ip"),
            List.of("context", "request_ip"),
            List.of("context", "passed_ip"));

    /** The same in rows that RudderStack has mapped. */
    private static final List<List<String>> ADDRESS_COLUMNS = List.of(
            List.of("data", "context_ip"), List.of("data", "context_request_ip"), List.of("data", "context_passed_ip"));

    /**
     * The rule for a path. One that drops, hashes or masks an address of the sender does so with all of them: whichever is
     * missing, the mapping takes another for it.
     */
    static PathRule of(List<String> names, Treatment treatment, ColumnsOfPaths columnsOfPaths) {
        var casings = columnsOfPaths.casings();
        boolean traitsCount = columnsOfPaths.contextTraitsAreTraits();
        var columns = new ArrayList<>(patterns(names, casings, traitsCount));
        var rule = new PathRule(names, columns, treatment);
        var addresses = Column.letters(names.get(0)).equals("data") ? ADDRESS_COLUMNS : ADDRESSES;
        if (treatment != Treatment.KEEP
                && addresses.stream().anyMatch(path -> rule.covers(path, columnsOfPaths.of(path, Rows.UNKNOWN)))) {
            addresses.forEach(path -> columns.addAll(patterns(path, casings, traitsCount)));
        }
        return rule;
    }

    boolean covers(List<String> path, List<Column> pathColumns) {
        return names.size() <= path.size() && agrees(path)
                || pathColumns.stream().anyMatch(column -> columns.stream().anyMatch(p -> p.covers(column)));
    }

    /** Whether something within an object at the path may be covered. */
    boolean reachesInto(List<String> path, List<Column> pathColumns) {
        return names.size() > path.size() && agrees(path)
                || pathColumns.stream().anyMatch(column -> columns.stream().anyMatch(p -> p.reachesInto(column)));
    }

    /** Whether two paths agree as far as both go. */
    private boolean agrees(List<String> path) {
        for (int i = 0; i < Math.min(names.size(), path.size()); i++) {
            if (!names.get(i).equals("*") && !names.get(i).equalsIgnoreCase(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<ColumnPattern> patterns(List<String> names, Casings casings, boolean traitsCount) {
        var found = new ArrayList<ColumnPattern>();
        var rest = names.subList(1, names.size());
        var first = names.get(0).equals("*") ? "*" : Column.letters(names.get(0));
        switch (first) {
            case "properties" -> {
                add(found, Space.PROPERTIES, rest, false, casings);
                addOfContext(found, rest, casings);
            }
            case "userproperties" -> {
                add(found, Space.PROPERTIES, rest, false, casings);
                add(found, Space.TRAITS, rest, false, casings);
                addOfContext(found, rest, casings);
            }
            case "traits" -> {
                add(found, Space.TRAITS, rest, false, casings);
                addOfContext(found, rest, casings);
            }
            case "context" -> {
                addToAll(found, names, casings);
                if (traitsCount
                        && names.size() > 1
                        && Column.letters(names.get(1)).equals("traits")) {
                    add(found, Space.TRAITS, names.subList(2, names.size()), false, casings);
                }
            }
            case "*" -> {
                add(found, Space.EVENT, names, false, casings);
                add(found, Space.PROPERTIES, rest, false, casings);
                add(found, Space.TRAITS, rest, false, casings);
            }
            default -> {
                add(found, Space.EVENT, names, false, casings);
                if (names.size() == 1 && FIELDS.contains(first)) {
                    add(found, Space.PROPERTIES, names, true, casings);
                    if (!first.equals("name")) {
                        add(found, Space.TRAITS, names, true, casings);
                    }
                }
            }
        }
        return found;
    }

    /** A property or trait may have the name of a column of the context. */
    private static void addOfContext(List<ColumnPattern> found, List<String> rest, Casings casings) {
        var letters = Column.letters(String.join("", rest));
        if (letters.startsWith("context") && letters.length() > "context".length()) {
            add(found, Space.EVENT, rest, false, casings);
        }
    }

    private static void addToAll(List<ColumnPattern> found, List<String> path, Casings casings) {
        for (var space : Space.values()) {
            add(found, space, path, false, casings);
        }
    }

    private static void add(List<ColumnPattern> found, Space space, List<String> path, boolean exact, Casings casings) {
        var pattern = ColumnPattern.of(space, path, exact, casings);
        if (!pattern.isEmptyFor(path)) {
            found.add(pattern);
        }
    }
}
