package io.cameleer.value;

import io.cameleer.json.Tape;

/** What counts as no value: null, the empty text, an empty array, and an array of one value that is blank itself. */
public final class Blank {
    private Blank() {}

    /** Whether a value on the tape is blank; a string of U+0000 alone, of which nothing is stored, is not blank here. */
    public static boolean isBlank(Tape tape, int index) {
        int inner = index;
        while (tape.kind(inner) == Tape.ARRAY) {
            int first = inner + 1;
            if (first == tape.next(inner)) {
                return true;
            }
            // null within an array counts as a value, unlike null itself
            if (tape.next(first) != tape.next(inner) || tape.kind(first) == Tape.NULL) {
                return false;
            }
            inner = first;
        }
        return switch (tape.kind(inner)) {
            case Tape.NULL, Tape.SUPERSEDED -> true;
            case Tape.STRING -> tape.start(inner) == tape.end(inner);
            default -> false;
        };
    }
}
