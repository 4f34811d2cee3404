package io.cameleer.discover;

import io.cameleer.naming.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a listing that are no event files by their names, or have a name that the ledger cannot hold. Placeholders
 * of folders are none that anybody misses.
 */
final class Ignored {
    private static final int NAMED = 3;
    private static final int LONGEST = 200;

    private final Counted others = new Counted();
    private final Counted unusable = new Counted();

    /** Counts one; false, as it is no event file. */
    boolean add(String key) {
        if (!key.endsWith("/")) {
            others.add(key);
        }
        return false;
    }

    /** Counts an event file of which the ledger cannot hold the name; false, as it cannot be loaded. */
    boolean addUnusable(String key) {
        unusable.add(key);
        return false;
    }

    /** A sentence for a person on each kind; empty if there are none. */
    @Override
    public String toString() {
        return Stream.of(
                        others.sentence(
                                "%,d objects are ignored by their names, such as %s: an event file's ends in .json, .jsonl or .ndjson, with or without .gz behind it."),
                        unusable.sentence(
                                "%,d event files are not loaded, such as %s: their names have characters that this database cannot hold, or are longer than 1,024 characters. Rename them."))
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static final class Counted {
        private final List<String> first = new ArrayList<>();
        private long count;

        void add(String key) {
            count++;
            if (first.size() < NAMED) {
                first.add(Printable.of(key.length() > LONGEST ? key.substring(0, LONGEST) + "…" : key));
            }
        }

        String sentence(String format) {
            return count == 0 ? "" : String.format(Locale.ROOT, format, count, String.join(", ", first));
        }
    }
}
