package io.cameleer.discover;

import io.cameleer.naming.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The objects of a listing that are no event files by their names. Placeholders of folders are none that anybody misses. */
final class Ignored {
    private static final int NAMED = 3;

    private final List<String> first = new ArrayList<>();
    private long count;

    /** Counts one; false, as it is no event file. */
    boolean add(String key) {
        if (!key.endsWith("/")) {
            count++;
            if (first.size() < NAMED) {
                first.add(Printable.of(key));
            }
        }
        return false;
    }

    /** A sentence for a person; empty if there are none. */
    @Override
    public String toString() {
        return count == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%,d objects are ignored by their names, such as %s: an event file's ends in .json, .jsonl or .ndjson, with or without .gz behind it.",
                        count,
                        String.join(", ", first));
    }
}
