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
    String map(long line, Facts facts, MappedRows out) {
        rows.clear();
        String type = rules.type();
        EventType known = EventType.of(type).orElse(null);
        if (known == null) {
            return "Unknown event type: \"" + type + "\"";
        }
        int context = tape.find(Field.CONTEXT.path());
        if (context >= 0 && tape.kind(context) != Tape.OBJECT && tape.kind(context) != Tape.NULL) {
            return "context is not an object";
        }
        takeFacts(facts);
        var scheme = schemes.of(
                known, EventOptions.of(tape, values), facts.sourceCategory().equals("cloud"));
        rules.read(line, facts);
        if (schemes.options().storeFullEvent()) {
            rules.setFullEvent(FullEvent.of(tape, paths, values, facts));
        }
        String refusal =
                switch (known) {
                    case TRACK -> track(scheme, line, facts);
                    case IDENTIFY -> identify(scheme, line, facts);
                    case PAGE, SCREEN -> single(scheme, Field.PROPERTIES, line, facts);
                    case GROUP, ALIAS -> single(scheme, Field.TRAITS, line, facts);
                    case EXTRACT -> extract(scheme, line, facts);
                    case MERGE -> NONE;
                };
        if (refusal.isEmpty()) {
            rows.forEach(out::add);
        } else {
            row.clear();
        }
        return refusal;
    }

    private String track(Scheme scheme, long line, Facts facts) {
        boolean byRecord = isCloud(facts) && rules.hasValue(Field.CONTEXT_SOURCES_VERSION);
        var name = rules.eventName(scheme, paths);
        if (byRecord && !rules.hasRecord() && !(scheme.skipTracksTable() && name.plan() == null)) {
            return "recordId cannot be empty for cloud sources events";
        }
        rules.setRecord(byRecord && rules.hasRecord());
        if (!scheme.skipTracksTable()) {
            context(scheme.main(), facts);
            String refusal = finish(scheme.main(), line);
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        if (name.plan() == null) {
            return NONE;
        }
        flattening.flatten(Field.PROPERTIES, name.plan(), Source.PROPERTIES);
        flattening.flatten(Field.USER_PROPERTIES, name.plan(), Source.USER_PROPERTIES);
        context(name.plan(), facts);
        return finish(name.plan(), line);
    }

    private String identify(Scheme scheme, long line, Facts facts) {
        identity(scheme.main(), facts);
        String refusal = finish(scheme.main(), line);
        if (!refusal.isEmpty() || scheme.skipUsersTable() || !rules.hasUser()) {
            return refusal;
        }
        identity(scheme.users(), facts);
        return finish(scheme.users(), line);
    }

    private void identity(Plan plan, Facts facts) {
        flattening.flatten(Field.USER_PROPERTIES, plan, Source.USER_PROPERTIES);
        if (schemes.options().allowUsersContextTraits()
                && spread(Field.CONTEXT_TRAITS).isEmpty()) {
            flattening.flatten(Field.CONTEXT_TRAITS, plan, Source.CONTEXT_TRAITS);
        }
        flattening.flatten(Field.TRAITS, plan, Source.TRAITS);
        context(plan, facts);
    }

    private String single(Scheme scheme, Field payload, long line, Facts facts) {
        Plan plan = scheme.main();
        if (scheme.type() != EventType.GROUP || spread(Field.TRAITS).isEmpty()) {
            flattening.flatten(payload, plan, payload == Field.TRAITS ? Source.TRAITS : Source.PROPERTIES);
        } else {
            row.discard(
                    Field.TRAITS.key(),
                    tape.find(Field.TRAITS.path()),
                    "the traits are a string spread into an object");
        }
        context(plan, facts);
        return finish(plan, line);
    }

    private String extract(Scheme scheme, long line, Facts facts) {
        if (!rules.hasRecord()) {
            return "recordId cannot be empty for cloud sources events";
        }
        if (!rules.hasValue(Field.EVENT)) {
            return "cannot create event table with empty event name, event name is missing in the payload";
        }
        var name = rules.extractName(scheme, paths);
        if (name.plan() == null) {
            return "Table name cannot be empty.";
        }
        rules.setRecord(true);
        flattening.flatten(Field.PROPERTIES, name.plan(), Source.PROPERTIES);
        context(name.plan(), facts);
        return finish(name.plan(), line);
    }

    private void context(Plan plan, Facts facts) {
        flattening.flatten(Field.CONTEXT, plan, Source.CONTEXT);
        flattening.placeInContext(Field.CONTEXT_SOURCE_ID, facts.sourceId(), plan);
        flattening.placeInContext(Field.CONTEXT_SOURCE_TYPE, facts.sourceType(), plan);
        flattening.placeInContext(Field.CONTEXT_DESTINATION_ID, facts.destinationId(), plan);
        flattening.placeInContext(Field.CONTEXT_DESTINATION_TYPE, facts.destinationType(), plan);
    }

    private String finish(Plan plan, long line) {
        for (int index = 0; index < plan.rules(); index++) {
            int value = rules.value(plan.rule(index));
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

    private String spread(Field field) {
        int index = tape.find(field.path());
        return index < 0 || tape.kind(index) != Tape.OBJECT ? NONE : SpreadString.of(tape, paths, values, index);
    }

    /** What is known of the source and the destination counts, not what the sender says of them. */
    private void takeFacts(Facts facts) {
        for (Field field : RuleValues.OF_FACTS) {
            int index = tape.find(field.path());
            if (index >= 0) {
                tape.drop(index);
            }
        }
    }

    private static boolean isCloud(Facts facts) {
        String category = facts.sourceCategory();
        return category.equalsIgnoreCase("cloud") || category.equalsIgnoreCase("singer-protocol");
    }
}
