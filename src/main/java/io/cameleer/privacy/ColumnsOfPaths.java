package io.cameleer.privacy;

import io.cameleer.privacy.Column.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which columns the value at a path may end up in, whoever reads it and however its names are written: as the mapping would
 * read the line, or as it would if names were written as they should be.
 *
 * @param contextTraitsAreTraits whether traits of the context of an identify event have columns as traits do
 */
record ColumnsOfPaths(Casings casings, boolean contextTraitsAreTraits) {
    /** Fields with names of several words: a rule for the first of them is no rule for the field. */
    private static final List<String> FIELDS_OF_SEVERAL_WORDS = List.of(
            "userid",
            "anonymousid",
            "messageid",
            "groupid",
            "previousid",
            "recordid",
            "sentat",
            "receivedat",
            "originaltimestamp",
            "requestip");

    /** Columns of mapped rows that are made of fields of the same name, or that only the loader sets. */
    private static final Set<String> FIELD_COLUMNS = Set.of(
            "userid",
            "anonymousid",
            "groupid",
            "previousid",
            "recordid",
            "event",
            "receivedat",
            "sentat",
            "timestamp",
            "originaltimestamp",
            "channel",
            "uuidts");

    /**
     * The columns for a path.
     *
     * @param path its names, with no dots in them
     * @param rows which rows the line is of, if it is mapped already
     */
    List<Column> of(List<String> path, Rows rows) {
        var found = new ArrayList<Column>();
        var names = casings.of(String.join(".", path));
        for (int casing = 0; casing < names.size(); casing++) {
            new Reading(rows, casing > 0, found).line(names.get(casing));
        }
        return found;
    }

    /** One casing of a path. */
    private final class Reading {
        private final Rows rows;
        private final boolean blendo;
        private final List<Column> found;

        Reading(Rows rows, boolean blendo, List<Column> found) {
            this.rows = rows;
            this.blendo = blendo;
            this.found = found;
        }

        void line(String name) {
            var column = Column.after(name, "data");
            if (column == null) {
                event(name);
                return;
            }
            add(Space.EVENT, name, 0);
            var event = Column.after(column, "rudderevent");
            if (column.isEmpty() || event != null && event.isEmpty()) {
                containsAll();
            } else if (event != null) {
                event(event);
            } else {
                mapped(column);
            }
        }

        /** What is all of a row or an event is covered by no rule for a part of it, but has what they cover. */
        private void containsAll() {
            for (var space : Space.values()) {
                add(space, "", 1);
            }
        }

        private void event(String name) {
            var property = Column.after(name, "properties");
            var userProperty = Column.after(name, "userproperties");
            var trait = Column.after(name, "traits");
            if (property != null) {
                add(Space.PROPERTIES, property, 0);
            } else if (userProperty != null) {
                add(Space.PROPERTIES, userProperty, 0);
                add(Space.TRAITS, userProperty, 0);
            } else if (trait != null) {
                add(Space.TRAITS, trait, 0);
            } else {
                field(name);
                if (Column.letters(name).equals("name")) {
                    // the name of a page may also be a property
                    add(Space.PROPERTIES, name, 1);
                }
            }
        }

        private void field(String name) {
            int least = FIELDS_OF_SEVERAL_WORDS.stream()
                    .filter(field -> Column.after(name, field) != null)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            add(Space.EVENT, name, least);
            var trait = contextTraitsAreTraits ? Column.after(name, "contexttraits") : null;
            if (trait != null && !trait.isEmpty()) {
                add(Space.TRAITS, trait, 0);
            }
        }

        private void mapped(String column) {
            var letters = Column.letters(column);
            if (letters.equals("id")) {
                if (rows == Rows.USERS || rows == Rows.UNKNOWN) {
                    field("user_id");
                }
                if (rows != Rows.USERS) {
                    field("message_id");
                    field("record_id");
                }
            } else if (letters.equals("eventtext")) {
                field("event");
            } else if (FIELD_COLUMNS.contains(letters) || Column.after(column, "context") != null) {
                field(column);
            } else {
                if (letters.equals("name") && rows.ofProperties()) {
                    field(column);
                }
                if (rows.ofProperties()) {
                    add(Space.PROPERTIES, column, 0);
                }
                if (rows.ofTraits()) {
                    add(Space.TRAITS, column, 0);
                }
            }
        }

        private void add(Space space, String name, int least) {
            found.add(new Column(space, name, least, blendo));
        }
    }
}
