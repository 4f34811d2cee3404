package io.cameleer.postgres;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds out which rights the user lacks, and what else keeps rows from being changed; the database's own words for that
 * come in its own language, without names.
 */
public final class MissingGrants {
    private final JdbcTemplate jdbc;
    private final String missing;

    public MissingGrants(DataSource warehouse) {
        jdbc = new JdbcTemplate(warehouse);
        missing = SqlFile.text("missing-grants.sql");
    }

    /** The statements that give the published tables of a schema what lets their rows be changed; none if that cannot be found out. */
    public List<String> identities(String schema) {
        try {
            return jdbc.queryForList(SqlFile.text("missing-identities.sql"), String.class, schema);
        } catch (DataAccessException e) {
            return List.of();
        }
    }

    /** The statements that grant what is missing on a table, which need not exist; none if that cannot be found out. */
    public List<String> on(String schema, String table) {
        try {
            return jdbc.queryForList(missing, String.class, schema, table);
        } catch (DataAccessException e) {
            return List.of();
        }
    }
}
