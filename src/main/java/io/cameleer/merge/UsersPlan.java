package io.cameleer.merge;

import io.cameleer.batch.TableBatch;
import io.cameleer.copy.LoadResult;
import io.cameleer.copy.Portion;
import io.cameleer.copy.RowsToSend;
import io.cameleer.copy.TableLoad;
import io.cameleer.reject.Discarded;
import io.cameleer.schema.Column;
import io.cameleer.schema.ColumnType;
import io.cameleer.schema.SchemaEvolution;
import io.cameleer.schema.TableColumns;
import io.cameleer.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How one batch is merged into {@code users}: the rows, one for each user, on their way into a table that stands in for it.
 *
 * @param load the batch as it is, with what has come of it so far
 * @param oldest the type of the column {@link Users#OLDEST}
 * @param identifies the table {@code identifies} as it is
 * @param added users who are new
 * @param changed users who have changed
 */
public record UsersPlan(
        TableLoad load, ColumnType oldest, TableSchema identifies, Portion portion, long added, long changed)
        implements RowsToSend {
    private static final Set<String> NO_TRAITS = Set.of("id", SchemaEvolution.UUID_TS, Users.OLDEST);
    private static final List<Map<String, String>> YES = List.of(Map.of());
    private static final List<Map<String, String>> NO = List.of();

    /** @param latest one row for each user of the load, with a column {@link Users#OLDEST} */
    static UsersPlan of(TableLoad load, TableBatch latest, ColumnType oldest, TableSchema identifies) {
        TableColumns columns = load.columns().with(latest.layout(), Map.of(Users.OLDEST, oldest));
        var portion = new Portion(
                latest,
                columns,
                "pg_temp.cameleer_users",
                Optional.empty(),
                load.loadedAt(),
                new Discarded(load.name()));
        return new UsersPlan(load, oldest, identifies, portion, 0, 0);
    }

    @Override
    public UsersPlan sent(long rows) {
        var discarded = LoadResult.loaded(0, 0, 0, portion.discarded());
        return new UsersPlan(load.with(discarded), oldest, identifies, portion, added, changed);
    }

    UsersPlan counted(long moreAdded, long moreChanged) {
        return new UsersPlan(load, oldest, identifies, portion, added + moreAdded, changed + moreChanged);
    }

    /** The load, with what has come of it. */
    public TableLoad merged() {
        long repeated = load.rows().rows() - added - changed;
        return load.with(LoadResult.loaded(added, changed, repeated, new Discarded(load.name())));
    }

    @Override
    public Map<String, Object> holes() {
        var holes = new HashMap<>(portion.holes());
        holes.put("table", load.name().sql());
        holes.put("identifies", load.name().identifies().sql());
        holes.put("time", oldest.sql());
        var receivedAt = column("received_at").filter(column -> column.type().isChronological());
        // whether the table says exactly when a user was heard of last
        boolean dated =
                receivedAt.filter(column -> column.type().holdsInstants()).isPresent();
        holes.put("dated", dated ? YES : NO);
        holes.put("undated", dated ? NO : YES);
        holes.put("received", receivedAt.isPresent() ? YES : NO);
        holes.put("stamped", column(SchemaEvolution.UUID_TS).isPresent() ? YES : NO);
        holes.put("added", named(column -> !column.name().equals(Users.OLDEST)));
        holes.put("traits", named(column -> isTrait(column, receivedAt)));
        holes.put("recorded", named(column -> isTrait(column, receivedAt) && isInIdentifies(column)));
        holes.put("unrecorded", named(column -> isTrait(column, receivedAt) && !isInIdentifies(column)));
        boolean recorded = portion.columns().named().stream()
                .anyMatch(column -> isTrait(column, receivedAt) && isInIdentifies(column));
        holes.put("looked-up", recorded ? YES : NO);
        boolean sameType = recorded && isSameUserType();
        holes.put("same-type", sameType ? YES : NO); // then the index on identifies serves
        holes.put("other-type", sameType ? NO : YES);
        return holes;
    }

    private Optional<Column> column(String name) {
        return portion.columns().named().stream()
                .filter(column -> column.name().equals(name))
                .findAny();
    }

    /** Columns, and each in a form that can be compared: some types have no equality, but their text has. */
    private List<Map<String, String>> named(Predicate<Column> which) {
        var named = new ArrayList<Map<String, String>>();
        portion.columns().named().stream().filter(which).forEach(column -> {
            boolean hasEquality = column.type().hasEquality();
            named.add(Map.of(
                    "column", column.sql(),
                    "as-text", hasEquality ? "" : " as text)",
                    "cast", hasEquality ? "" : "cast("));
        });
        return named;
    }

    private static boolean isTrait(Column column, Optional<Column> receivedAt) {
        return !NO_TRAITS.contains(column.name()) && !receivedAt.equals(Optional.of(column));
    }

    private boolean isInIdentifies(Column column) {
        return identifies.columns().keySet().containsAll(Set.of("id", "user_id", "received_at"))
                && column.type().hasEquality()
                && column.type().equals(identifies.columns().get(column.name()));
    }

    private boolean isSameUserType() {
        return identifies
                .columns()
                .get("user_id")
                .equals(load.columns().table().columns().get("id"));
    }
}
