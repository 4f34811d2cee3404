package io.cameleer.mapping;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import java.nio.charset.StandardCharsets;

/** Opens the objects of an event and puts what is in them into the columns of a row. */
final class Flattening {
    private final Tape tape;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;

    Flattening(Tape tape, Paths paths, Values values, RowBuilder row) {
        this.tape = tape;
        this.paths = paths;
        this.values = values;
        this.row = row;
    }

    /** Flattens what stands at a field; nothing if it is no object. */
    void flatten(Field field, Plan plan, Source source) {
        int container = tape.find(field.path());
        if (container < 0 || tape.kind(container) != Tape.OBJECT) {
            return;
        }
        int[] codes = plan.codes(source);
        int end = tape.next(container);
        int index = container + 1;
        while (index < end) {
            int kind = tape.kind(index);
            if (kind == Tape.NULL || kind == Tape.GONE) {
                index = tape.next(index);
                continue;
            }
            int path = tape.path(index);
            int code = codes[path];
            if ((code & Plan.FORM) == 0) {
                code = plan.form(path, source);
            }
            int form = code & Plan.FORM;
            int value;
            if (kind == Tape.OBJECT) {
                if (form == Plan.OPEN) {
                    index = path == Field.CONTEXT_TRAITS.path() ? openTraits(index, plan) : index + 1;
                    continue;
                }
                value = values.json(index, form == Plan.JSON ? ValueType.JSON : ValueType.STRING);
            } else if (kind == Tape.ARRAY ? Blank.isBlank(tape, index) : values.length(values.plain(index)) == 0) {
                if (kind == Tape.STRING && values.cleaned(index)) {
                    discardEmptied(plan, path, source, index);
                }
                index = tape.next(index);
                continue;
            } else {
                value = form == Plan.JSON ? values.json(index, ValueType.JSON) : values.plain(index);
            }
            if ((code & Plan.TARGET) == Plan.COLUMN) {
                row.put(code >>> Plan.POSITION_SHIFT, value, source);
            } else if (!place(plan, path, source, value)) {
                return;
            }
            index = tape.next(index);
        }
    }

    /** Puts a value that does not stand on the tape where one at a field of the context would go. */
    void placeInContext(Field field, int value, Plan plan) {
        boolean asJson = (plan.form(field.path(), Source.CONTEXT) & Plan.FORM) == Plan.JSON;
        place(plan, field.path(), Source.CONTEXT, values.at(field.path(), asJson ? values.quoted(value) : value));
    }

    private int openTraits(int index, Plan plan) {
        String text = SpreadString.of(tape, paths, values, index);
        if (text.isEmpty()) {
            return index + 1;
        }
        int path = Field.CONTEXT_TRAITS_TEXT.path();
        place(plan, path, Source.CONTEXT, values.at(path, values.detected(text.getBytes(StandardCharsets.UTF_8))));
        return tape.next(index);
    }

    /** Notes a text of which PostgreSQL can hold nothing. */
    private void discardEmptied(Plan plan, int path, Source source, int index) {
        int code = plan.target(path, source);
        if ((code & Plan.TARGET) == Plan.COLUMN) {
            row.discard(
                    plan.layout().column(code >>> Plan.POSITION_SHIFT),
                    index,
                    "all of it is U+0000 or half a surrogate pair");
        }
    }

    /** Puts a value into its column, if it has one; false once there are far more columns than any table can have. */
    private boolean place(Plan plan, int path, Source source, int value) {
        int code = plan.target(path, source);
        switch (code & Plan.TARGET) {
            case Plan.COLUMN -> row.put(code >>> Plan.POSITION_SHIFT, value, source);
            case Plan.NAMELESS ->
                row.discard(Plan.origin(paths, path), value, "no character of the name can be used in a column's name");
            default -> {}
        }
        return !row.isOverfull();
    }
}
