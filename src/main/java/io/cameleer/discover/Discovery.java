package io.cameleer.discover;

import io.cameleer.storage.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
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
     * The event files among the objects, page by page: keys that end in .json, .jsonl or .ndjson, with or without .gz.
     * (Simple's own {@code collate} is of no use here: from the second sync of a process on it gives pages of pages.)
     */
    public Iterator<List<StoredObject>> eventFiles(@Body Iterator<StoredObject> listed) {
        var files = StreamSupport.stream(Spliterators.spliteratorUnknownSize(listed, Spliterator.ORDERED), false)
                .filter(object -> isEventFile(object.key()))
                .iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return files.hasNext();
            }

            @Override
            public List<StoredObject> next() {
                var page = new ArrayList<StoredObject>();
                page.add(files.next());
                while (page.size() < PAGE && files.hasNext()) {
                    page.add(files.next());
                }
                return page;
            }
        };
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
