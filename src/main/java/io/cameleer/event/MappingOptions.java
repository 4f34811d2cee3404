package io.cameleer.event;

import io.cameleer.settings.Settings;
import java.util.List;

/**
 * How events become rows, where a user may choose. Named as RudderStack names them.
 *
 * @param skipTracksTable no row in {@code tracks} for a track event
 * @param skipUsersTable no row in {@code users} for an identify event
 * @param jsonPaths paths whose values are kept whole, as JSON
 * @param underscoreDivideNumbers digits are words of their own in names
 * @param allowUsersContextTraits traits in the context of an identify event count as traits
 * @param storeFullEvent the whole event goes to the column {@code rudder_event}
 * @param maxColumns an event with a row of more columns is rejected
 * @param onCollision what happens to a value whose column another value of the row already has
 */
public record MappingOptions(
        boolean skipTracksTable,
        boolean skipUsersTable,
        List<String> jsonPaths,
        boolean underscoreDivideNumbers,
        boolean allowUsersContextTraits,
        boolean storeFullEvent,
        int maxColumns,
        OnCollision onCollision) {

    /** What happens to a value whose column another value of the same row already has. */
    public enum OnCollision {
        /** It becomes a discard, with the reason; RudderStack drops it. */
        DISCARD,
        /** It gets a column of its own: the name with a short hash of its path at the end. */
        SUFFIX
    }

    /** RudderStack's defaults. */
    public static final MappingOptions DEFAULT =
            new MappingOptions(false, false, List.of(), false, false, false, 1600, OnCollision.DISCARD);

    /**
     * What the settings say.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public static MappingOptions of(Settings settings) {
        return new MappingOptions(
                settings.flag("load.skip-tracks-table"),
                settings.flag("load.skip-users-table"),
                settings.list("load.json-columns"),
                settings.flag("names.underscore-divide-numbers"),
                settings.flag("identify.allow-users-context-traits"),
                settings.flag("load.store-full-event"),
                settings.number("load.max-columns", 1, 1600),
                settings.choice("names.on-collision", OnCollision.class));
    }
}
