package io.cameleer.naming;

import java.util.Locale;

/**
 * How names of tables and columns come out of what a sender wrote: RudderStack's rules. A name is at most
 * {@link #MAX_LENGTH} ASCII characters, and the rule leaves a name that it made as it is.
 *
 * @param divideNumbers letters and digits are always words of their own, but for English ordinals
 * @param blendo the casing of the event's option {@code useBlendoCasing}, in which words are not looked for
 * @param keepReserved words of SQL are left as names; otherwise they get an underscore in front
 */
public record Names(boolean divideNumbers, boolean blendo, boolean keepReserved) {
    /** PostgreSQL cuts longer names. */
    public static final int MAX_LENGTH = 63;

    /** The column for a path whose names are joined with underscores; empty if no character of them can be used. */
    public String column(String joined) {
        return usable(safe(blendo ? blendoCased(joined) : words(joined)));
    }

    /** The words of a column's name, of any length, and not told from words of SQL; in the casing that looks for words. */
    public String uncut(String joined) {
        return words(joined);
    }

    /** A column's name, or another for one that PostgreSQL or Cameleer has for itself in every table. */
    public static String usable(String column) {
        return ReservedWords.isOwnColumn(column) ? withUnderscore(column) : column;
    }

    /** The name with an underscore in front, and not too long. */
    public static String withUnderscore(String name) {
        return cut("_" + name);
    }

    /** The value of the column {@code event}, of any length; empty or blank if the event gets no table. */
    public String event(String text) {
        return blendo ? lowerCase(trimmed(text)) : words(text);
    }

    /** The table for an event, from what {@link #event} gave; empty if it has none. */
    public String table(String event) {
        String name = blendo ? safe(blendoCased(event)) : safe(event);
        return ProtectedTables.isProtected(name, keepReserved) ? withUnderscore(name) : name;
    }

    /** The name with a short hash of the path at its end, the same in every run, so that it differs from others. */
    public static String suffixed(String name, String path) {
        String suffix = "_%08x".formatted(path.hashCode() * 0x9E3779B9);
        return name.substring(0, Math.min(name.length(), MAX_LENGTH - suffix.length())) + suffix;
    }

    /** The text without white space at its ends, as Unicode has it. */
    public static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** In lower case, each character on its own, so that none becomes two, as İ would. */
    public static String lowerCase(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String safe(String name) {
        String safe = cut(name).toLowerCase(Locale.ROOT);
        return !keepReserved && ReservedWords.contains(safe) ? "_" + safe : safe;
    }

    private static String cut(String name) {
        return name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
    }

    private static String blendoCased(String text) {
        var name = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 1);
        for (int at = 0; at < text.length() && name.length() < MAX_LENGTH; ) {
            int c = text.codePointAt(at);
            name.append(isLetter(c) || isDigit(c) || c == '\\' || c == '$' ? (char) c : '_');
            at += Character.charCount(c);
        }
        if (name.length() == 0 || !isLetter(name.charAt(0)) && name.charAt(0) != '_') {
            name.insert(0, '_');
        }
        return name.toString();
    }

    private String words(String text) {
        var name = new StringBuilder(text.length() + 8);
        int at = 0;
        while (at < text.length() && text.charAt(at) == '_') {
            name.append('_');
            at++;
        }
        int start = name.length();
        while (at < text.length()) {
            if (!isLetter(text.charAt(at)) && !isDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int end = wordEnd(text, at);
            if (name.length() > start) {
                name.append('_');
            }
            for (; at < end; at++) {
                name.append(Character.toLowerCase(text.charAt(at)));
            }
        }
        if (start == 0 && name.length() > 0 && isDigit(name.charAt(0))) {
            name.insert(0, '_');
        }
        return name.toString();
    }

    private int wordEnd(String text, int at) {
        if (isDigit(text.charAt(at))) {
            return divideNumbers ? numberOrOrdinal(text, at) : numberWithLetters(text, at);
        }
        int letters = isLowerCase(text, at) ? lowerCaseEnd(text, at) : capitalized(text, at);
        return divideNumbers ? letters : digitsEnd(text, letters);
    }

    /** One capital with the lower-case letters after it, or capitals up to where the last of them starts such a word. */
    private static int capitalized(String text, int at) {
        int end = upperCaseEnd(text, at);
        if (!isLowerCase(text, end)) {
            return end;
        }
        return end - at == 1 ? lowerCaseEnd(text, end) : end - 1;
    }

    private static int numberWithLetters(String text, int at) {
        int end = digitsEnd(text, at);
        if (isLowerCase(text, end)) {
            return lowerCaseEnd(text, end);
        }
        return isUpperCase(text, end) && isLowerCase(text, end + 1)
                ? lowerCaseEnd(text, end + 1)
                : upperCaseEnd(text, end);
    }

    private static int numberOrOrdinal(String text, int at) {
        int end = digitsEnd(text, at);
        if (end + 2 > text.length()) {
            return end;
        }
        String suffix = text.substring(end, end + 2);
        String ordinal =
                switch (text.charAt(end - 1)) {
                    case '1' -> "st";
                    case '2' -> "nd";
                    case '3' -> "rd";
                    default -> "th";
                };
        boolean isOrdinal = suffix.equals(ordinal) && !isLowerCase(text, end + 2) && !isDigitAt(text, end + 2)
                || suffix.equals(ordinal.toUpperCase(Locale.ROOT))
                        && !isUpperCase(text, end + 2)
                        && !isDigitAt(text, end + 2);
        return isOrdinal ? end + 2 : end;
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (isDigitAt(text, at)) {
            at++;
        }
        return at;
    }

    private static int lowerCaseEnd(String text, int from) {
        int at = from;
        while (isLowerCase(text, at)) {
            at++;
        }
        return at;
    }

    private static int upperCaseEnd(String text, int from) {
        int at = from;
        while (isUpperCase(text, at)) {
            at++;
        }
        return at;
    }

    private static boolean isLowerCase(String text, int at) {
        return at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
    }

    private static boolean isUpperCase(String text, int at) {
        return at < text.length() && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z';
    }

    private static boolean isDigitAt(String text, int at) {
        return at < text.length() && isDigit(text.charAt(at));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085' || c == '\uFEFF';
    }
}
