package io.cameleer.naming;

/** Names that senders have chosen, such as those of tables and keys, as they may stand in the log and on a terminal. */
public final class Printable {
    private Printable() {}

    /** The text on one line, and without anything that would steer a terminal. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "\uFFFD");
            }
        }
        return text;
    }
}
