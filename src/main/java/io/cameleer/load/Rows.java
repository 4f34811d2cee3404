package io.cameleer.load;

import io.cameleer.load.Attempt.Refusal;
import io.cameleer.warehouse.SqlTrouble;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of a batch on their way into the table, slice by slice, within one transaction: each slice behind a savepoint,
 * so that one that PostgreSQL refuses leaves nothing behind.
 */
public final class Rows {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.load");

    /** The SQL standard's code for a statement that finds no row to work on. */
    private static final String NO_DATA = "02000";

    private final JdbcTemplate jdbc;
    private final Catalog catalog;
    private final int mostRejected;

    /** @param mostRejected how many rows of one batch may be refused before it is the table that is at fault */
    public Rows(DataSource warehouse, Catalog catalog, int mostRejected) {
        this.jdbc = new JdbcTemplate(warehouse);
        this.catalog = catalog;
        this.mostRejected = mostRejected;
    }

    /**
     * The rows to be sent next. Constraints that the table defers are checked with them, not at the end.
     *
     * @throws StaleTableException if the table is not as it was taken to be
     */
    public PreparedBatch next(@ExchangeProperty("attempt") Attempt attempt) {
        var rows = attempt.next();
        if (attempt.isWhole()) {
            hold(rows);
        }
        var before = attempt.isWhole()
                ? "set constraints all immediate"
                // what merging the rows before has left
                : "drop table if exists pg_temp.cameleer_rows, pg_temp.cameleer_users";
        jdbc.execute(before + "; savepoint slice");
        return rows;
    }

    /**
     * Has the columns of a table stay as they are until the transaction ends, and makes sure that they are what they were
     * taken to be: somebody may have altered them since, and then values could be bent in silence. The table is locked as
     * writing will lock it: reading it first and then waiting to write is what a deadlock with a change of the table is
     * made of.
     *
     * @param rows what is to go into the table
     * @throws StaleTableException if the table is not as it was taken to be
     */
    public void hold(@Body PreparedBatch rows) {
        var name = rows.batch().name();
        if (rows.table().isTable()) {
            jdbc.execute("lock table " + name.sql() + " in row exclusive mode");
        }
        requireAgreement(rows);
    }

    private void requireAgreement(PreparedBatch rows) {
        var name = rows.batch().name();
        if (!rows.agreesWith(catalog.look(name))) {
            throw new StaleTableException(name);
        }
    }

    /** PostgreSQL has taken so many rows of a portion. */
    public void sent(@ExchangeProperty("portion") Portion portion, @Header("CamelSqlUpdateCount") Long rows) {
        portion.taken(rows == null ? 0 : rows);
    }

    /**
     * The rows that were sent are in the table.
     *
     * @throws SQLException if some of them are not, though PostgreSQL has reported no error
     */
    public void loaded(@ExchangeProperty("attempt") Attempt attempt) throws SQLException {
        requireAll(attempt.next());
        attempt.loaded();
        jdbc.execute("release savepoint slice");
    }

    /**
     * The rows that were sent are not in the table.
     *
     * @throws Exception the error itself, unless it is a row that is at fault
     * @throws StaleTableException if the table is not as it was taken to be
     */
    public void refused(
            @ExchangeProperty("attempt") Attempt attempt, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error)
            throws Exception {
        var refused = SqlTrouble.in(error).filter(SqlTrouble::concernsRow).orElseThrow(() -> error);
        jdbc.execute("rollback to savepoint slice; release savepoint slice");
        if (attempt.isWhole()) {
            // what is no table could not be held
            requireAgreement(attempt.next());
        }
        if (attempt.rejected() >= mostRejected) {
            throw refused;
        }
        var why = refusal(refused);
        if (attempt.isWhole()) {
            LOG.info("{}: PostgreSQL refuses some row, looking for it: {}", attempt.batch(), why.message());
        }
        attempt.refused(why);
    }

    /**
     * Makes sure that of every row it is known what became of it.
     *
     * @throws SQLException if it is not
     */
    public void requireAll(@ExchangeProperty("leftOver") PreparedBatch rows) throws SQLException {
        if (!rows.isAccountedFor()) {
            throw keptOut(rows.batch().name().toString());
        }
    }

    /** What to say of rows that are not in their table, though PostgreSQL has reported no error. */
    static SQLException keptOut(String table) {
        return new SQLException(
                "no error is reported, but the row is not in %s: a trigger or a rule of the table keeps it out"
                        .formatted(table),
                NO_DATA);
    }

    /** What PostgreSQL says of the row, without where in the statement that was. */
    private static Refusal refusal(SQLException refused) {
        if (refused instanceof PSQLException error && error.getServerErrorMessage() != null) {
            var said = error.getServerErrorMessage();
            return new Refusal(
                    refused.getSQLState(), said.getMessage(), said.getDetail() == null ? "" : said.getDetail());
        }
        return new Refusal(refused.getSQLState(), refused.getMessage(), "");
    }
}
