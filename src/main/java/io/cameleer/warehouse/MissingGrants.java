package io.cameleer.warehouse;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds out which rights the user lacks; the database's own words for that come in its own language, without names. */
public final class MissingGrants {
    private final JdbcTemplate jdbc;
    private final String missing;

    public MissingGrants(DataSource warehouse) {
        jdbc = new JdbcTemplate(warehouse);
        missing = SqlFile.text("missing-grants.sql");
    }

    /**
     * Says more of an error that comes from missing rights on a table, which need not exist.
     *
     * @throws MissingRightsException if it does
     */
    public void require(Throwable error, String schema, String table) {
        SqlTrouble.in(error).filter(SqlTrouble::concernsRights).ifPresent(e -> {
            throw new MissingRightsException(e, on(schema, table));
        });
    }

    /** The statements that grant them; none if that cannot be found out. */
    private List<String> on(String schema, String table) {
        try {
            return jdbc.queryForList(missing, String.class, schema, table);
        } catch (DataAccessException e) {
            return List.of();
        }
    }
}
