package io.cameleer.discover;

import io.cameleer.settings.InvalidSettingException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The two layouts in which RudderStack writes the events of a source, each under a folder of its own: as they came, and as
 * rows for a warehouse. A bucket with both holds every event twice.
 */
final class Layouts {
    private static final Pattern KEY = Pattern.compile("(?:^|/)rudder-(logs|warehouse-staging-logs)/([^/]+)/");

    private final Set<String> ofEvents = new HashSet<>();
    private final Set<String> ofRows = new HashSet<>();

    /**
     * Takes note of an event file.
     *
     * @throws InvalidSettingException if there are files of its source in the other layout
     */
    void add(String key) {
        var matcher = KEY.matcher(key);
        if (!matcher.find()) {
            return;
        }
        var source = matcher.group(2);
        boolean events = matcher.group(1).equals("logs");
        (events ? ofEvents : ofRows).add(source);
        if ((events ? ofRows : ofEvents).contains(source)) {
            throw new InvalidSettingException(
                    "The events of source %s are in storage twice, under rudder-logs/ and under rudder-warehouse-staging-logs/, and with load.mode = append each would be loaded twice: nothing is loaded. Let storage.prefix end in one of these two, or set load.mode = merge."
                            .formatted(source));
        }
    }
}
