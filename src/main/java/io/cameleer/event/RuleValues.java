package io.cameleer.event;

import io.cameleer.json.Tape;
import io.cameleer.naming.Names;
import io.cameleer.row.ValueType;
import io.cameleer.value.Blank;
import io.cameleer.value.Instants;
import io.cameleer.value.RowBuilder;
import io.cameleer.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What the rules find in one event: for each {@link Rule} the value of its column. */
final class RuleValues {
    private static final int NONE = -1;
    private static final byte[] NO_NAME = {};
    /** By rule: those for a column of the same name, itself included. */
    private static final int[][] SAME_COLUMN = Arrays.stream(Rule.values())
            .map(rule -> Arrays.stream(Rule.values())
                    .filter(other -> other.column().equals(rule.column()))
                    .mapToInt(Rule::ordinal)
                    .toArray())
            .toArray(int[][]::new);

    private final Tape tape;
    private final Values values;
    private final RowBuilder row;
    private final int[] found = new int[Rule.values().length];
    /** By rule: a value that is there but cannot be the column's, or -1. */
    private final int[] unfit = new int[Rule.values().length];

    RuleValues(Tape tape, Values values, RowBuilder row) {
        this.tape = tape;
        this.values = values;
        this.row = row;
    }

    /** The value for a column, or -1 if it gets none. */
    int value(Rule rule) {
        return found[rule.ordinal()];
    }

    /** A value on the tape that should be the column's but is of no kind that it takes, or -1 if there is none. */
    int unfit(Rule rule) {
        return unfit[rule.ordinal()];
    }

