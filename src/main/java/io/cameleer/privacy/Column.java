package io.cameleer.privacy;

/**
 * A column that the value at a path may end up in, with its name as the mapping makes it, but not cut. Of names only
 * letters and digits are compared, in which all casings agree, and where their words begin and end.
 *
 * @param space what the column is made of
 * @param name words of letters and digits in lower case, with underscores between
 * @param least how many letters and digits a rule must have to cover it: a rule {@code user} does not cover {@code user_id}
 * @param blendo whether it is the name in the casing that an event's options may ask for
 */
record Column(Space space, String name, int least, boolean blendo) {
    /** PostgreSQL cuts longer names, so that they may meet. */
    static final int CUT = 63;

    /** Columns of different spaces are different, though their names may be the same. */
    enum Space {
        /** A field of the event itself, or of its context. */
        EVENT,
        /** Of properties, in the tables of track, page, screen and extract events. */
        PROPERTIES,
        /** Of traits, in the tables of identify, group and alias events. */
        TRAITS
    }

    /** The letters and digits of a text, in lower case: what is left of it in the name of a column. */
    static String letters(String text) {
        var letters = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                letters.append((char) (c + ('a' - 'A')));
            } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                letters.append(c);
            }
        }
        return letters.toString();
    }

    /** What of a name comes after these letters, if it begins with them and they end where a word does; else null. */
    static String after(String name, String letters) {
        int end = through(name, 0, letters);
        return end >= 0 && endsWord(name, end) ? name.substring(words(name, end)) : null;
    }

    /** Where these letters end in a name, from a position on; negative if there are others. */
    static int through(String name, int from, String letters) {
        int at = from;
        for (int i = 0; i < letters.length(); i++) {
            at = words(name, at);
            if (at == name.length() || name.charAt(at) != letters.charAt(i)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    /** Whether a name comes to its end before it differs from these letters. */
    static boolean endsWithin(String name, String letters) {
        int at = words(name, 0);
        for (int i = 0; i < letters.length() && at < name.length(); i++) {
            if (name.charAt(at) != letters.charAt(i)) {
                return false;
            }
            at = words(name, at + 1);
        }
        return at == name.length();
    }

    static boolean endsWord(String name, int end) {
        return end == name.length() || name.charAt(end) == '_';
    }

    /** The position of the next letter or digit. */
    static int words(String name, int from) {
        int at = from;
        while (at < name.length() && name.charAt(at) == '_') {
            at++;
        }
        return at;
    }
}
