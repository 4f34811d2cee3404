package io.cameleer.enrich;

import io.cameleer.ledger.EventFile;
import io.cameleer.mapping.Facts;
import io.cameleer.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Finds out what is known of a file's events from outside their text. Nothing of it is random or taken from a clock. */
public final class Enrichment {
    private final String sourceId;
    private final String sourceType;
    private final String sourceCategory;
    private final String destinationId;

    public Enrichment(Settings settings) {
        sourceId = settings.text("source.id");
        sourceType = settings.text("source.type");
        sourceCategory = settings.text("source.category");
        destinationId = settings.text("destination.id");
    }

    /**
     * The facts of a file: an event without a received time was received when its file was written, and one without an id
     * gets one that follows from file and line.
     */
    public Facts facts(EventFile file) {
        return new Facts(
                sourceId.isBlank() ? file.sourceId() : sourceId,
                sourceType,
                sourceCategory,
                destinationId,
                "POSTGRES",
                file.lastModified(),
                line -> "auto-" + UUID.nameUUIDFromBytes((file.key() + ":" + line).getBytes(StandardCharsets.UTF_8)));
    }
}
