package io.cameleer.event;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import io.cameleer.read.SourceContext;
import io.cameleer.row.Arena;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Row;
import io.cameleer.row.ValueType;
import io.cameleer.value.Blank;
import io.cameleer.value.RowBuilder;
import io.cameleer.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The rows that one raw event becomes. */
final class EventRows {
    private static final String NOT_REJECTED = "";
    private static final byte[] NOT_STORED = {};

    private final MappingOptions options;
    private final EventMappings mappings;
    private final Tape tape;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;
    private final JsonTexts texts;
    private final Exclusions exclusions;
    private final RuleValues rules;
    private final Flattening flattening;
    private final Collisions collisions;
    private final Arena arena;
    private final List<Row> rows = new ArrayList<>();
    private SourceFields source = new SourceFields(new SourceContext("", "", "", "", "", "", line -> ""));
    /** The values for {@link SourceFields#FIELDS}, or -1. */
    private final int[] sourceValues = new int[SourceFields.FIELDS.size()];

    EventRows(EventMappings mappings, Tape tape, Values values, RowBuilder row, Arena arena) {
        this.options = mappings.options();
        this.mappings = mappings;
        this.tape = tape;
        this.paths = mappings.paths();
        this.values = values;
        this.row = row;
        this.texts = new JsonTexts(tape);
        this.exclusions = new Exclusions(options.sending(), tape, values);
        this.rules = new RuleValues(tape, values, row);
        this.flattening = new Flattening(tape, paths, values, row, rules, texts, options.onReserved());
        this.collisions = new Collisions(mappings, values, row);
        this.arena = arena;
    }

    /**
     * Maps the event on the tape; gives why it is rejected, or nothing.
     *
     * @param buffer what the tape was read from
     */
    String map(byte[] buffer, long line, SourceContext given, MappedRows out) {
        rows.clear();
        if (!source.isOf(given)) {
            source = new SourceFields(given);
        }
        replaceSourceFields();
        byte[] asReceived = NOT_STORED;
        if (texts.find(buffer)) {
            asReceived = options.storeFullEvent() ? fullEvent() : NOT_STORED;
            values.begin(texts.read(buffer));
            replaceSourceFields();
        }
        if (exclusions.excludes()) {
            out.countExcluded();
            return NOT_REJECTED;
        }
        EventType type = rules.type().orElse(null);
        if (type == null) {
            return "Unknown event type: \"" + rules.typeText() + "\"";
        }
        int context = tape.find(Field.CONTEXT.path());
        if (context >= 0 && tape.kind(context) != Tape.OBJECT && !Blank.isBlank(tape, context)) {
            return "context is not an object";
        }
        var mapping = mappings.of(type, EventOptions.of(tape, values), source.stringifiesNested());
        rules.read(line, source);
        if (options.storeFullEvent()) {
            byte[] full = asReceived == NOT_STORED ? fullEvent() : asReceived;
            rules.setFullEvent(values.text(full, full.length, ValueType.JSON));
        }
        String reason =
                switch (type) {
                    case TRACK -> track(mapping, line);
                    case IDENTIFY -> identify(mapping, line);
                    case PAGE, SCREEN -> single(mapping, Field.PROPERTIES, line);
                    case GROUP, ALIAS -> single(mapping, Field.TRAITS, line);
                    case EXTRACT -> extract(mapping, line);
                    case MERGE -> NOT_REJECTED;
                };
        if (reason.isEmpty()) {
            rows.forEach(out::add);
            out.countEvent();
        } else {
            row.clear();
        }
        return reason;
    }

    /** The event as it was received, but for its source and destination. */
    private byte[] fullEvent() {
        return FullEvent.of(tape, paths, values.line(), source);
    }

