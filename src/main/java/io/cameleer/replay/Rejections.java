package io.cameleer.replay;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cameleer.postgres.SqlFile;
import io.cameleer.postgres.SqlTemplate;
import java.util.HashMap;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the ledger says of rejected lines, rejected rows and discarded values, by sync, file, table and reason. */
public final class Rejections {
    private static final String LINES = "rejected-lines-by-reason.sql";
    private static final String ROWS = "rejected-rows-by-reason.sql";
    private static final String VALUES = "discarded-values-by-reason.sql";
    private static final SqlTemplate MOST_FREQUENT = SqlTemplate.of("most-frequent-rejections.sql");
    private static final SqlTemplate TOTAL = SqlTemplate.of("count-rejections.sql");

    private final JdbcClient jdbc;

    public Rejections(DataSource warehouse) {
        jdbc = JdbcClient.create(warehouse);
    }

    /**
     * Some that are alike: of one file, table, column and reason. What does not apply is blank.
     *
     * @param sync the sync that loaded the file last
     * @param sqlstate PostgreSQL's code of the error
     * @param count how many they are
     * @param firstLine the line of the file that the first comes from; 0 where it is not known
     * @param example the beginning of the first
     */
    @JsonInclude(NON_EMPTY)
    public record Kind(
            long sync,
            String file,
            String table,
            String column,
            String reason,
            String sqlstate,
            long count,
            long firstLine,
            String example) {}

    /**
     * All that are rejected or discarded in one way.
     *
     * @param total how many they are
     * @param kinds how many kinds there are of them
     * @param shown the most frequent kinds
     */
    public record Summary(long total, long kinds, List<Kind> shown) {}

    /** Whether the database has a ledger. */
    public boolean hasLedger() {
        return jdbc.sql(SqlFile.text("rejections-known.sql"))
                .query(Boolean.class)
                .single();
    }

    /** Lines that are no usable event. */
    public Summary lines(Selection selection, int limit) {
        return summary(LINES, selection, limit);
    }

    /** Rows that are not in their table, and were not replayed. */
    public Summary rows(Selection selection, int limit) {
        return summary(ROWS, selection, limit);
    }

    /** Values that are not in their column. */
    public Summary values(Selection selection, int limit) {
        return summary(VALUES, selection, limit);
    }

    private Summary summary(String of, Selection selection, int limit) {
        var holes = new HashMap<>(Selection.HOLES);
        holes.put("rejections", SqlFile.text(of));
        var shown = jdbc.sql(MOST_FREQUENT.filled(holes))
                .params(selection.parameters())
                .param("limit", limit)
                .query((row, i) -> new Kind(
                        row.getLong("sync_id"),
                        row.getString("file"),
                        row.getString("table_name"),
                        row.getString("column_name"),
                        row.getString("reason"),
                        row.getString("sqlstate"),
                        row.getLong("times"),
                        row.getLong("first_line"),
                        row.getString("example")))
                .list();
        return jdbc.sql(TOTAL.filled(holes))
                .params(selection.parameters())
                .query((row, i) -> new Summary(row.getLong("total"), row.getLong("kinds"), shown))
                .single();
    }
}
