package io.cameleer.discover;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
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

    /** No storage has longer ones but a folder, and the ledger finds files by an index. */
    private static final int LONGEST_KEY = 1024;

    private final boolean append;
    private final Predicate<String> storable;
    /** What was said of ignored objects last, so that it is not said by each sync. */
    private String said = "";

    /**
     * @param append whether every line of the files is a row, also if it is in two of them
     * @param storable whether the database has all characters of a key
     */
    public Discovery(boolean append, Predicate<String> storable) {
        this.append = append;
        this.storable = storable;
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
                .filter(object -> isUsable(object.key()) || ignored.addUnusable(object.key()))
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

    /** A key that the ledger cannot hold would fail the sync, and with it all other files. */
    private boolean isUsable(String key) {
        return key.length() <= LONGEST_KEY
                && key.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(key)
                && storable.test(key);
    }

    /** Whether an object is an event file, by its key. */
    public static boolean isEventFile(String key) {
        var plain = key.endsWith(".gz") ? key.substring(0, key.length() - 3) : key;
        return ENDINGS.stream().anyMatch(plain::endsWith);
    }
}
