package io.cameleer.load;

import io.cameleer.aggregate.TableName;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Merges a batch into {@code users}: one row for each user, of each column the value received last. A batch has one row
 * for each of its users, made of their events in it; where the events are younger than the stored row their values go
 * over its own. An event that comes late cannot be placed by the stored row alone, which says when it was received, not
 * when each of its values was: for its user the values are taken from {@code identifies}, where all his events are (they
 * are loaded before the users are). In a table that does not say when it was received, since somebody
 * has made it so, every event of a user who is there comes late.
 */
public final class Users {
    static final String TABLE = "users";

    /** When the oldest event was received that a batch's row is made of; nothing where two came at the same time. */
    static final String OLDEST = "cameleer_oldest";

    static final String IDENTIFIES = "identifies";

    private final JdbcTemplate jdbc;
    private final Catalog catalog;

    public Users(DataSource warehouse, Catalog catalog) {
        this.jdbc = new JdbcTemplate(warehouse);
        this.catalog = catalog;
    }

    /** How a batch is merged. From here to the end of the transaction nobody else merges into the table. */
    public UsersPlan plan(@Body PreparedBatch prepared) {
        prepared.begin();
        var name = prepared.batch().name();
        Merge.lock(jdbc, name);
        Merge.preferIndex(jdbc, prepared.table(), "id");
        var oldest = Optional.ofNullable(prepared.table().columns().get("received_at"))
                .map(ColumnType::instant)
                .orElse(ColumnType.TIMESTAMPTZ);
        var latest = prepared.madeOf(new LatestTraits(prepared).batch(), Map.of(OLDEST, oldest));
        return new UsersPlan(prepared, latest, catalog.table(new TableName(name.schema(), IDENTIFIES)));
    }

    /**
     * So many users are new.
     *
     * @throws SQLException if there are users among them who are not in the table after all
     */
    public void added(@ExchangeProperty("merge") UsersPlan plan, @Header("CamelSqlUpdateCount") Integer users)
            throws SQLException {
        plan.count(users, 0);
        if (jdbc.queryForObject(plan.isSomebodyMissing(), Boolean.class)) {
            throw Rows.keptOut(TABLE);
        }
    }

    /** So many users have changed. */
    public void changed(@ExchangeProperty("merge") UsersPlan plan, @Header("CamelSqlUpdateCount") Integer users) {
        plan.count(0, users);
    }
}
