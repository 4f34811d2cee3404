package io.cameleer.load;

import io.cameleer.mapping.Cells;

/** Cells of a row as the fields of one JSON object, in ASCII. */
final class JsonObject {
    private static final char LAST_ASCII = '~';

    private final StringBuilder text = new StringBuilder("{");

    /** Adds a cell; numbers, booleans, arrays and JSON as what they are, all else as a string. */
    void put(String name, Cells cell) {
        begin(name);
        switch (cell.type()) {
            case INT, FLOAT, BOOLEAN -> text.append(cell.text());
            case JSON -> ascii(cell.text(), text);
            case STRING, DATETIME -> {
                if (cell.array()) {
                    ascii(cell.text(), text);
                } else {
                    quote(cell.text(), text, LAST_ASCII);
                }
            }
        }
    }

    /** Adds a text. */
    void put(String name, String text) {
        begin(name);
        quote(text, this.text, LAST_ASCII);
    }

    boolean isEmpty() {
        return text.length() == 1;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    private void begin(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name, text, LAST_ASCII);
        text.append(':');
    }

    /** JSON text as it was before all that is not ASCII was escaped. */
    static String unescaped(String ascii) {
        var text = new StringBuilder(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (ascii.charAt(i + 1) == 'u' && Integer.parseInt(ascii, i + 2, i + 6, 16) > LAST_ASCII) {
                text.append((char) Integer.parseInt(ascii, i + 2, i + 6, 16));
                i += 5;
            } else {
                text.append(c).append(ascii.charAt(++i));
            }
        }
        return text.toString();
    }

    /** A text as a JSON string, with no more escapes than it needs. */
    static String quoted(String string) {
        var text = new StringBuilder(string.length() + 2);
        quote(string, text, Character.MAX_VALUE);
        return text.toString();
    }

    /** @param last the last character that is written as it is */
    private static void quote(String string, StringBuilder into, char last) {
        into.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                into.append('\\').append(c);
            } else if (c < ' ' || c > last) {
                escape(c, into);
            } else {
                into.append(c);
            }
        }
        into.append('"');
    }

    /** JSON text with all that is not ASCII, which can stand in strings alone, escaped. */
    private static void ascii(String json, StringBuilder into) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c > LAST_ASCII) {
                escape(c, into);
            } else {
                into.append(c);
            }
        }
    }

    private static void escape(char c, StringBuilder into) {
        into.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            into.append(Character.forDigit(c >> shift & 0xF, 16));
        }
    }
}
