package io.cameleer.load;

import io.cameleer.mapping.Cells;

/** Cells of a row as the fields of one JSON object, in ASCII. */
final class JsonObject {
    private static final char LAST_ASCII = '~';

    private final StringBuilder text = new StringBuilder("{");

    /** Adds a cell; numbers, booleans, arrays and JSON as what they are, all else as a string. */
    void put(String name, Cells cell) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name, text, LAST_ASCII);
        text.append(':');
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

    boolean isEmpty() {
        return text.length() == 1;
    }

    @Override
    public String toString() {
        return text + "}";
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
