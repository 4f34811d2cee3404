package io.cameleer.event;

import io.cameleer.read.SourceContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The source context of a file's events, as bytes ready for rows. */
final class SourceFields {
    /** Fields of the context that are set from the source context, whatever the sender says. */
    static final List<Field> FIELDS = List.of(
            Field.CONTEXT_SOURCE_ID,
            Field.CONTEXT_SOURCE_TYPE,
            Field.CONTEXT_DESTINATION_ID,
            Field.CONTEXT_DESTINATION_TYPE);

    private final SourceContext context;
    private final byte[][] texts;
    private final byte[] receivedAt;
    private final boolean stringifiesNested;
    private final boolean canUseRecordId;

    SourceFields(SourceContext context) {
        String category = context.sourceCategory();
        this.context = context;
        this.texts = new byte[][] {
            bytes(context.sourceId()),
            bytes(context.sourceType()),
            bytes(context.destinationId()),
            bytes(context.destinationType())
        };
        this.receivedAt = bytes(context.receivedAt());
        // RudderStack compares the one exactly and the other not
        this.stringifiesNested = category.equals("cloud");
        this.canUseRecordId = category.equalsIgnoreCase("cloud") || category.equalsIgnoreCase("singer-protocol");
    }

    boolean isOf(SourceContext other) {
        return context == other;
    }

    /** The text for one of {@link #FIELDS}. */
    byte[] text(int field) {
        return texts[field];
    }

    byte[] receivedAt() {
        return receivedAt;
    }

    byte[] messageId(long line) {
        return bytes(context.messageId().apply(line));
    }

    /** Whether objects deep within others become text. */
    boolean stringifiesNested() {
        return stringifiesNested;
    }

    /** Whether the id of an event that names the version of its source is that of its record. */
    boolean canUseRecordId() {
        return canUseRecordId;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
