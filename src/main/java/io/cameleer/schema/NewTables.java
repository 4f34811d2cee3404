package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.naming.ProtectedTables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many tables a sync makes in each namespace, beside those that all events of a type share. Senders choose the names of
 * events: a mistake, or a name with a number in it, would make a hundred thousand of them.
 */
public final class NewTables {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    private final int most;
    private final LongSupplier sync;
    private final Map<String, Set<TableName>> made = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private long of;

    /**
     * @param most how many, in one namespace and sync
     * @param sync the id of the running sync
     */
    public NewTables(int most, LongSupplier sync) {
        this.most = most;
        this.sync = sync;
    }

    /** Whether a table that is not there may be made; one that may counts from here on, however often it is asked for. */
    public synchronized boolean admits(TableName table) {
        if (ProtectedTables.isOfType(table.table())) {
            return true;
        }
        if (of != sync.getAsLong()) {
            of = sync.getAsLong();
            made.clear();
            told.clear();
        }
        var tables = made.computeIfAbsent(table.schema(), schema -> new HashSet<>());
        if (tables.contains(table) || tables.size() < most) {
            tables.add(table);
            return true;
        }
        if (told.add(table.schema())) {
            LOG.warn("{}: {}.", table.schema(), reason());
        }
        return false;
    }

    /** Why rows have no table, and what to do. */
    public String reason() {
        return "one sync has brought more than schema.max-tables = %d new event names, and no more tables are made: the rows of the others are kept in cameleer.rejected_rows. If all of these are events, raise it and run cameleer replay"
                .formatted(most);
    }
}
