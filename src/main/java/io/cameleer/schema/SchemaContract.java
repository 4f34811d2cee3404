package io.cameleer.schema;

import io.cameleer.settings.Settings;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may become of the schema when events bring something new.
 *
 * @param newTables what becomes of rows for which there is no table
 * @param newColumns what becomes of values for which their table has no column
 * @param mixed which type a new column gets for values of several types
 * @param wholeNumbers which type a new column gets for whole numbers
 * @param fractions what becomes of a number with a fraction in a column of whole numbers
 * @param maxColumns how many columns a table may have, dropped ones counted; further ones share {@code _overflow}
 * @param maxTables how many tables a sync may make in a namespace
 * @param comments whether new tables and columns get a comment that says what they are made from
 * @param readers roles that may read new tables
 * @param maxValueBytes how long a value may be; a longer one is a discard
 * @param eventTables tables that are loaded though they look like no tables of events
 * @param foreignOwners whether tables are loaded that belong to others, or run what belongs to others
 * @param lockTimeout how long a change waits for those who use the table, as PostgreSQL writes it; read by the SQL
 */
public record SchemaContract(
        OnNew newTables,
        OnNew newColumns,
        Mixed mixed,
        WholeNumbers wholeNumbers,
        Fractions fractions,
        int maxColumns,
        int maxTables,
        boolean comments,
        List<String> readers,
        long maxValueBytes,
        Set<String> eventTables,
        boolean foreignOwners,
        String lockTimeout) {
    /** What is done with something new. */
    public enum OnNew {
        /** The schema takes it in. */
        EVOLVE,
        /** Values go to {@code rudder_discards}; of a row, its other values are loaded. */
        DISCARD,
        /** Rows go to {@code cameleer.rejected_rows}. */
        REJECT
    }

    /** Which type a new column gets if the values of the batch that makes it are of several types. */
    public enum Mixed {
        /** The one that nine in ten are of; whole numbers and fractions make numeric; else text. */
        MAJORITY,
        /** That of the first value, as RudderStack does it. */
        FIRST,
        /** Text, which holds all; whole numbers and fractions make numeric. */
        TEXT
    }

    /** Which type a new column gets for whole numbers. */
    public enum WholeNumbers {
        BIGINT,
        /** For those who know that fractions will come. */
        NUMERIC
    }

    /** What becomes of a number with a fraction that comes for a column of whole numbers. */
    public enum Fractions {
        /** It is no value of the column, and goes to {@code rudder_discards}. */
        DISCARD,
        /** The column gets it without the fraction, as RudderStack does it; as it came it goes to {@code rudder_discards}. */
        CUT,
        /** The column becomes numeric. */
        WIDEN
    }

    /** What is new beyond this many columns can be had in no table of PostgreSQL. */
    private static final int POSTGRES_COLUMNS = 1600;

    /** {@code jsonb} holds no longer text, in megabytes. */
    private static final int LONGEST_VALUE = 256;

    /** Of what PostgreSQL takes for a timeout, what people mean by it. */
    private static final Pattern LOCK_TIMEOUT = Pattern.compile("\\d{1,6} ?(ms|s|min)");

    /** The same without a limit to the length of values: what is kept of them elsewhere is no longer than need be. */
    public SchemaContract ofLeftovers() {
        return new SchemaContract(
                newTables,
                newColumns,
                mixed,
                wholeNumbers,
                fractions,
                maxColumns,
                maxTables,
                comments,
                readers,
                Long.MAX_VALUE,
                eventTables,
                foreignOwners,
                lockTimeout);
    }

    /**
     * What the settings say.
     *
     * @throws io.cameleer.settings.InvalidSettingException if they make no sense
     */
    public static SchemaContract of(Settings settings) {
        return new SchemaContract(
                settings.choice("schema.new-tables", OnNew.class),
                settings.choice("schema.new-columns", OnNew.class),
                settings.choice("schema.mixed", Mixed.class),
                settings.choice("schema.whole-numbers", WholeNumbers.class),
                settings.choice("values.fraction-in-integer", Fractions.class),
                settings.number("schema.max-columns", 1, POSTGRES_COLUMNS),
                settings.number("schema.max-tables", 1, Integer.MAX_VALUE),
                settings.flag("schema.comments"),
                settings.list("schema.grant-select-to"),
                settings.size("load.max-value-bytes", LONGEST_VALUE),
                Set.copyOf(settings.list("schema.event-tables")),
                settings.flag("schema.allow-foreign-owners"),
                settings.text("schema.lock-timeout", LOCK_TIMEOUT, "a time such as 500ms, 2s or 1min"));
    }
}
