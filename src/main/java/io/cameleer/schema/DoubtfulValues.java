package io.cameleer.schema;

import io.cameleer.postgres.SqlFile;
import io.cameleer.postgres.SqlTemplate;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks PostgreSQL which texts a type takes, where only it knows: enums, domains, network addresses, ranges, types of
 * extensions. A text fits if the type writes it as it came, so that {@code today} is no date and nothing is silently coerced.
 *
 * <p>Every value is tried on its own in a DO block, which every version has and which needs no privilege and leaves
 * nothing behind; {@code pg_input_is_valid} came with PostgreSQL 16, and does not tell whether a value changes.
 */
public final class DoubtfulValues {
    /** How many values are asked about at once. */
    private static final int AT_ONCE = 10_000;

    private final SqlTemplate tries = SqlTemplate.of("try-values.sql");
    private final String setValues = SqlFile.text("set-values.sql");
    private final String refusedValues = SqlFile.text("refused-values.sql");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public DoubtfulValues(DataSource warehouse, PlatformTransactionManager transactions) {
        jdbc = new JdbcTemplate(warehouse);
        transaction = new TransactionTemplate(transactions);
    }

    /** The texts among these that a column of the type does not take as they are. */
    Set<String> refused(ColumnType type, Set<String> texts) {
        var all = List.copyOf(texts);
        var refused = new HashSet<String>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            refused.addAll(transaction.execute(status -> refused(type, some)));
        }
        return refused;
    }

    private List<String> refused(ColumnType type, List<String> texts) {
        return jdbc.execute((ConnectionCallback<List<String>>) connection -> {
            try (var set = connection.prepareStatement(setValues);
                    var statement = connection.createStatement()) {
                set.setArray(1, connection.createArrayOf("text", texts.toArray()));
                set.execute();
                statement.execute(tries.filled(Map.of("condition", condition(type))));
                try (var result = statement.executeQuery(refusedValues)) {
                    result.next();
                    return texts(result.getArray("refused"));
                }
            }
        });
    }

    /** What is true of a text that fits; it may as well fail. */
    private static String condition(ColumnType type) {
        var cast = "cast(value as " + type.sql() + ")";
        return switch (type.kind()) {
            case OTHER -> "format('%s', " + cast + ") = value";
            case ARRAY -> "format('%s', " + cast + ") = format('%s', cast(value as text[]))";
            // of these it is known that they are not coerced, only not whether the domain takes them
            default -> cast + " is not null";
        };
    }

    private static List<String> texts(Array array) throws SQLException {
        var texts = new ArrayList<String>();
        for (var text : (Object[]) array.getArray()) {
            texts.add((String) text);
        }
        return texts;
    }
}
