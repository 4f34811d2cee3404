package io.cameleer.mapping;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is known of a file's events, as bytes ready for rows. */
final class KnownFacts {
    /** Fields of the context that are set from facts, whatever the sender says. */
    static final List<Field> FIELDS = List.of(
            Field.CONTEXT_SOURCE_ID,
            Field.CONTEXT_SOURCE_TYPE,
            Field.CONTEXT_DESTINATION_ID,
            Field.CONTEXT_DESTINATION_TYPE);

    private final Facts facts;
    private final byte[][] texts;
    private final byte[] receivedAt;
    private final boolean deepIsText;
    private final boolean knownByRecord;

    KnownFacts(Facts facts) {
        String category = facts.sourceCategory();
        this.facts = facts;
        this.texts = new byte[][] {
            bytes(facts.sourceId()),
            bytes(facts.sourceType()),
            bytes(facts.destinationId()),
            bytes(facts.destinationType())
        };
        this.receivedAt = bytes(facts.receivedAt());
        // RudderStack compares the one exactly and the other not
        this.deepIsText = category.equals("cloud");
        this.knownByRecord = category.equalsIgnoreCase("cloud") || category.equalsIgnoreCase("singer-protocol");
    }

    boolean isOf(Facts other) {
        return facts == other;
    }

    /** The text for one of {@link #FIELDS}. */
    byte[] text(int field) {
        return texts[field];
    }

    byte[] receivedAt() {
        return receivedAt;
    }

    byte[] messageId(long line) {
        return bytes(facts.messageId().apply(line));
    }

    /** Whether objects deep within others become text. */
    boolean deepIsText() {
        return deepIsText;
    }

    /** Whether events that name the version of their source are known by their record. */
    boolean knownByRecord() {
        return knownByRecord;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
