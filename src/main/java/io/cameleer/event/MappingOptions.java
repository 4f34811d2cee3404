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
 * @param sending which events are left out, since RudderStack would not send them
 * @param onReserved what happens to a value whose column only Cameleer sets
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
        SendingRules sending,
        OnReserved onReserved,
        OnCollision onCollision) {

    /** What happens to a value whose column a sender cannot set, such as {@code id}; RudderStack drops it. */
    public enum OnReserved {
        /** The ledger counts it, by its name, with an example. */
        COUNT,
        /** It becomes a discard, with the reason. */
        DISCARD,
        /** It gets a column of its own: the name with an underscore in front, as words of SQL do. */
        KEEP
    }

    /** What happens to a value whose column another value of the same row already has. */
    public enum OnCollision {
        /** It becomes a discard, with the reason; RudderStack drops it. */
        DISCARD,
        /** It gets a column of its own: the name with a short hash of its path at the end. */
        SUFFIX
    }

    /** RudderStack's defaults. */
    public static final MappingOptions DEFAULT = new MappingOptions(
            false,
            false,
            List.of(),
            false,
            false,
            false,
            1600,
            SendingRules.ALL,
            OnReserved.DISCARD,
            OnCollision.DISCARD);

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
                SendingRules.of(settings),
                settings.choice("names.on-reserved", OnReserved.class),
                settings.choice("names.on-collision", OnCollision.class));
    }
}
