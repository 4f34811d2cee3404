package io.cameleer.privacy;

import io.cameleer.naming.Names;
import java.util.List;

/** The names that a path has as a column: in the casing of the settings, and in the one that an event may ask for. */
final class Casings {
    private final Names usual;

    Casings(boolean divideNumbers) {
        usual = new Names(divideNumbers, false, true);
    }

    /** The names of a path whose names have dots between them, not cut, the usual first. */
    List<String> of(String path) {
        return List.of(usual.uncut(path), blendo(path));
    }

    /** That casing keeps all characters in their places, but for what is no letter or digit. */
    private static String blendo(String path) {
        var name = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            var letter = Column.letters(path.substring(i, i + 1));
            name.append(letter.isEmpty() ? "_" : letter);
        }
        return name.toString();
    }
}