    private String track(EventMapping mapping, long line) {
        boolean byRecord = source.canUseRecordId()
                && rules.hasValue(Field.CONTEXT_SOURCES_VERSION)
                && rules.isWritten(EventType.TRACK);
        var name = rules.eventName(mapping);
        if (byRecord
                && !rules.hasRecord()
                && !(mapping.skipTracksTable() && name.table().isEmpty())) {
            return "recordId cannot be empty for cloud sources events";
        }
        rules.setRecord(byRecord && rules.hasRecord());
        if (!mapping.skipTracksTable()) {
            context(mapping.main());
            if (name.table().isEmpty()) {
                discard(Field.PROPERTIES, "the event's name gives no table to put them in");
                discard(Field.USER_PROPERTIES, "the event's name gives no table to put them in");
            }
            String reason = finish(mapping.main(), line);
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        if (name.table().isEmpty()) {
            return NOT_REJECTED;
        }
        TableMapping table = name.table().get();
        flattening.flatten(Field.PROPERTIES, table, EventPart.PROPERTIES);
        flattening.flatten(Field.USER_PROPERTIES, table, EventPart.USER_PROPERTIES);
        context(table);
        return finish(table, line);
    }

    private String identify(EventMapping mapping, long line) {
        identity(mapping.main());
        String reason = finish(mapping.main(), line);
        if (!reason.isEmpty() || mapping.skipUsersTable() || !rules.hasUser()) {
            return reason;
        }
        identity(mapping.users());
        return finish(mapping.users(), line);
    }

    private void identity(TableMapping table) {
        flattening.flatten(Field.USER_PROPERTIES, table, EventPart.USER_PROPERTIES);
        if (options.allowUsersContextTraits()
                && stringLike(Field.CONTEXT_TRAITS).isEmpty()) {
            flattening.flatten(Field.CONTEXT_TRAITS, table, EventPart.CONTEXT_TRAITS);
        }
        flattening.flatten(Field.TRAITS, table, EventPart.TRAITS);
        context(table);
    }

    private String single(EventMapping mapping, Field payload, long line) {
        TableMapping table = mapping.main();
        if (mapping.type() != EventType.GROUP || stringLike(Field.TRAITS).isEmpty()) {
            flattening.flatten(payload, table, payload == Field.TRAITS ? EventPart.TRAITS : EventPart.PROPERTIES);
        } else {
            discard(Field.TRAITS, "they are a string spread into an object");
        }
        context(table);
        return finish(table, line);
    }

    private String extract(EventMapping mapping, long line) {
        if (!rules.hasRecord()) {
            return "recordId cannot be empty for cloud sources events";
        }
        if (!rules.hasValue(Field.EVENT)) {
            return "cannot create event table with empty event name, event name is missing in the payload";
        }
        var name = rules.extractName(mapping);
        if (name.table().isEmpty()) {
            return "Table name cannot be empty.";
        }
        rules.setRecord(true);
        TableMapping table = name.table().get();
        flattening.flatten(Field.PROPERTIES, table, EventPart.PROPERTIES);
        context(table);
        return finish(table, line);
    }

    private void context(TableMapping table) {
        flattening.flatten(Field.CONTEXT, table, EventPart.CONTEXT);
        for (int field = 0; field < sourceValues.length; field++) {
            if (sourceValues[field] >= 0) {
                flattening.placeInContext(SourceFields.FIELDS.get(field), sourceValues[field], table);
            }
        }
    }

    private String finish(TableMapping table, long line) {
        for (int index = 0; index < table.rules(); index++) {
            int value = rules.value(table.rule(index));
            int unfit = rules.unfit(table.rule(index));
            if (unfit >= 0) {
                row.discard(table.rule(index).column(), unfit, "such a value cannot be in this column");
            }
            if (value >= 0) {
                row.put(table.rulePosition(index), value, EventPart.CONTEXT.rank());
            }
        }
        collisions.resolve(table);
        // the loader's uuid_ts counts as well
        if (row.count() + 1 > options.maxColumns() && !rules.isFromSources() || row.hasTooManyColumns()) {
            return "postgres transformer: Too many columns outputted from the event";
        }
        rows.add(row.build(table.layout(), line, arena));
        return NOT_REJECTED;
    }

    /** Keeps a whole part of the event that becomes no columns. */
    private void discard(Field field, String reason) {
        int index = tape.find(field.path());
        if (index >= 0 && !Blank.isBlank(tape, index)) {
            row.discard(field.key(), index, reason);
        }
    }

    private String stringLike(Field field) {
        int index = tape.find(field.path());
        return index < 0 || tape.kind(index) != Tape.OBJECT ? "" : StringLikeObject.of(tape, paths, values, index);
    }

    /** The source and the destination are those of the source context, whatever the sender says. */
    private void replaceSourceFields() {
        for (int field = 0; field < sourceValues.length; field++) {
            int index = tape.find(SourceFields.FIELDS.get(field).path());
            if (index >= 0) {
                tape.supersede(index);
            }
            byte[] text = source.text(field);
            sourceValues[field] = text.length == 0 ? -1 : values.detected(text);
        }
    }
}
