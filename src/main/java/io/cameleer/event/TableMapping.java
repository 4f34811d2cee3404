package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.naming.Names;
import io.cameleer.row.TableLayout;
import io.cameleer.row.TableLayouts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the values of events go in one table: for each path what it becomes, worked out when the path is first seen. What
 * is known of a path is one number, so that a path seen before costs one array access.
 */
final class TableMapping {
    /** How much of a path counts in a name, in characters; only a hostile sender writes longer ones. */
    static final int MAX_PATH_TEXT = 4096;

    private static final int MAX_ORIGIN = 255;

    // two bits for what an object is here …
    static final int FORM = 0x3;
    /** An object is flattened: its fields have columns. */
    static final int FLATTENED = 0x1;
    /** An object is kept whole, as text. */
    static final int AS_TEXT = 0x2;
    /** Any value is kept whole, as JSON. */
    static final int AS_JSON = 0x3;

    // … and two for the column, the position being above them
    static final int TARGET = 0xC;
    /**
     * The name is one that only Cameleer sets. Above the bits is the position of a column of its own, if it gets one; else one
     * more than the ordinal of the rule that sets the column, or 0 where none does.
     */
    static final int RESERVED = 0x4;
    /** No character of the path can be used in a name. */
    static final int NAMELESS = 0x8;

    static final int COLUMN = 0xC;
    static final int POSITION_SHIFT = 4;

    private final EventMapping mapping;
    private final TableLayout layout;
    private final Rule[] rules;
    private final int[] rulePositions;
    private final Set<String> reserved;
    private final Set<EventPart> noted;
    private int[] codes = new int[128];
    private int[] traitCodes = new int[0];

    /**
     * @param rules the columns that are not flattened, in their order
     * @param noted the parts of which it is noted what gets no column: an event may become two rows, and one of them is enough
     */
    TableMapping(EventMapping mapping, TableLayout layout, List<Rule> rules, Set<EventPart> noted) {
        this.mapping = mapping;
        this.layout = layout;
        this.rules = rules.toArray(Rule[]::new);
        this.rulePositions = rules.stream()
                .mapToInt(rule -> layout.position(rule.column(), rule.column()))
                .toArray();
        this.noted = noted;
        this.reserved = new HashSet<>(mapping.reserved());
        rules.forEach(rule -> reserved.add(rule.column()));
    }

    TableLayout layout() {
        return layout;
    }

    /** Whether it is noted what of this part gets no column. */
    boolean notes(EventPart part) {
        return noted.contains(part);
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
    int[] codes(EventPart part) {
        int[] known = part == EventPart.CONTEXT_TRAITS ? traitCodes : codes;
        int paths = mapping.paths().size();
        if (known.length >= paths) {
            return known;
        }
        int[] more = Arrays.copyOf(known, Math.max(paths, known.length * 2));
        mapping.addCost(more.length - known.length);
        if (part == EventPart.CONTEXT_TRAITS) {
            traitCodes = more;
        } else {
            codes = more;
        }
        return more;
    }

    /** What an object at the path is: {@link #FLATTENED}, {@link #AS_TEXT} or {@link #AS_JSON}. */
    int form(int path, EventPart part) {
        int[] known = codes(part);
        if ((known[path] & FORM) == 0) {
            known[path] |= mapping.form(path, part);
        }
        return known[path];
    }

    /** What is known of a path, with the column that a value there goes to. */
    int target(int path, EventPart part) {
        int[] known = codes(part);
        if ((known[path] & TARGET) == 0) {
            known[path] |= newTarget(path, part);
        }
        return known[path];
    }

    private int newTarget(int path, EventPart part) {
        String name = columnName(path, part);
        if (name.isEmpty()) {
            return NAMELESS;
        }
        return reserved.contains(name) ? reserved(name, path) : COLUMN | position(name, path) << POSITION_SHIFT;
    }

    private int reserved(String name, int path) {
        if (mapping.keepsReserved()) {
            return RESERVED | position(Names.withUnderscore(name), path) << POSITION_SHIFT;
        }
        for (Rule rule : Rule.values()) {
            if (rule.column().equals(name)) {
                return RESERVED | rule.ordinal() + 1 << POSITION_SHIFT;
            }
        }
        return RESERVED;
    }

    /** The name that a path would have as a column. */
    String columnName(int path, EventPart part) {
        return mapping.names().column(mapping.paths().text(path, part.unnamed(), "_", MAX_PATH_TEXT));
    }

    /** The position of a column that a path has to itself, because another has its name. */
    int suffixedPosition(int position, int path) {
        String whole = mapping.paths().text(path, 0, ".", MAX_PATH_TEXT);
        return position(Names.suffixed(layout.column(position), whole), path);
    }

    private int position(String name, int path) {
        mapping.addCost(TableLayouts.COLUMN_COST);
        return layout.position(name, origin(mapping.paths(), path));
    }

    /** A path for people: its names with dots between them. */
    static String origin(Paths paths, int path) {
        return paths.text(path, 0, ".", MAX_ORIGIN);
    }
}
