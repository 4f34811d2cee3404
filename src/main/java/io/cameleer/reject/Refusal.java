package io.cameleer.reject;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * Why a row is not in its table.
 *
 * @param sqlState PostgreSQL's code of the error; blank if it was not PostgreSQL that refused it
 * @param message what is the same for all rows that are refused for the same reason
 * @param detail what PostgreSQL says of this row; blank if it says nothing
 */
public record Refusal(String sqlState, String message, String detail) {
    /** A row is turned away by the contract on new tables and columns. */
    public static Refusal byContract(String reason) {
        return new Refusal("", reason, "");
    }

    /** What PostgreSQL says of the row, without where in the statement that was. */
    public static Refusal of(SQLException refused) {
        if (refused instanceof PSQLException error && error.getServerErrorMessage() != null) {
            var said = error.getServerErrorMessage();
            return new Refusal(
                    refused.getSQLState(), said.getMessage(), said.getDetail() == null ? "" : said.getDetail());
        }
        return new Refusal(refused.getSQLState(), refused.getMessage(), "");
    }
}
