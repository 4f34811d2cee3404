package io.cameleer.copy;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.component.sql.SqlConstants;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Sends rows by COPY, on the connection of the transaction that is under way. */
public final class Copy {
    /** How much is sent at once, in bytes. */
    private static final int PIECE = 64 * 1024;

    /** The SQL standard's code for it. By it the row is looked for as one that PostgreSQL refuses. */
    private static final String DATA_EXCEPTION = "22000";

    private final DataSource warehouse;

    public Copy(DataSource warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * Sends the rows.
     *
     * @return how many of them PostgreSQL has taken
     * @throws SQLException if PostgreSQL refuses them, in which case none of them is in the table
     */
    public long send(@Body RowsToSend load) throws SQLException {
        var portion = load.portion();
        var connection = DataSourceUtils.getConnection(warehouse);
        try {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(portion.copySql());
            try {
                var data = portion.copyData();
                var rows = portion.converted();
                while (rows.next(data)) {
                    if (data.size() >= PIECE) {
                        data.send(copy);
                    }
                }
                data.end();
                data.send(copy);
                return copy.endCopy();
            } catch (IllegalArgumentException e) {
                throw new SQLException("a value is none of its column's type: " + e.getMessage(), DATA_EXCEPTION, e);
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } finally {
            DataSourceUtils.releaseConnection(connection, warehouse);
        }
    }

    /**
     * The rows are sent, in this way or as parameters of an INSERT.
     *
     * @param rows how many of them PostgreSQL has taken; null if there were none
     */
    public RowsToSend sent(@Body RowsToSend load, @Header(SqlConstants.SQL_UPDATE_COUNT) Long rows) {
        return load.sent(rows == null ? 0 : rows);
    }
}
