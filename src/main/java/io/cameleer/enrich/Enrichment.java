package io.cameleer.enrich;

import io.cameleer.message.Headers;
import io.cameleer.read.Chunk;
import io.cameleer.read.SourceContext;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Gives the source context of a file's events. Nothing of it is random or taken from a clock. */
public final class Enrichment {
    private static final Pattern RUDDERSTACK_KEY =
            Pattern.compile("(?:^|/)rudder-(?:logs|warehouse-staging-logs)/([^/]+)/");

    private final Origin origin;

    public Enrichment(Origin origin) {
        this.origin = origin;
    }

    /** A chunk with what is known of its file. */
    public Chunk enrich(
            @Body Chunk chunk,
            @Header(Headers.KEY) String key,
            @Header(Headers.LAST_MODIFIED) String lastModified,
            @Header(Headers.VERSION) int version) {
        return chunk.with(context(key, lastModified, version));
    }

    /**
     * What is known of a file: an event without a received time was received when its file was written, and one without an
     * id gets one that follows from file and line. Of an object that was replaced by other content a line is another event.
     *
     * @param lastModified when the object was written, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}
     * @param version which content of its key it is, counted from 1
     */
    public SourceContext context(String key, String lastModified, int version) {
        var file = version == 1 ? key : key + '\0' + version; // no key has such a character
        return new SourceContext(
                origin.sourceId().isBlank() ? sourceId(key) : origin.sourceId(),
                origin.sourceType(),
                origin.sourceCategory(),
                origin.destinationId(),
                "POSTGRES",
                lastModified,
                line -> "auto-" + UUID.nameUUIDFromBytes((file + ":" + line).getBytes(StandardCharsets.UTF_8)));
    }

    /** The source's id that RudderStack writes into its keys; blank in keys of another layout. */
    private static String sourceId(String key) {
        var matcher = RUDDERSTACK_KEY.matcher(key);
        return matcher.find() ? matcher.group(1) : "";
    }
}
