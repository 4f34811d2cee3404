package io.cameleer.naming;

import java.util.Set;

/**
 * The words that get an underscore in front where they would be a name. The list is RudderStack's, not PostgreSQL's, so
 * that names come out the same; names are quoted in SQL in any case.
 */
final class ReservedWords {
    private static final Set<String> WORDS = Set.of(
            """
            all analyse analyze and any array as asc asymmetric authorization between binary both case cast check \
            collate column constraint create cross current_date current_role current_time current_timestamp \
            current_user default deferrable desc distinct do else end except false for foreign freeze from full grant \
            group having ilike in initially inner intersect into is isnull join leading left like limit localtime \
            localtimestamp natural new not notnull null off offset old on only or order outer overlaps placing primary \
            references right select session_user similar some symmetric table then to trailing true union unique user \
            using verbose when where"""
                    .split(" "));

    /**
     * Columns that every table of PostgreSQL has ({@code heapam}'s system columns), so that none can be made with such a name,
     * quoted or not; and the one that Cameleer keeps values in for which there is no room. RudderStack does not know them.
     */
    private static final Set<String> OWN_COLUMNS =
            Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "_overflow");

    private ReservedWords() {}

    /** Whether no column of a sender can have this name. */
    static boolean isOwnColumn(String name) {
        return OWN_COLUMNS.contains(name);
    }

    /** @param name in lower case */
    static boolean contains(String name) {
        return WORDS.contains(name);
    }
}