    /** Whether a rule has taken this very value for its column. */
    boolean took(int value) {
        for (int taken : found) {
            if (taken == value) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a rule has a value like this one for the column.
     *
     * @param rule the ordinal of the first rule for the column
     */
    boolean hasLike(int rule, int value) {
        for (int same : SAME_COLUMN[rule]) {
            if (found[same] != NONE && values.areSame(found[same], value)) {
                return true;
            }
        }
        return false;
    }

    /** The event's type, if it is one that is known. */
    Optional<EventType> type() {
        int index = tape.find(Field.TYPE.path());
        if (index < 0 || tape.kind(index) != Tape.STRING) {
            return Optional.empty();
        }
        EventType type = EventType.of(values.line(), tape.start(index), tape.end(index));
        return type == null ? EventType.of(values.asText(values.text(index))) : Optional.of(type);
    }

    /** Whether the event's type is written in the very letters of this one, which is how nearly every event has it. */
    boolean isWritten(EventType type) {
        return values.asText(values.text(tape.find(Field.TYPE.path()))).equals(type.key());
    }

    /** The event's type as it says; empty if it says none. */
    String typeText() {
        int index = tape.find(Field.TYPE.path());
        return index < 0 || tape.kind(index) == Tape.NULL ? "" : values.original(index);
    }

    /** Finds what does not depend on the event's type. */
    void read(long line, SourceFields source) {
        Arrays.fill(found, NONE);
        Arrays.fill(unfit, NONE);
        setId(Rule.ID, Field.MESSAGE_ID);
        if (found[Rule.ID.ordinal()] == NONE && isBlank(tape.find(Field.MESSAGE_ID.path()))) {
            set(Rule.ID, values.detected(source.messageId(line)));
        }
        setId(Rule.ANONYMOUS_ID, Field.ANONYMOUS_ID);
        setId(Rule.USER_ID, Field.USER_ID);
        set(Rule.SENT_AT, Field.SENT_AT);
        set(Rule.TIMESTAMP, Field.TIMESTAMP);
        set(Rule.ORIGINAL_TIMESTAMP, Field.ORIGINAL_TIMESTAMP);
        set(Rule.CHANNEL, Field.CHANNEL);
        set(Rule.CONTEXT_REQUEST_IP, Field.REQUEST_IP);
        set(Rule.CONTEXT_PASSED_IP, Field.CONTEXT_IP);
        setFirst(Rule.CONTEXT_IP, Field.CONTEXT_IP, Field.REQUEST_IP);
        set(Rule.EVENT_TEXT, Field.EVENT);
        setFirst(Rule.NAME, Field.NAME, Field.PROPERTIES_NAME);
        setId(Rule.GROUP_ID, Field.GROUP_ID);
        setId(Rule.PREVIOUS_ID, Field.PREVIOUS_ID);
        set(Rule.USER, user());
        set(Rule.RECEIVED_AT, receivedAt(source));
    }

    /** Whether there is something at a field that is not blank. */
    boolean hasValue(Field field) {
        return !isBlank(tape.find(field.path()));
    }

    /** Whether the event names its record. */
    boolean hasRecord() {
        return scalar(tape.find(Field.RECORD_ID.path())) != NONE;
    }

    /** Whether the event names its user, with more than white space. */
    boolean hasUser() {
        int user = found[Rule.USER.ordinal()];
        return user != NONE
                && (tape.kind(tape.find(Field.USER_ID.path())) != Tape.STRING
                        || !Names.trimmed(values.asText(user)).isEmpty());
    }

    /** Whether RudderStack's own sources sent the event, which frees it from the limit of columns. */
    boolean isFromSources() {
        int channel = found[Rule.CHANNEL.ordinal()];
        return channel >= 0 && values.asText(channel).equals("sources");
    }

    /** Sets the id of the event's own row: that of the record, or of the message. */
    void setRecord(boolean byRecord) {
        setId(Rule.RECORD, byRecord ? Field.RECORD_ID : Field.MESSAGE_ID);
        if (!byRecord) {
            set(Rule.RECORD, found[Rule.ID.ordinal()]);
            return;
        }
        setId(Rule.RECORD_ID, Field.RECORD_ID);
        int index = tape.find(Field.RECORD_ID.path());
        if (tape.kind(index) != Tape.STRING) {
            set(Rule.RECORD_ID, values.text(index));
        }
    }

    void setFullEvent(int value) {
        set(Rule.FULL_EVENT, value);
    }

    /** The name of a track event, which is also the value of its column. */
    EventMapping.EventName eventName(EventMapping mapping) {
        var name = mapping.event(values, nameValue());
        set(Rule.EVENT, values.string(name.column()));
        return name;
    }

    /** The name of an extract event, whose column has it as it is. */
    EventMapping.EventName extractName(EventMapping mapping) {
        set(Rule.EVENT, Field.EVENT);
        return mapping.event(values, nameValue());
    }

    /** The value that is the event's name; an empty text if it is no text. */
    private int nameValue() {
        int index = tape.find(Field.EVENT.path());
        boolean named = !isBlank(index) && tape.kind(index) == Tape.STRING;
        return named ? values.plain(index) : values.string(NO_NAME);
    }

    /** Unlike the others, an object or array is kept, as its text: RudderStack does so. */
    private int user() {
        int index = tape.find(Field.USER_ID.path());
        return id(index, isBlank(index) ? NONE : values.plain(index));
    }

    /** An id of which PostgreSQL cannot hold all is told from others by its hash; all other ids are as they are. */
    private int id(int index, int value) {
        return index >= 0 && tape.kind(index) != Tape.NULL && values.cleaned(values.plain(index))
                ? values.distinct(index)
                : value;
    }

    private void setId(Rule rule, Field field) {
        int index = tape.find(field.path());
        setAt(rule, index);
        if (unfit[rule.ordinal()] == NONE || tape.kind(index) == Tape.STRING) {
            set(rule, id(index, found[rule.ordinal()]));
            unfit[rule.ordinal()] = NONE;
        }
    }

    private int receivedAt(SourceFields source) {
        setAt(Rule.RECEIVED_AT, tape.find(Field.RECEIVED_AT.path()));
        int own = found[Rule.RECEIVED_AT.ordinal()];
        if (own != NONE && values.type(own) == ValueType.DATETIME) {
            return own;
        }
        if (own != NONE) {
            // of other texts RudderStack says that it has received the event when its own server did
            var meant = Instants.sinceEpoch(values.asText(own));
            if (meant.isPresent()) {
                return values.detected(meant.get().getBytes(StandardCharsets.US_ASCII));
            }
            unfit[Rule.RECEIVED_AT.ordinal()] = own;
        }
        int given = values.detected(source.receivedAt());
        return values.type(given) == ValueType.DATETIME ? given : NONE;
    }

    private void setFirst(Rule rule, Field field, Field other) {
        int index = tape.find(field.path());
        setAt(rule, isBlank(index) ? tape.find(other.path()) : index);
    }

    private void set(Rule rule, Field field) {
        setAt(rule, tape.find(field.path()));
    }

    private void setAt(Rule rule, int index) {
        int value = scalar(index);
        found[rule.ordinal()] = value;
        unfit[rule.ordinal()] = value == NONE && index >= 0 && !Blank.isBlank(tape, index) ? index : NONE;
    }

    private void set(Rule rule, int value) {
        found[rule.ordinal()] = value;
    }

    private int scalar(int index) {
        return isBlank(index) || tape.kind(index) == Tape.OBJECT || tape.kind(index) == Tape.ARRAY
                ? NONE
                : values.plain(index);
    }

    private boolean isBlank(int index) {
        return index < 0
                || Blank.isBlank(tape, index)
                || tape.kind(index) == Tape.STRING && values.length(values.plain(index)) == 0;
    }
}
