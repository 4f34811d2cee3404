package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.value.Values;

/**
 * A string that an SDK has spread into an object of its characters: {@code {"0":"f","1":"o","2":"o"}}. The keys are
 * counted on from 0 or 1 without a gap, and each value is one UTF-16 unit.
 */
final class StringLikeObject {
    /** A character takes at most so many bytes, as an escape. */
    private static final int MAX_BYTES = 6;

    private StringLikeObject() {}

    /** The string, or the empty one if the object is none. */
    static String of(Tape tape, Paths paths, Values values, int object) {
        int end = tape.next(object);
        int members = 0;
        for (int index = object + 1; index < end; index = tape.next(index)) {
            if (tape.kind(index) == Tape.SUPERSEDED) {
                continue;
            }
            if (tape.kind(index) != Tape.STRING || tape.end(index) - tape.start(index) > MAX_BYTES) {
                return "";
            }
            members++;
        }
        char[] text = new char[members + 1];
        for (int index = object + 1; index < end; index = tape.next(index)) {
            if (tape.kind(index) == Tape.SUPERSEDED) {
                continue;
            }
            int place = place(paths.key(tape.path(index)));
            String unit = values.asText(values.text(index));
            if (place < 0 || place > members || unit.length() != 1) {
                return "";
            }
            text[place] = unit.charAt(0);
        }
        // all places differ, so that one of the ends is free and nothing else
        if (text[0] != 0 && text[members] != 0) {
            return "";
        }
        return text[0] == 0 ? new String(text, 1, members) : new String(text, 0, members);
    }

    private static int place(String key) {
        if (key.isEmpty() || key.length() > 9 || key.length() > 1 && key.charAt(0) == '0') {
            return -1;
        }
        return key.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(key) : -1;
    }
}
