package io.cameleer.merge;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.SqlFile;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which columns of a table events have had values for. When a row is replaced these become what the later event says;
 * columns that somebody has added for himself stay as they are.
 */
final class EventColumns {
    private final JdbcTemplate jdbc;
    private final String read = SqlFile.text("event-columns.sql");
    private final String remember = SqlFile.text("remember-event-columns.sql");
    private final Map<TableName, Set<String>> known = new ConcurrentHashMap<>();

    EventColumns(DataSource warehouse) {
        jdbc = new JdbcTemplate(warehouse);
    }

    /** All columns of events of a table, those included, which are written down where they are new. */
    Set<String> with(TableName table, Collection<String> columns) {
        var all = known.computeIfAbsent(table, this::read);
        if (all.containsAll(columns)) {
            return all;
        }
        jdbc.update(
                remember,
                table.qualified(),
                columns.stream().sorted().toArray(String[]::new)); // in one order, so that no two wait for each other
        known.remove(table); // known again when that is committed, and so read
        var more = new HashSet<>(all);
        more.addAll(columns);
        return more;
    }

    private Set<String> read(TableName table) {
        return Set.copyOf(jdbc.queryForList(read, String.class, table.qualified()));
    }
}
