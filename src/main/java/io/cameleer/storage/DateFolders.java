package io.cameleer.storage;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells by a key whether it lies in the folder of an old day. A date folder is one whose name ends in a date, as
 * YYYY-MM-DD or MM-DD-YYYY, the two ways in which RudderStack writes on which day a file was uploaded. Of several in a key
 * the outermost counts, so that a folder is old with all that is in it or not at all.
 */
public final class DateFolders {
    private static final String MONTH_AND_DAY = "(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";

    private static final Pattern DATE_FOLDER =
            Pattern.compile("(?<!\\d)(?:(20\\d\\d-%1$s)|(%1$s)-(20\\d\\d))/".formatted(MONTH_AND_DAY));

    private final String prefix;
    private final String recentSince;

    /**
     * @param prefix what all keys begin with; a date that is wholly in it was asked for, and makes nothing old
     * @param recentSince the first day whose folder is not old, as YYYY-MM-DD; null or blank if no folder is
     */
    public DateFolders(String prefix, String recentSince) {
        this.prefix = prefix;
        this.recentSince = Objects.requireNonNullElse(recentSince, "");
    }

    /** The old folder that a key lies in, with the slash at its end; empty if it lies in none. */
    public Optional<String> old(String key) {
        return DATE_FOLDER
                .matcher(key)
                .results()
                .filter(date -> date.end() - "/".length() > prefix.length())
                .findFirst()
                .filter(date -> day(date).compareTo(recentSince) < 0)
                .map(date -> key.substring(0, date.end()));
    }

    private static String day(MatchResult date) {
        return date.group(1) != null ? date.group(1) : date.group(3) + "-" + date.group(2);
    }
}
