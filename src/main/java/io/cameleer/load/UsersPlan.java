package io.cameleer.load;

import static java.util.stream.Collectors.joining;

import io.cameleer.aggregate.TableName;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** How one batch is merged into {@code users}: the rows, one for each user, and the SQL, in the order of the methods. */
public final class UsersPlan {
    private static final String STAND_IN = "pg_temp.cameleer_users";
    private static final String OLDEST = TableName.quote(Users.OLDEST);
    private static final String LATE = "cameleer_late";
    private static final Set<String> NO_TRAITS = Set.of("id", "received_at", SchemaEvolution.UUID_TS, Users.OLDEST);

    private final PreparedBatch prepared;
    private final PreparedBatch latest;
    private final TableSchema identifies;
    private long added;
    private long changed;

    /**
     * @param prepared the batch as it is
     * @param latest one row for each of its users
     */
    UsersPlan(PreparedBatch prepared, PreparedBatch latest, TableSchema identifies) {
        this.prepared = prepared;
        this.latest = latest;
        this.identifies = identifies;
    }

    /** Makes a table for the rows of the batch, until the transaction ends. */
    public String createStandIn() {
        return "create temporary table " + STAND_IN + " on commit drop as select " + names(latest.columns().stream())
                + ", false as " + LATE + " from (select *, cast(null as timestamptz) as " + OLDEST + " from " + table()
                + ") u with no data";
    }

    /** The rows, on their way into that table. */
    public Portion rows() {
        return latest.wholeInto(STAND_IN);
    }

    /** Finds the users of whom an event came late, or two at the same time. */
    public String markLate() {
        return "update " + STAND_IN + " s set " + LATE + " = true where s." + OLDEST
                + " is null or exists (select 1 from " + table() + " u where u.id = s.id and s." + OLDEST
                + " <= u.received_at)";
    }

    /** Adds the users who are new. */
    public String add() {
        var names =
                names(latest.columns().stream().filter(column -> !column.name().equals(Users.OLDEST)));
        return "insert into " + table() + " (" + names + ") select " + names + " from " + STAND_IN
                + " s where not exists (select 1 from " + table() + " u where u.id = s.id)";
    }

    /** Whether a user of the batch is not in the table, though all who are new were added. */
    String isSomebodyMissing() {
        return "select exists (select 1 from " + STAND_IN + " s where s.id is not null and not exists (select 1 from "
                + table() + " u where u.id = s.id))";
    }

    /** Where something came late the values are what all events of the user say. */
    public String updateLate() {
        var ofAllEvents = traits().filter(this::isInIdentifies).toList();
        var join = ofAllEvents.isEmpty()
                ? ""
                : ofAllEvents.stream()
                        .map(column ->
                                """
                                (array_agg(e.%1$s order by e.received_at desc, e.id desc) \
                                filter (where e.%1$s is not null))[1] as %1$s"""
                                        .formatted(column.sql()))
                        .collect(joining(
                                ", ",
                                " left join lateral (select ",
                                " from " + identifies() + " e where " + sameUser() + ") i on true"));
        return update(
                column -> (ofAllEvents.contains(column)
                                ? "coalesce(i.%1$s, u.%1$s, s.%1$s)"
                                : "coalesce(u.%1$s, s.%1$s)")
                        .formatted(column.sql()),
                join,
                LATE + " is true");
    }

    /** Where nothing came late the values of the batch go over the stored ones. */
    public String update() {
        return update(column -> "coalesce(s.%1$s, u.%1$s)".formatted(column.sql()), "", LATE + " is not true");
    }

    /** Counts users who are new, and users who have changed. */
    void count(int moreAdded, int moreChanged) {
        added += moreAdded;
        changed += moreChanged;
        prepared.outcome(
                new PreparedBatch.Outcome(added, changed, prepared.batch().rows() - added - changed));
    }

    private String update(Function<Column, String> value, String join, String which) {
        var assigned = traits().map(column -> column.sql() + " = " + value.apply(column))
                .collect(joining(", "));
        var differs = traits().map(column -> column.comparable("u." + column.sql()) + " is distinct from "
                        + column.comparable(value.apply(column)))
                .collect(joining(" or "));
        return """
                update %1$s u set %2$s%3$sreceived_at = greatest(u.received_at, s.received_at), uuid_ts = s.uuid_ts
                from %4$s s%5$s
                where u.id = s.id and %6$s and (u.received_at is distinct from greatest(u.received_at, s.received_at)%7$s%8$s)"""
                .formatted(
                        table(),
                        assigned,
                        assigned.isEmpty() ? "" : ", ",
                        STAND_IN,
                        join,
                        which,
                        differs.isEmpty() ? "" : " or ",
                        differs);
    }

    private Stream<Column> traits() {
        return latest.columns().stream().filter(column -> !NO_TRAITS.contains(column.name()));
    }

    private boolean isInIdentifies(Column column) {
        return identifies.columns().containsKey("user_id")
                && column.type().hasEquality()
                && column.type().equals(identifies.columns().get(column.name()));
    }

    /** With both of one type the index on identifies serves. */
    private String sameUser() {
        return identifies
                        .columns()
                        .get("user_id")
                        .equals(latest.table().columns().get("id"))
                ? "e.user_id = s.id"
                : "cast(e.user_id as text) = cast(s.id as text)";
    }

    private static String names(Stream<Column> columns) {
        return columns.map(Column::sql).collect(joining(", "));
    }

    private String table() {
        return prepared.batch().name().sql();
    }

    private String identifies() {
        return new TableName(prepared.batch().name().schema(), Users.IDENTIFIES).sql();
    }
}
