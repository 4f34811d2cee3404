package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlFile;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which tables are tables of events. Whoever sends events gives them their names, and so may name any table of the
 * namespace: none of an application's is read, altered or written to, and none that others have put there to have their
 * own functions run with the rights of this user.
 */
public final class EventTables {
    /** What all tables of events have, RudderStack's too; an application seldom has {@code uuid_ts}. */
    private static final Set<String> SHAPE = Set.of("id", "received_at", SchemaEvolution.UUID_TS);

    /** What {@code rudder_discards} had from its first version on. */
    private static final Set<String> DISCARDS_SHAPE = Set.of("column_name", "column_value", "row_id", "table_name");

    private final SchemaContract contract;
    private final JdbcTemplate jdbc;
    private final String isMade = SqlFile.text("event-table.sql");
    private final String takeOver = SqlFile.text("take-over-table.sql");
    /** By name which table was found to be made for events. */
    private final Map<TableName, Long> made = new ConcurrentHashMap<>();

    public EventTables(DataSource warehouse, SchemaContract contract) {
        this.contract = contract;
        jdbc = new JdbcTemplate(warehouse);
    }

    /**
     * Why nothing is loaded into a table, and what to do about it, in one sentence or more; empty if it is a table of events,
     * or none at all.
     *
     * @param table what the catalog says of it
     */
    public Optional<String> refusal(TableName name, TableSchema table) {
        if (name.isLedger() || !table.exists() || table.isIndex()) {
            return Optional.empty();
        }
        var strangers = contract.foreignOwners() ? Optional.<String>empty() : strangers(name, table);
        return strangers.or(() -> isOfEvents(name, table) ? Optional.empty() : Optional.of(unlike(name, table)));
    }

    /** The table if it is one of events, else as if there were none. */
    public TableSchema ifOfEvents(TableName name, TableSchema table) {
        return refusal(name, table).isPresent() ? TableSchema.NONE : table;
    }

    /** A table that somebody has made for events by hand, if it is one, stays one when it holds rows. */
    void takeOver(TableName name, TableSchema table) {
        if (table.isBlank() && !hasShape(name, table) && !isNamed(name) && !isMade(name, table)) {
            jdbc.update(takeOver, name.qualified(), table.oid());
            made.put(name, table.oid());
        }
    }

    private boolean isOfEvents(TableName name, TableSchema table) {
        return hasShape(name, table)
                || isNamed(name)
                || isMade(name, table)
                || table.isBlank() && table.columns().containsKey("id");
    }

    private static boolean hasShape(TableName name, TableSchema table) {
        return table.columns().keySet().containsAll(shape(name));
    }

    private static Set<String> shape(TableName name) {
        return name.equals(Discards.table(name)) ? DISCARDS_SHAPE : SHAPE;
    }

    private boolean isNamed(TableName name) {
        return contract.eventTables().contains(name.table());
    }

    private boolean isMade(TableName name, TableSchema table) {
        var known = made.get(name);
        if (known != null && known == table.oid()) {
            return true;
        }
        boolean isMadeForEvents = jdbc.queryForObject(isMade, Boolean.class, name.qualified(), table.oid());
        if (isMadeForEvents) {
            made.put(name, table.oid());
        }
        return isMadeForEvents;
    }

    private static Optional<String> strangers(TableName name, TableSchema table) {
        if (!table.isTrusted()) {
            return Optional.of(
                    "%s belongs to %s, who is neither this user nor the owner of the schema: what is loaded into it would run its triggers with the rights of this user. If that is meant, run alter table %s owner to the owner of the schema, or set schema.allow-foreign-owners = true; then cameleer replay loads the rows."
                            .formatted(name, table.owner(), name.sql()));
        }
        return table.strangers().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s runs what belongs to neither this user nor the owner of the schema, with the rights of this user: %s. Drop that or let it belong to the owner of the schema, or set schema.allow-foreign-owners = true; then cameleer replay loads the rows."
                                .formatted(name, String.join("; ", table.strangers())));
    }

    private static String unlike(TableName name, TableSchema table) {
        var lacking = shape(name).stream()
                .filter(column -> !table.columns().containsKey(column))
                .sorted()
                .collect(Collectors.joining(", "));
        return "%s is somebody else's, and no table of events: Cameleer has not made it, and it lacks %s. Rename the event in a step of customize.camel.yaml, or name the table in schema.event-tables if events belong there; then cameleer replay loads the rows."
                .formatted(name, lacking);
    }
}
