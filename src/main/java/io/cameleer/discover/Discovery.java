package io.cameleer.discover;

import io.cameleer.settings.InvalidSettingException;
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

    private final boolean append;
    /** What was said of ignored objects last, so that it is not said by each sync. */
    private String said = "";

    /** @param append whether every line of the files is a row, also if it is in two of them */
    public Discovery(boolean append) {
        this.append = append;
    }

    /**
     * The event files among the objects: keys that end in .json, .jsonl or .ndjson, with or without .gz. In lists of up to
     * a thousand; Camel's own collate makes lists of lists when it is asked a second time.
     *
     * @throws InvalidSettingException when more is asked for, if every line is a row, and one source's events are listed in
     *     both layouts in which RudderStack writes them
     */
    public Iterator<List<StoredObject>> eventFiles(@Body Iterator<StoredObject> listed) {
        var ignored = new Ignored();
        var layouts = new Layouts();
        var eventFiles = StreamSupport.stream(Spliterators.spliteratorUnknownSize(listed, Spliterator.ORDERED), false)
                .filter(object -> isEventFile(object.key()) || ignored.add(object.key()))
                .peek(object -> {
                    if (append) {
                        layouts.add(object.key());
                    }
                })
                .iterator();
        return Stream.generate(() -> page(eventFiles, ignored))
                .takeWhile(page -> !page.isEmpty())
                .iterator();
    }

    private List<StoredObject> page(Iterator<StoredObject> eventFiles, Ignored ignored) {
        var page = new ArrayList<StoredObject>();
        while (page.size() < PAGE && eventFiles.hasNext()) {
            page.add(eventFiles.next());
        }
        if (page.isEmpty()) {
            say(ignored.toString());
        }
        return page;
    }

    private void say(String ofIgnored) {
        if (!ofIgnored.isEmpty() && !ofIgnored.equals(said)) {
            LOG.warn(ofIgnored);
        }
        said = ofIgnored;
    }

    /** Whether an object is an event file, by its key. */
    public static boolean isEventFile(String key) {
        var plain = key.endsWith(".gz") ? key.substring(0, key.length() - 3) : key;
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }
}
