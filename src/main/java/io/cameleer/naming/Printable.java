package io.cameleer.naming;

import java.util.stream.Collectors;

/** Names that senders have chosen, such as those of tables and keys, as they may stand in the log and on a terminal. */
public final class Printable {
    private Printable() {}

    /** The text on one line, and without anything that would steer a terminal, or turn the direction of what is read. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (steers(text.charAt(i))) {
                return text.chars()
                        .mapToObj(c -> steers((char) c) ? "\uFFFD" : Character.toString(c))
                        .collect(Collectors.joining());
            }
        }
        return text;
    }

    /**
     * The same of each line of a text that has several.
     *
     * @param between what stands between them
     */
    public static String lines(String text, String between) {
        return text.lines().map(Printable::of).collect(Collectors.joining(between));
    }

    private static boolean steers(char c) {
        return Character.isISOControl(c) || c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }
}
