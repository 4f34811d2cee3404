package io.cameleer.load;

import static java.util.stream.Collectors.joining;

import io.cameleer.aggregate.TableName;
import io.cameleer.warehouse.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** How one batch is merged into {@code users}: the rows, one for each user, and the SQL, in the order of the methods. */
public final class UsersPlan {
    private static final String STAND_IN = "pg_temp.cameleer_users";
    private static final String OLDEST = Identifier.quoted(Users.OLDEST);
    private static final String LATE = "cameleer_late";
    private static final Set<String> NO_TRAITS = Set.of("id", SchemaEvolution.UUID_TS, Users.OLDEST);

    private final PreparedBatch prepared;
    private final PreparedBatch latest;
    private final TableSchema identifies;
    private final Optional<Column> receivedAt;
    /** Whether the table says exactly when a user was heard of last. */
    private final boolean dated;

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
        receivedAt = column("received_at").filter(column -> column.type().isChronological());
        dated = receivedAt.filter(column -> column.type().holdsInstants()).isPresent();
    }

    /** Makes a table for the rows of the batch, until the transaction ends. */
    public String createStandIn() {
        return "create temporary table " + STAND_IN + " on commit drop as select " + names(latest.columns().stream())
                + ", false as " + LATE + " from (select *, cast(null as "
                + latest.table().columns().get(Users.OLDEST).sql() + ") as " + OLDEST + " from "
                + table() + ") u with no data";
    }

    /** The rows, on their way into that table. */
    public Portion rows() {
        return latest.wholeInto(STAND_IN);
    }

    /** Finds the users of whom an event came late, or two at the same time. */
    public String markLate() {
        return "update " + STAND_IN + " s set " + LATE + " = true where s." + OLDEST
                + " is null or exists (select 1 from " + table() + " u where u.id = s.id"
                + (dated ? " and s." + OLDEST + " <= u.received_at" : "") + ")";
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
        // what is stored without its time is taken for older than what comes
        var stored = dated ? "u.%1$s, s.%1$s" : "s.%1$s, u.%1$s";
        return update(
                column -> ("coalesce(" + (ofAllEvents.contains(column) ? "i.%1$s, " : "") + stored + ")")
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
        var values = new LinkedHashMap<Column, String>();
        traits().forEach(column -> values.put(column, value.apply(column)));
        receivedAt.ifPresent(column -> values.put(column, "greatest(u.received_at, s.received_at)"));
        var assigned = new ArrayList<String>();
        values.forEach((column, now) -> assigned.add(column.sql() + " = " + now));
        if (column(SchemaEvolution.UUID_TS).isPresent()) {
            assigned.add("uuid_ts = s.uuid_ts");
        }
        var differs = values.entrySet().stream()
                .map(entry -> entry.getKey().comparable("u." + entry.getKey().sql()) + " is distinct from "
                        + entry.getKey().comparable(entry.getValue()))
                .collect(joining(" or "));
        return """
                update %1$s u set %2$s from %3$s s%4$s
                where u.id = s.id and %5$s and (%6$s)"""
                .formatted(
                        table(),
                        assigned.isEmpty() ? "id = s.id" : String.join(", ", assigned),
                        STAND_IN,
                        join,
                        which,
                        differs.isEmpty() ? "false" : differs);
    }

    private Optional<Column> column(String name) {
        return latest.columns().stream()
                .filter(column -> column.name().equals(name))
                .findAny();
    }

    private Stream<Column> traits() {
        return latest.columns().stream()
                .filter(column -> !NO_TRAITS.contains(column.name()))
                .filter(column -> !receivedAt.equals(Optional.of(column)));
    }

    private boolean isInIdentifies(Column column) {
        return identifies.columns().keySet().containsAll(Set.of("id", "user_id", "received_at"))
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
