package io.cameleer.event;

import io.cameleer.event.MappingOptions.OnReserved;
import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.row.ValueType;
import io.cameleer.value.Blank;
import io.cameleer.value.RowBuilder;
import io.cameleer.value.Values;
import java.nio.charset.StandardCharsets;

/** Flattens the objects of an event: puts what is in them into the columns of a row. */
final class Flattening {
    private final Tape tape;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;
    private final RuleValues rules;
    private final JsonTexts texts;
    private final OnReserved onReserved;

    Flattening(
            Tape tape,
            Paths paths,
            Values values,
            RowBuilder row,
            RuleValues rules,
            JsonTexts texts,
            OnReserved onReserved) {
        this.tape = tape;
        this.paths = paths;
        this.values = values;
        this.row = row;
        this.rules = rules;
        this.texts = texts;
        this.onReserved = onReserved;
    }

    /** Flattens what is at a field; what is no object is kept whole. */
    void flatten(Field field, TableMapping table, EventPart part) {
        int container = tape.find(field.path());
        if (container < 0) {
            return;
        }
        if (tape.kind(container) != Tape.OBJECT) {
            if (table.notes(part) && !Blank.isBlank(tape, container)) {
                row.discard(field.key(), container, "it is no object, so that nothing in it has a name");
            }
            return;
        }
        if (texts.has(field) && table.notes(part)) {
            row.count(field.key(), container, "it was the JSON text of an object, and is read as that object");
        }
        int[] codes = table.codes(part);
        int end = tape.next(container);
        int index = container + 1;
        while (index < end) {
            int kind = tape.kind(index);
            if (kind == Tape.NULL || kind == Tape.SUPERSEDED) {
                index = tape.next(index);
                continue;
            }
            int path = tape.path(index);
            int code = codes[path];
            if ((code & TableMapping.FORM) == 0) {
                code = table.form(path, part);
            }
            int form = code & TableMapping.FORM;
            int value;
            if (kind == Tape.OBJECT) {
                if (form == TableMapping.FLATTENED) {
                    index = path == Field.CONTEXT_TRAITS.path() ? traits(index, table) : index + 1;
                    continue;
                }
                value = values.json(index, form == TableMapping.AS_JSON ? ValueType.JSON : ValueType.STRING);
            } else if (kind == Tape.ARRAY ? Blank.isBlank(tape, index) : values.length(values.plain(index)) == 0) {
                if (kind == Tape.STRING && values.cleaned(index)) {
                    discardEmptied(table, path, part, index);
                }
                index = tape.next(index);
                continue;
            } else {
                value = form == TableMapping.AS_JSON ? values.json(index, ValueType.JSON) : values.plain(index);
            }
            if ((code & TableMapping.TARGET) == TableMapping.COLUMN) {
                row.put(code >>> TableMapping.POSITION_SHIFT, value, part.rank());
            } else if (!place(table, path, part, value)) {
                return;
            }
            index = tape.next(index);
        }
    }

    /** Puts a value that is not on the tape where one at a field of the context would go. */
    void placeInContext(Field field, int value, TableMapping table) {
        boolean asJson = (table.form(field.path(), EventPart.CONTEXT) & TableMapping.FORM) == TableMapping.AS_JSON;
        place(table, field.path(), EventPart.CONTEXT, values.at(field.path(), asJson ? values.quoted(value) : value));
    }

    private int traits(int index, TableMapping table) {
        String text = StringLikeObject.of(tape, paths, values, index);
        if (text.isEmpty()) {
            return index + 1;
        }
        int path = Field.CONTEXT_TRAITS_TEXT.path();
        place(table, path, EventPart.CONTEXT, values.at(path, values.detected(text.getBytes(StandardCharsets.UTF_8))));
        return tape.next(index);
    }

    /** Notes a text of which PostgreSQL can hold nothing. */
    private void discardEmptied(TableMapping table, int path, EventPart part, int index) {
        int code = table.target(path, part);
        if ((code & TableMapping.TARGET) == TableMapping.COLUMN) {
            row.discard(
                    table.layout().column(code >>> TableMapping.POSITION_SHIFT),
                    index,
                    "all of it is U+0000 or half a surrogate pair");
        }
    }

    /**
     * A value whose column only a rule sets.
     *
     * @param detail what the code of the path says beyond that
     */
    private void reserved(TableMapping table, int path, EventPart part, int value, int detail) {
        if (rules.took(value)) {
            return;
        }
        if (onReserved == OnReserved.KEEP) {
            row.put(detail, value, part.rank());
            return;
        }
        if (!table.notes(part) || detail > 0 && rules.hasLike(detail - 1, value)) {
            return;
        }
        String column = table.columnName(path, part);
        String reason = TableMapping.origin(paths, path) + ": a sender cannot set this column";
        if (onReserved == OnReserved.COUNT) {
            row.count(column, value, reason);
        } else {
            row.discard(column, value, reason);
        }
    }

    /** Puts a value into its column, if it has one; false once there are far more columns than any table can have. */
    private boolean place(TableMapping table, int path, EventPart part, int value) {
        int code = table.target(path, part);
        switch (code & TableMapping.TARGET) {
            case TableMapping.COLUMN -> row.put(code >>> TableMapping.POSITION_SHIFT, value, part.rank());
            case TableMapping.NAMELESS ->
                row.discard(
                        TableMapping.origin(paths, path),
                        value,
                        "no character of the name can be used in a column's name");
            default -> reserved(table, path, part, value, code >>> TableMapping.POSITION_SHIFT);
        }
        return !row.hasTooManyColumns();
    }
}
