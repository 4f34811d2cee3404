package io.cameleer.schema;

import io.cameleer.batch.TableName;
import io.cameleer.postgres.Encoding;
import io.cameleer.postgres.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the database says of its tables, remembered until somebody has a reason to doubt it. */
public final class Catalog {
    private final JdbcTemplate jdbc;
    private final String tableColumns = SqlFile.text("table-columns.sql");
    private final String strangers = SqlFile.text("strangers.sql");
    private final String freeName = SqlFile.text("free-name.sql");
    private final String schemaExists = SqlFile.text("schema-exists.sql");
    private final String standardTypes = SqlFile.text("standard-types.sql");
    private final Map<TableName, TableSchema> tables = new ConcurrentHashMap<>();
    private final Map<String, Map<String, ColumnType>> standard = new ConcurrentHashMap<>();
    private final String serverEncoding = SqlFile.text("server-encoding.sql");
    private volatile Encoding encoding;

    public Catalog(DataSource warehouse) {
        jdbc = new JdbcTemplate(warehouse);
    }

    /** The table as it was when it was last looked at. */
    public TableSchema table(TableName name) {
        var known = tables.get(name);
        return known == null ? refreshed(name) : known;
    }

    /** The table as it is now. */
    public TableSchema refreshed(TableName name) {
        var schema = read(name);
        if (schema.exists()) {
            tables.put(name, schema);
        }
        return schema;
    }

    /** Makes sure that the table is looked at again. */
    public void invalidate(TableName name) {
        tables.remove(name);
    }

    /** Whether there is such a PostgreSQL schema. */
    public boolean hasSchema(String schema) {
        return jdbc.queryForObject(schemaExists, Boolean.class, schema);
    }

    /** The encoding of the database, which never changes. */
    public Encoding encoding() {
        if (encoding == null) {
            encoding = Encoding.of(jdbc.queryForObject(serverEncoding, String.class));
        }
        return encoding;
    }

    /**
     * The types that the standard columns of a PostgreSQL schema have in most of its tables that are tables of events, by
     * their names; none of those that are in no table. They are looked up once: whoever makes tables of events takes them
     * over.
     */
    Map<String, ColumnType> standardTypes(String schema) {
        return standard.computeIfAbsent(schema, this::readStandardTypes);
    }

    private Map<String, ColumnType> readStandardTypes(String schema) {
        var types = new HashMap<String, ColumnType>();
        jdbc.query(
                standardTypes,
                column -> {
                    types.put(
                            column.getString("attname"),
                            ColumnType.of(
                                    column.getString("typname"),
                                    column.getString("sql_type"),
                                    column.getInt("modifier")));
                },
                schema,
                StandardColumns.names().toArray(String[]::new));
        return Map.copyOf(types);
    }

    /** The first of these names that nothing in a PostgreSQL schema has; no name can be had for sure but by using it. */
    String freeName(String schema, List<String> names) {
        return jdbc.queryForObject(freeName, String.class, names.toArray(String[]::new), schema);
    }

    private TableSchema read(TableName name) {
        var found = jdbc.query(tableColumns, Catalog::found, name.schema(), name.table());
        var table = found.table;
        // asked for behind the columns: a question within the other would take a second connection
        return found.runs ? table.running(jdbc.queryForList(strangers, String.class, table.oid(), table.oid())) : table;
    }

    /** @param runs whether anything is run when the table is written to, which may be a stranger's */
    private record Found(TableSchema table, boolean runs) {}

    private static Found found(ResultSet rows) throws SQLException {
        var columns = new LinkedHashMap<String, ColumnType>();
        var indexed = new HashSet<String>();
        var kind = "";
        int attributes = 0;
        boolean owned = false;
        boolean secured = false;
        long oid = 0;
        var owner = "";
        boolean trusted = false;
        boolean runs = false;
        boolean blank = false;
        while (rows.next()) {
            if (kind.isEmpty()) { // the same in all rows
                kind = rows.getString("relkind");
                attributes = rows.getInt("attributes");
                owned = rows.getBoolean("owned");
                secured = rows.getBoolean("secured");
                oid = rows.getLong("oid");
                owner = rows.getString("owner");
                trusted = rows.getBoolean("trusted");
                runs = rows.getBoolean("runs");
                blank = rows.getBoolean("blank");
            }
            var column = rows.getString("attname");
            if (column != null) {
                columns.put(column, type(rows));
                if (rows.getBoolean("indexed")) {
                    indexed.add(column);
                }
            }
        }
        var table = new TableSchema(
                Collections.unmodifiableMap(columns),
                Set.copyOf(indexed),
                kind,
                attributes,
                owned,
                secured,
                oid,
                owner,
                trusted,
                blank,
                List.of());
        return kind.isEmpty() ? new Found(TableSchema.NONE, false) : new Found(table, runs);
    }

    private static ColumnType type(ResultSet column) throws SQLException {
        int modifier = column.getInt("modifier");
        var sql = column.getString("sql_type");
        var type = ColumnType.of(column.getString("typname"), sql, modifier);
        var elementSql = column.getString("element_sql");
        if (elementSql != null) {
            type = ColumnType.of(column.getString("element_name"), elementSql, modifier)
                    .array(sql);
        }
        if (column.getBoolean("domain")) {
            type = type.domain(sql);
        }
        return column.getBoolean("generated") ? type.generated() : type;
    }
}
