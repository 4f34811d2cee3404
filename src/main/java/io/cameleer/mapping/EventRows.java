package io.cameleer.mapping;

import io.cameleer.json.Paths;
import io.cameleer.json.Tape;
import java.util.ArrayList;
import java.util.List;

/** The rows that one raw event becomes. */
final class EventRows {
    private static final String NONE = "";

    private final Schemes schemes;
    private final Tape tape;
    private final Paths paths;
    private final Values values;
    private final RowBuilder row;
    private final Flattening flattening;
    private final RuleValues rules;
    private final Arena arena;
    private final List<Row> rows = new ArrayList<>();
    private KnownFacts facts = new KnownFacts(new Facts("", "", "", "", "", "", line -> ""));
    /** The values for {@link KnownFacts#FIELDS}, or -1. */
    private final int[] known = new int[KnownFacts.FIELDS.size()];

    EventRows(Schemes schemes, Tape tape, Values values, RowBuilder row, Arena arena) {
        this.schemes = schemes;
        this.tape = tape;
        this.paths = schemes.paths();
        this.values = values;
        this.row = row;
        this.flattening = new Flattening(tape, paths, values, row);
        this.rules = new RuleValues(tape, values, row);
        this.arena = arena;
    }

    /** Maps the event on the tape; gives why it cannot be, or nothing. */
    String map(long line, Facts given, MappedRows out) {
        rows.clear();
        EventType type = rules.type().orElse(null);
        if (type == null) {
            return "Unknown event type: \"" + rules.typeText() + "\"";
        }
        int context = tape.find(Field.CONTEXT.path());
        if (context >= 0 && tape.kind(context) != Tape.OBJECT && tape.kind(context) != Tape.NULL) {
            return "context is not an object";
        }
        if (!facts.isOf(given)) {
            facts = new KnownFacts(given);
        }
        takeFacts();
        var scheme = schemes.of(type, EventOptions.of(tape, values), facts.deepIsText());
        rules.read(line, facts);
        if (schemes.options().storeFullEvent()) {
            rules.setFullEvent(FullEvent.of(tape, paths, values, facts));
        }
        String refusal =
                switch (type) {
                    case TRACK -> track(scheme, line);
                    case IDENTIFY -> identify(scheme, line);
                    case PAGE, SCREEN -> single(scheme, Field.PROPERTIES, line);
                    case GROUP, ALIAS -> single(scheme, Field.TRAITS, line);
                    case EXTRACT -> extract(scheme, line);
                    case MERGE -> NONE;
                };
        if (refusal.isEmpty()) {
            rows.forEach(out::add);
        } else {
            row.clear();
        }
        return refusal;
    }

    private String track(Scheme scheme, long line) {
        boolean byRecord = facts.knownByRecord() && rules.hasValue(Field.CONTEXT_SOURCES_VERSION);
        var name = rules.eventName(scheme);
        if (byRecord
                && !rules.hasRecord()
                && !(scheme.skipTracksTable() && name.plan().isEmpty())) {
            return "recordId cannot be empty for cloud sources events";
        }
        rules.setRecord(byRecord && rules.hasRecord());
        if (!scheme.skipTracksTable()) {
            context(scheme.main());
            if (name.plan().isEmpty()) {
                discard(Field.PROPERTIES, "the event's name gives no table to put them in");
                discard(Field.USER_PROPERTIES, "the event's name gives no table to put them in");
            }
            String refusal = finish(scheme.main(), line);
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        if (name.plan().isEmpty()) {
            return NONE;
        }
        Plan plan = name.plan().get();
        flattening.flatten(Field.PROPERTIES, plan, Source.PROPERTIES);
        flattening.flatten(Field.USER_PROPERTIES, plan, Source.USER_PROPERTIES);
        context(plan);
        return finish(plan, line);
    }

    private String identify(Scheme scheme, long line) {
        identity(scheme.main());
        String refusal = finish(scheme.main(), line);
        if (!refusal.isEmpty() || scheme.skipUsersTable() || !rules.hasUser()) {
            return refusal;
        }
        identity(scheme.users());
        return finish(scheme.users(), line);
    }

    private void identity(Plan plan) {
        flattening.flatten(Field.USER_PROPERTIES, plan, Source.USER_PROPERTIES);
        if (schemes.options().allowUsersContextTraits()
                && spread(Field.CONTEXT_TRAITS).isEmpty()) {
            flattening.flatten(Field.CONTEXT_TRAITS, plan, Source.CONTEXT_TRAITS);
        }
        flattening.flatten(Field.TRAITS, plan, Source.TRAITS);
        context(plan);
    }

    private String single(Scheme scheme, Field payload, long line) {
        Plan plan = scheme.main();
        if (scheme.type() != EventType.GROUP || spread(Field.TRAITS).isEmpty()) {
            flattening.flatten(payload, plan, payload == Field.TRAITS ? Source.TRAITS : Source.PROPERTIES);
        } else {
            discard(Field.TRAITS, "they are a string spread into an object");
        }
        context(plan);
        return finish(plan, line);
    }

    private String extract(Scheme scheme, long line) {
        if (!rules.hasRecord()) {
            return "recordId cannot be empty for cloud sources events";
        }
        if (!rules.hasValue(Field.EVENT)) {
            return "cannot create event table with empty event name, event name is missing in the payload";
        }
        var name = rules.extractName(scheme);
        if (name.plan().isEmpty()) {
            return "Table name cannot be empty.";
        }
        rules.setRecord(true);
        Plan plan = name.plan().get();
        flattening.flatten(Field.PROPERTIES, plan, Source.PROPERTIES);
        context(plan);
        return finish(plan, line);
    }

    private void context(Plan plan) {
        flattening.flatten(Field.CONTEXT, plan, Source.CONTEXT);
        for (int field = 0; field < known.length; field++) {
            if (known[field] >= 0) {
                flattening.placeInContext(KnownFacts.FIELDS.get(field), known[field], plan);
            }
        }
    }

    private String finish(Plan plan, long line) {
        for (int index = 0; index < plan.rules(); index++) {
            int value = rules.value(plan.rule(index));
            int unfit = rules.unfit(plan.rule(index));
            if (unfit >= 0) {
                row.discard(plan.rule(index).column(), unfit, "such a value cannot be in this column");
            }
            if (value >= 0) {
                row.put(plan.rulePosition(index), value, Source.CONTEXT);
            }
        }
        row.settle(plan);
        // the loader's uuid_ts counts as well
        if (row.count() + 1 > schemes.options().maxColumns() && !rules.isFromSources() || row.isOverfull()) {
            return "postgres transformer: Too many columns outputted from the event";
        }
        rows.add(row.build(plan.layout(), line, arena));
        return NONE;
    }

    /** Keeps a whole part of the event that becomes no columns. */
    private void discard(Field field, String reason) {
        int index = tape.find(field.path());
        if (index >= 0 && !Blank.isBlank(tape, index)) {
            row.discard(field.key(), index, reason);
        }
    }

    private String spread(Field field) {
        int index = tape.find(field.path());
        return index < 0 || tape.kind(index) != Tape.OBJECT ? NONE : SpreadString.of(tape, paths, values, index);
    }

    /** What is known of the source and the destination counts, not what the sender says of them. */
    private void takeFacts() {
        for (int field = 0; field < known.length; field++) {
            int index = tape.find(KnownFacts.FIELDS.get(field).path());
            if (index >= 0) {
                tape.drop(index);
            }
            byte[] text = facts.text(field);
            known[field] = text.length == 0 ? -1 : values.detected(text);
        }
    }
}
