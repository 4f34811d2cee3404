package io.cameleer.merge;

import io.cameleer.batch.TableBatch;
import io.cameleer.copy.LoadResult;
import io.cameleer.copy.Portion;
import io.cameleer.copy.RowsToSend;
import io.cameleer.copy.TableLoad;
import io.cameleer.postgres.Identifier;
import io.cameleer.reject.Discarded;
import io.cameleer.schema.Column;
import io.cameleer.schema.SchemaEvolution;
import io.cameleer.schema.TableColumns;
import io.cameleer.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How one batch is merged into {@code users}: the rows, one for each user, on their way into a table that stands in for it.
 *
 * @param load the batch as it is, with what has come of it so far
 * @param oldest the column for when the oldest event was received that a row is made of
 * @param identifies the table {@code identifies} as it is
 * @param known the numbers of the users with discards who were in the table before
 * @param added users who are new
 * @param changed the numbers of the users who have changed
 */
public record UsersPlan(
        TableLoad load,
        Column oldest,
        TableSchema identifies,
        Portion portion,
        List<Integer> known,
        long added,
        List<Integer> changed)
        implements RowsToSend {
    private static final Set<String> NO_TRAITS = Set.of("id", SchemaEvolution.UUID_TS);
    /** Columns that RudderStack's mapper leaves out of the rows of users, and its loader takes from identifies. */
    private static final List<String> TAKEN_OVER = List.of("anonymous_id", "channel", "rudder_event");

    private static final List<Map<String, String>> YES = List.of(Map.of());
    private static final List<Map<String, String>> NO = List.of();

    /** @param latest one row for each user of the load, with the column {@code oldest} */
    static UsersPlan of(TableLoad load, TableBatch latest, Column oldest, TableSchema identifies) {
        TableColumns columns = load.columns().with(latest.layout(), Map.of(oldest.name(), oldest.type()));
        var portion = new Portion(
                latest,
                columns,
                "pg_temp.cameleer_users",
                Optional.empty(),
                load.loadedAt(),
                new Discarded(load.name()));
        return new UsersPlan(load, oldest, identifies, portion, List.of(), 0, List.of());
    }

    /** A name for a column of the table that stands in for users, beside those that senders have chosen. */
    static String helper(String name, TableLoad load) {
        var taken = new HashSet<>(load.columns().table().columns().keySet());
        var layout = load.rows().layout();
        IntStream.range(0, layout.size()).mapToObj(layout::column).forEach(taken::add);
        return Column.free(name, taken);
    }

    @Override
    public UsersPlan sent(long rows) {
        return this; // what becomes of them is not known yet
    }

    UsersPlan known(List<Integer> users) {
        return new UsersPlan(load, oldest, identifies, portion, users, added, changed);
    }

    UsersPlan added(long users) {
        return new UsersPlan(load, oldest, identifies, portion, known, users, changed);
    }

    UsersPlan changed(List<Integer> more) {
        var all = Stream.concat(changed.stream(), more.stream()).toList();
        return new UsersPlan(load, oldest, identifies, portion, known, added, all);
    }

    /** Whether users are looked up by an index, and so are their events where they matter. */
    public boolean isIndexed() {
        return load.isIndexed()
                && (!isLookedUp() || isSameUserType() && identifies.indexed().contains("user_id"));
    }

    /** Whether some users have discards. */
    public boolean isDiscarding() {
        return portion.discarded().batch().rows() > 0;
    }

    /** The numbers of the users who have. */
    public Integer[] numbersWithDiscards() {
        return portion.discarded().rows().stream().mapToObj(row -> row + 1).toArray(Integer[]::new);
    }

    /** The load, with what has come of it. A user of whom nothing has changed brings no discards. */
    public TableLoad merged() {
        long repeated = load.rows().rows() - added - changed.size();
        var unchanged = new HashSet<>(known);
        changed.forEach(unchanged::remove);
        var discarded = unchanged.isEmpty()
                ? portion.discarded()
                : portion.discarded().keeping(row -> !unchanged.contains(row + 1));
        return load.with(LoadResult.loaded(added, changed.size(), repeated, discarded));
    }

    @Override
    public Map<String, Object> holes() {
        var holes = new HashMap<>(portion.holes());
        holes.put("table", load.name().sql());
        holes.put("identifies", load.name().identifies().sql());
        holes.put("time", oldest.type().sql());
        holes.put("oldest", oldest.sql());
        holes.put("late", Identifier.quoted(helper("cameleer_late", load)));
        holes.put("number", Identifier.quoted(helper("cameleer_number", load)));
        var receivedAt = receivedAt();
        // whether the table says exactly when a user was heard of last
        boolean dated =
                receivedAt.filter(column -> column.type().holdsInstants()).isPresent();
        holes.put("dated", dated ? YES : NO);
        holes.put("undated", dated ? NO : YES);
        holes.put("received", receivedAt.isPresent() ? YES : NO);
        holes.put("stamped", column(SchemaEvolution.UUID_TS).isPresent() ? YES : NO);
        holes.put("added", named(column -> !column.equals(oldest)));
        holes.put("traits", named(column -> isTrait(column, receivedAt)));
        holes.put("recorded", named(column -> isTrait(column, receivedAt) && isInIdentifies(column)));
        holes.put("unrecorded", named(column -> isTrait(column, receivedAt) && !isInIdentifies(column)));
        holes.put("looked-up", isLookedUp() ? YES : NO);
        holes.put("indexed", isIndexed() ? YES : NO);
        holes.put("unindexed", isIndexed() ? NO : YES);
        var takenOver = takenOver();
        holes.put("taken-over", columns(takenOver));
        holes.put("taking-over", takenOver.isEmpty() ? NO : YES);
        holes.put("only-marking", takenOver.isEmpty() ? YES : NO);
        boolean sameType = isLookedUp() && isSameUserType();
        holes.put("same-type", sameType ? YES : NO); // then the index on identifies serves
        holes.put("other-type", sameType ? NO : YES);
        return holes;
    }

    private Optional<Column> receivedAt() {
        return column("received_at").filter(column -> column.type().isChronological());
    }

    /** Whether values of users are taken from their events, where these come late. */
    private boolean isLookedUp() {
        var receivedAt = receivedAt();
        return !named(column -> isTrait(column, receivedAt) && isInIdentifies(column))
                .isEmpty();
    }

    private Optional<Column> column(String name) {
        return portion.columns().named().stream()
                .filter(column -> column.name().equals(name))
                .findAny();
    }

    /** Columns of both tables that the rows of the batch have no values for, though the events may have had some. */
    private List<Column> takenOver() {
        var layout = load.rows().layout();
        var users = load.columns().table().columns();
        return TAKEN_OVER.stream()
                .filter(column -> layout.find(column) < 0 && users.containsKey(column))
                .map(column -> new Column(column, users.get(column)))
                .filter(this::isInIdentifies)
                .toList();
    }

    /** Of the columns of the rows, and of those that are taken over. */
    private List<Map<String, String>> named(Predicate<Column> which) {
        return columns(Stream.concat(portion.columns().named().stream(), takenOver().stream())
                .filter(which)
                .toList());
    }

    /** Columns, and each in a form that can be compared: some types have no equality, but their text has. */
    private static List<Map<String, String>> columns(List<Column> which) {
        var named = new ArrayList<Map<String, String>>();
        which.forEach(column -> {
            boolean hasEquality = column.type().hasEquality();
            named.add(Map.of(
                    "column", column.sql(),
                    "as-text", hasEquality ? "" : " as text)",
                    "cast", hasEquality ? "" : "cast("));
        });
        return named;
    }

    private boolean isTrait(Column column, Optional<Column> receivedAt) {
        return !NO_TRAITS.contains(column.name()) && !column.equals(oldest) && !receivedAt.equals(Optional.of(column));
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
