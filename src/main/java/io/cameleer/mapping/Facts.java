package io.cameleer.mapping;

import java.util.function.LongFunction;

/**
 * What is known of a file's events from outside their text. Blank where unknown.
 *
 * @param receivedAt stands in as the received time of an event that has none
 * @param messageId gives the id of an event without one, from its line number; the same line always gets the same id
 */
public record Facts(
        String sourceId,
        String sourceType,
        String sourceCategory,
        String destinationId,
        String destinationType,
        String receivedAt,
        LongFunction<String> messageId) {}
