package io.cameleer.event;

import io.cameleer.json.Tape;
import io.cameleer.value.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event itself asks for in its {@code integrations}. Only JSON {@code true} switches anything on, and whatever
 * has another shape than it should counts as not given.
 */
record EventOptions(
        boolean skipTracksTable,
        boolean skipUsersTable,
        boolean skipReservedKeywordsEscaping,
        boolean useBlendoCasing,
        List<String> jsonPaths) {

    static final EventOptions NONE = new EventOptions(false, false, false, false, List.of());

    /** The options of the event on the tape. */
    static EventOptions of(Tape tape, Values values) {
        if (tape.find(Field.POSTGRES_OPTIONS.path()) < 0 && tape.find(Field.WAREHOUSE_OPTIONS.path()) < 0) {
            return NONE;
        }
        var jsonPaths = new ArrayList<String>();
        addTexts(tape, values, Field.WAREHOUSE_JSON_PATHS, jsonPaths);
        addTexts(tape, values, Field.POSTGRES_JSON_PATHS, jsonPaths);
        var options = new EventOptions(
                isTrue(tape, Field.SKIP_TRACKS_TABLE),
                isTrue(tape, Field.SKIP_USERS_TABLE),
                isTrue(tape, Field.SKIP_RESERVED_KEYWORDS_ESCAPING),
                isTrue(tape, Field.USE_BLENDO_CASING),
                jsonPaths);
        return options.equals(NONE) ? NONE : options;
    }

    private static boolean isTrue(Tape tape, Field field) {
        int index = tape.find(field.path());
        return index >= 0 && tape.kind(index) == Tape.TRUE;
    }

    private static void addTexts(Tape tape, Values values, Field field, List<String> texts) {
        int array = tape.find(field.path());
        if (array < 0 || tape.kind(array) != Tape.ARRAY) {
            return;
        }
        for (int index = array + 1; index < tape.next(array); index = tape.next(index)) {
            if (tape.kind(index) == Tape.STRING) {
                texts.add(values.asText(values.text(index)));
            }
        }
    }
}
