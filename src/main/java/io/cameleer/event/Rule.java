package io.cameleer.event;

import java.util.EnumSet;
import java.util.List;

/**
 * A column that is not flattened from the event but set from one value of it. The order is that of the columns in a new
 * table.
 */
enum Rule {
    ID("id"),
    /** An event's own row has the id of its record if it comes from a cloud source. */
    RECORD("id"),
    /** The row of {@code users} has the id of the user. */
    USER("id"),
    ANONYMOUS_ID("anonymous_id"),
    USER_ID("user_id"),
    EVENT("event"),
    EVENT_TEXT("event_text"),
    NAME("name"),
    GROUP_ID("group_id"),
    PREVIOUS_ID("previous_id"),
    RECORD_ID("record_id"),
    RECEIVED_AT("received_at"),
    SENT_AT("sent_at"),
    TIMESTAMP("timestamp"),
    ORIGINAL_TIMESTAMP("original_timestamp"),
    CHANNEL("channel"),
    CONTEXT_IP("context_ip"),
    CONTEXT_REQUEST_IP("context_request_ip"),
    CONTEXT_PASSED_IP("context_passed_ip"),
    FULL_EVENT("rudder_event");

    /** Rows of all types but extract have these. */
    static final List<Rule> COMMON = List.of(
            ID,
            ANONYMOUS_ID,
            USER_ID,
            RECEIVED_AT,
            SENT_AT,
            TIMESTAMP,
            ORIGINAL_TIMESTAMP,
            CHANNEL,
            CONTEXT_IP,
            CONTEXT_REQUEST_IP,
            CONTEXT_PASSED_IP);

    /**
     * The row of {@code users} has what the one of {@code identifies} has, but for the id of the user, which is its own.
     * RudderStack's mapper leaves out some, which its loader then takes from {@code identifies}.
     */
    static List<Rule> ofUsers(boolean withFullEvent) {
        var rules = EnumSet.copyOf(COMMON);
        rules.remove(ID);
        rules.remove(USER_ID);
        rules.add(USER);
        if (withFullEvent) {
            rules.add(FULL_EVENT);
        }
        return List.copyOf(rules);
    }

    static final List<Rule> OF_EXTRACT = List.of(RECORD, EVENT, RECEIVED_AT);

    private final String column;

    Rule(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }
}
