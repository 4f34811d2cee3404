package io.cameleer.read;

import java.util.function.LongFunction;

/**
 * Where a file's events come from and go to, which their text does not say. Blank where unknown.
 *
 * @param receivedAt the received time of an event that has none
 * @param messageId gives the id of an event without one, from its line number; the same line always gets the same id
 */
public record SourceContext(
        String sourceId,
        String sourceType,
        String sourceCategory,
        String destinationId,
        String destinationType,
        String receivedAt,
        LongFunction<String> messageId) {
    /** Nothing is known of them. */
    public static final SourceContext UNKNOWN = new SourceContext("", "", "", "", "", "", line -> "");
}
