package io.cameleer.copy;

import io.cameleer.batch.LoadMode;
import io.cameleer.postgres.Identifier;
import io.cameleer.postgres.SqlFile;
import io.cameleer.postgres.SqlTemplate;
import io.cameleer.reject.Refusal;
import io.cameleer.schema.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Has the server try each of some rows by itself, and says which ones it refuses; nothing of that stays. It costs about as
 * much as loading the rows twice, however many are refused, where looking for them by halves costs as much for each of them
 * as many small batches.
 */
final class RowTrial {
    private static final String STAND_IN = "pg_temp.cameleer_trial";
    private static final String NO_DATA = "02000";

    private final DataSource warehouse;
    private final Copy copy;
    private final LoadMethod method;
    private final int most;
    private final SqlTemplate createStandIn = SqlTemplate.of("create-stand-in.sql");
    private final SqlTemplate dropStandIn = SqlTemplate.of("drop-stand-in.sql");
    private final SqlTemplate insert = SqlTemplate.of("insert-rows.sql");
    private final SqlTemplate tryRows = SqlTemplate.of("try-rows.sql");
    private final SqlTemplate block = SqlTemplate.of("try-rows-block.sql");
    private final String refusedRows = SqlFile.text("refused-rows.sql");

    /** @param most how many refused rows are looked for at the most */
    RowTrial(DataSource warehouse, LoadMethod method, int most) {
        this.warehouse = warehouse;
        this.copy = new Copy(warehouse);
        this.method = method;
        this.most = most;
    }

    /**
     * Tries the rows of a load, on the connection of the transaction that is under way.
     *
     * @return why, by the number of the row, some are refused
     * @throws SQLException if it cannot be done; the transaction is as it was
     */
    Map<Integer, Refusal> refused(TableLoad load) throws SQLException {
        var connection = DataSourceUtils.getConnection(warehouse);
        try {
            var before = connection.setSavepoint();
            try {
                var refused = tried(load, connection);
                connection.releaseSavepoint(before);
                return refused;
            } catch (SQLException e) {
                connection.rollback(before);
                throw e;
            }
        } finally {
            DataSourceUtils.releaseConnection(connection, warehouse);
        }
    }

    private Map<Integer, Refusal> tried(TableLoad load, Connection connection) throws SQLException {
        var portion = load.portion(Optional.empty(), STAND_IN);
        var holes = holes(load, portion);
        execute(connection, createStandIn.filled(holes));
        if (method == LoadMethod.COPY) {
            copy.send(new Append(load, portion));
        } else {
            insert(portion, connection);
        }
        holes.put("block", Identifier.literal(block.filled(holes)));
        execute(connection, tryRows.filled(holes));
        var refused = new HashMap<Integer, Refusal>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(refusedRows)) {
            while (rows.next()) {
                var state = rows.getString("sqlstate");
                var message = state.equals(NO_DATA)
                        ? TableLoads.keptOut(load.name().toString()).getMessage()
                        : rows.getString("message");
                refused.put(rows.getInt("n") - 1, new Refusal(state, message, rows.getString("detail")));
            }
        }
        execute(connection, dropStandIn.filled(holes));
        return refused;
    }

    private void insert(Portion portion, Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(insert.filled(portion.holes()))) {
            for (var some = portion.parameters(); some.hasNext(); ) {
                var columns = some.next();
                for (int i = 0; i < columns.size(); i++) {
                    statement.setObject(i + 1, columns.get(i));
                }
                statement.executeUpdate();
            }
        }
    }

    /** Users keep the values that a row does not have. Without an index no row is looked up: each would take the whole table. */
    private Map<String, Object> holes(TableLoad load, Portion portion) {
        boolean isMerging = load.mode() != LoadMode.APPEND
                && load.isIndexed()
                && load.columns().named().stream()
                        .anyMatch(column -> column.name().equals("id"));
        boolean isOfUsers = load.mode() == LoadMode.MERGE_USERS;
        var holes = new HashMap<>(portion.holes());
        var columns = new ArrayList<Map<String, String>>();
        for (Column column : load.columns().named()) {
            columns.add(Map.of(
                    "column", column.sql(),
                    "cast", isOfUsers ? "coalesce(" : "",
                    "otherwise", isOfUsers ? ", t." + column.sql() + ")" : ""));
        }
        holes.put("columns", columns);
        holes.put("table", load.name().sql());
        holes.put("stand-in", STAND_IN);
        holes.put("own", holes.get("columns"));
        holes.put("marked", List.of());
        holes.put("merging", isMerging ? List.of(Map.of()) : List.of());
        holes.put("most", Integer.toString(most));
        var number = Column.free("n", load.columns().table().columns().keySet());
        holes.put("number", Identifier.quoted(number));
        return holes;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
