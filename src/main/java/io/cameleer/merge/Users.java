package io.cameleer.merge;

import io.cameleer.copy.TableLoad;
import io.cameleer.copy.TableLoads;
import io.cameleer.message.Headers;
import io.cameleer.schema.Catalog;
import io.cameleer.schema.Column;
import io.cameleer.schema.ColumnType;
import io.cameleer.schema.EventTables;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.component.sql.SqlConstants;

/**
 * Merges a batch into {@code users}: one row for each user, of each column the value received last. A batch has one row
 * for each of its users, made of their events in it; where the events are younger than the stored row their values go
 * over its own. An event that comes late cannot be placed by the stored row alone, which says when it was received, not
 * when each of its values was: for its user the values are taken from {@code identifies}, where all his events are (they
 * are loaded before the users are). In a table that does not say when it was received, since somebody
 * has made it so, every event of a user who is there comes late.
 */
public final class Users {
    private final Catalog catalog;
    private final EventTables eventTables;

    public Users(Catalog catalog, EventTables eventTables) {
        this.catalog = catalog;
        this.eventTables = eventTables;
    }

    /** How a batch is merged: one row for each of its users. */
    public UsersPlan plan(@Body TableLoad load) {
        var oldest = Optional.ofNullable(load.columns().table().columns().get("received_at"))
                .map(ColumnType::instant)
                .orElse(ColumnType.TIMESTAMPTZ);
        var name = UsersPlan.helper("cameleer_oldest", load);
        return UsersPlan.of(
                load,
                new LatestTraits(load, name).batch(),
                new Column(name, oldest),
                eventTables.ifOfEvents(
                        load.name().identifies(), catalog.table(load.name().identifies())));
    }

    /** Users with discards who are in the table already. */
    public UsersPlan known(@Body UsersPlan plan, @Header(Headers.REPLACED) List<Map<String, Object>> users) {
        return plan.known(Merge.numbers(users));
    }

    /** So many users are new. */
    public UsersPlan added(@Body UsersPlan plan, @Header(SqlConstants.SQL_UPDATE_COUNT) int users) {
        return plan.added(users);
    }

    /**
     * Makes sure that all who are new were added.
     *
     * @param isSomebodyMissing whether there are users among them who are not in the table after all
     * @throws SQLException if there are
     */
    public void requireAll(@Body UsersPlan plan, @Header(Headers.MISSING) boolean isSomebodyMissing)
            throws SQLException {
        if (isSomebodyMissing) {
            throw TableLoads.keptOut(plan.load().name().table());
        }
    }

    /** These users have changed. */
    public UsersPlan changed(@Body UsersPlan plan, @Header(Headers.REPLACED) List<Map<String, Object>> users) {
        return plan.changed(Merge.numbers(users));
    }
}
