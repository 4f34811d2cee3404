package io.cameleer.load;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Sends a batch by COPY, on the connection of the transaction that is under way. */
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
     * @param loadedAt when this is, as the database says
     * @throws SQLException if PostgreSQL refuses them, in which case none of them is in the table
     */
    public long load(@Body Portion portion, @Header("loadedAt") String loadedAt) throws SQLException {
        var connection = DataSourceUtils.getConnection(warehouse);
        try {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(portion.copySql());
            try {
                var data = portion.copyData();
                var rows = portion.prepared().convert(portion.rows(), loadedAt);
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
}
