package io.cameleer.event;

import io.cameleer.json.Paths;

/** The fields of an event that have a meaning of their own. Each has the same path in every run. */
enum Field {
    TYPE("type"),
    MESSAGE_ID("messageId"),
    ANONYMOUS_ID("anonymousId"),
    USER_ID("userId"),
    CHANNEL("channel"),
    RECEIVED_AT("receivedAt"),
    SENT_AT("sentAt"),
    TIMESTAMP("timestamp"),
    ORIGINAL_TIMESTAMP("originalTimestamp"),
    REQUEST_IP("request_ip"),
    RECORD_ID("recordId"),
    EVENT("event"),
    NAME("name"),
    GROUP_ID("groupId"),
    PREVIOUS_ID("previousId"),
    PROPERTIES("properties"),
    PROPERTIES_NAME(PROPERTIES, "name"),
    USER_PROPERTIES("userProperties"),
    TRAITS("traits"),
    CONTEXT("context"),
    CONTEXT_IP(CONTEXT, "ip"),
    CONTEXT_TRAITS(CONTEXT, "traits"),
    /** Has the text of the traits where an SDK has spread a string into an object. */
    CONTEXT_TRAITS_TEXT(CONTEXT_TRAITS, ""),
    CONTEXT_SOURCES(CONTEXT, "sources"),
    CONTEXT_SOURCES_VERSION(CONTEXT_SOURCES, "version"),
    CONTEXT_SOURCE_ID(CONTEXT, "sourceId"),
    CONTEXT_SOURCE_TYPE(CONTEXT, "sourceType"),
    CONTEXT_DESTINATION_ID(CONTEXT, "destinationId"),
    CONTEXT_DESTINATION_TYPE(CONTEXT, "destinationType"),
    CONSENT(CONTEXT, "consentManagement"),
    DENIED_CONSENTS(CONSENT, "deniedConsentIds"),
    CONSENT_PROVIDER(CONSENT, "provider"),
    CONSENT_STRATEGY(CONSENT, "resolutionStrategy"),
    INTEGRATIONS("integrations"),
    ALL_DESTINATIONS(INTEGRATIONS, "All"),
    POSTGRES_BY_NAME(INTEGRATIONS, "Postgres"),
    POSTGRESQL(INTEGRATIONS, "PostgreSQL"),
    WAREHOUSE(INTEGRATIONS, "DATA_WAREHOUSE"),
    WAREHOUSE_OPTIONS(WAREHOUSE, "options"),
    WAREHOUSE_JSON_PATHS(WAREHOUSE_OPTIONS, "jsonPaths"),
    POSTGRES(INTEGRATIONS, "POSTGRES"),
    POSTGRES_OPTIONS(POSTGRES, "options"),
    POSTGRES_JSON_PATHS(POSTGRES_OPTIONS, "jsonPaths"),
    SKIP_TRACKS_TABLE(POSTGRES_OPTIONS, "skipTracksTable"),
    SKIP_USERS_TABLE(POSTGRES_OPTIONS, "skipUsersTable"),
    SKIP_RESERVED_KEYWORDS_ESCAPING(POSTGRES_OPTIONS, "skipReservedKeywordsEscaping"),
    USE_BLENDO_CASING(POSTGRES_OPTIONS, "useBlendoCasing");

    private final int parent;
    private final String key;

    Field(String key) {
        this.parent = Paths.ROOT;
        this.key = key;
    }

    Field(Field parent, String key) {
        this.parent = parent.path();
        this.key = key;
    }

    /** Its path, in paths that come from {@link #newPaths}. */
    int path() {
        return ordinal() + 1;
    }

    String key() {
        return key;
    }

    /** Paths that know these fields and no others. */
    static Paths newPaths() {
        var paths = new Paths();
        for (Field field : values()) {
            paths.child(field.parent, field.key);
        }
        return paths;
    }
}
