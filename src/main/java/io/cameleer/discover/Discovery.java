package io.cameleer.discover;

import io.cameleer.storage.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells event files from other objects, and says what a listing brought to light. */
public final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.discover");
    private static final int PAGE = 1000;
    private static final List<String> ENDINGS = List.of(".json", ".jsonl", ".ndjson");

    /**
     * The event files among the objects: keys that end in .json, .jsonl or .ndjson, with or without .gz. In lists of up to
     * a thousand; Camel's own collate makes lists of lists when it is asked a second time.
     */
    public Iterator<List<StoredObject>> eventFiles(@Body Iterator<StoredObject> listed) {
        var eventFiles = StreamSupport.stream(Spliterators.spliteratorUnknownSize(listed, Spliterator.ORDERED), false)
                .filter(object -> isEventFile(object.key()))
                .iterator();
        return Stream.generate(() -> page(eventFiles))
                .takeWhile(page -> !page.isEmpty())
                .iterator();
    }

    private static List<StoredObject> page(Iterator<StoredObject> eventFiles) {
        var page = new ArrayList<StoredObject>();
        while (page.size() < PAGE && eventFiles.hasNext()) {
            page.add(eventFiles.next());
        }
        return page;
    }

    static boolean isEventFile(String key) {
        var plain = key.endsWith(".gz") ? key.substring(0, key.length() - 3) : key;
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }

    /** Says which objects have changed though they are loaded; {@code keys} is blank if there are none. */
    public void reportChanged(String keys) {
        if (keys != null && !keys.isBlank()) {
            LOG.warn(
                    "Changed in storage after they were loaded, and not loaded again: {}. Write changed events to new objects.",
                    keys);
        }
    }
}
