package io.cameleer.mapping;

import io.cameleer.json.Paths;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the values of events go in one table: for each path what it becomes, worked out when the path is first met. What
 * is known stands in one number per path, so that a path seen before costs one look into an array.
 */
final class Plan {
    /** How much of a path counts in a name, in characters; only a hostile sender writes longer ones. */
    static final int MAX_PATH_TEXT = 4096;

    private static final int MAX_ORIGIN = 255;

    // two bits for what an object is here …
    static final int FORM = 0x3;
    /** An object is opened: its fields have columns. */
    static final int OPEN = 0x1;
    /** An object is kept whole, as text. */
    static final int TEXT = 0x2;
    /** Any value is kept whole, as JSON. */
    static final int JSON = 0x3;

    // … and two for the column, the position being above them
    static final int TARGET = 0xC;
    /** The name is one that only Cameleer sets: the value is left out. */
    static final int RESERVED = 0x4;
    /** No character of the path can be used in a name. */
    static final int NAMELESS = 0x8;

    static final int COLUMN = 0xC;
    static final int POSITION_SHIFT = 4;

    private final Scheme scheme;
    private final TableLayout layout;
    private final Rule[] rules;
    private final int[] rulePositions;
    private final Set<String> taken;
    private int[] codes = new int[128];
    private int[] traitCodes = new int[0];

    /** @param rules the columns that are not flattened, in their order */
    Plan(Scheme scheme, TableLayout layout, List<Rule> rules) {
        this.scheme = scheme;
        this.layout = layout;
        this.rules = rules.toArray(Rule[]::new);
        this.rulePositions = rules.stream()
                .mapToInt(rule -> layout.position(rule.column(), rule.column()))
                .toArray();
        this.taken = new HashSet<>(scheme.reserved());
        rules.forEach(rule -> taken.add(rule.column()));
    }

    TableLayout layout() {
        return layout;
    }

    int rules() {
        return rules.length;
    }

    Rule rule(int index) {
        return rules[index];
    }

    int rulePosition(int index) {
        return rulePositions[index];
    }

    /** What is known of all paths, by path; 0 of those never asked for. */
    int[] codes(Source source) {
        int[] known = source == Source.CONTEXT_TRAITS ? traitCodes : codes;
        int paths = scheme.paths().size();
        if (known.length >= paths) {
            return known;
        }
        int[] more = Arrays.copyOf(known, Math.max(paths, known.length * 2));
        scheme.spend(more.length - known.length);
        if (source == Source.CONTEXT_TRAITS) {
            traitCodes = more;
        } else {
            codes = more;
        }
        return more;
    }

    /** What an object at the path is: {@link #OPEN}, {@link #TEXT} or {@link #JSON}. */
    int form(int path, Source source) {
        int[] known = codes(source);
        if ((known[path] & FORM) == 0) {
            known[path] |= scheme.form(path, source);
        }
        return known[path];
    }

    /** What is known of a path, with the column that a value there goes to. */
    int target(int path, Source source) {
        int[] known = codes(source);
        if ((known[path] & TARGET) == 0) {
            known[path] |= newTarget(path, source);
        }
        return known[path];
    }

    private int newTarget(int path, Source source) {
        String name = scheme.names().column(scheme.paths().text(path, source.unnamed(), "_", MAX_PATH_TEXT));
        if (name.isEmpty()) {
            return NAMELESS;
        }
        return taken.contains(name) ? RESERVED : COLUMN | position(name, path) << POSITION_SHIFT;
    }

    /** The position of a column that a path has to itself, because another has its name. */
    int ownPosition(int position, int path) {
        String whole = scheme.paths().text(path, 0, ".", MAX_PATH_TEXT);
        return position(Names.suffixed(layout.column(position), whole), path);
    }

    private int position(String name, int path) {
        scheme.spend(Scheme.COLUMN_COST);
        return layout.position(name, origin(scheme.paths(), path));
    }

    /** A path for people: its names with dots between them. */
    static String origin(Paths paths, int path) {
        return paths.text(path, 0, ".", MAX_ORIGIN);
    }
}
