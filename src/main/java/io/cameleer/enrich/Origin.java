package io.cameleer.enrich;

import io.cameleer.settings.Settings;

/**
 * Who has sent the events, and who receives them; each is blank where nothing is known of it.
 *
 * @param sourceId blank: the one in a file's key, where RudderStack writes it
 */
public record Origin(String sourceId, String sourceType, String sourceCategory, String destinationId) {
    /** What the settings say. */
    public static Origin of(Settings settings) {
        return new Origin(
                settings.text("source.id"),
                settings.text("source.type"),
                settings.text("source.category"),
                settings.text("destination.id"));
    }
}
