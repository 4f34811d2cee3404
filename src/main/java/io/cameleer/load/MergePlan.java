package io.cameleer.load;

import static java.util.stream.Collectors.joining;

import io.cameleer.warehouse.Identifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;

/** How one batch is merged into its table: which rows are new there, which may replace one, and the SQL for those. */
public final class MergePlan {
    private final PreparedBatch prepared;
    private final MergeKey key;
    private final BitSet added;
    private final BitSet known;
    private final Collection<String> emptied;
    private final String since;

    /**
     * @param added the numbers of the rows whose like is not in the table
     * @param known the numbers of the rows whose like is there
     * @param since a condition on the rows of the table, {@code t}, that are looked at; blank for all
     * @param emptied columns that events have had, but this batch has not: a row that is replaced is replaced whole
     */
    MergePlan(
            PreparedBatch prepared,
            MergeKey key,
            BitSet added,
            BitSet known,
            Collection<String> emptied,
            String since) {
        this.prepared = prepared;
        this.key = key;
        this.added = added;
        this.known = known;
        this.emptied = emptied;
        this.since = since;
    }

    /** The rows that are new: most of them, mostly. They go straight into the table. */
    public Portion added() {
        return prepared.portion(added, prepared.batch().name().sql());
    }

    /** Whether some rows may replace one that is there. */
    public boolean isReplacing() {
        return !known.isEmpty();
    }

    /** The rows that may replace one, into a table that stands in for their own until the transaction ends. */
    public Portion replacingRows() {
        return prepared.portion(known, standIn());
    }

    /** Makes the table that stands in. */
    public String createStandIn() {
        return "create temporary table " + standIn() + " on commit drop as select "
                + prepared.columns().stream().map(Column::sql).collect(joining(", ")) + " from " + table()
                + " with no data";
    }

    /** Leaves one row for each id that is to be replaced, where a table was appended to before: the one received last. */
    public String removeDuplicates() {
        return """
                delete from %1$s t using (
                  select tableoid as part, ctid as place,
                         row_number() over (partition by %3$s order by %4$s ctid desc) as n
                  from %1$s t where (%3$s) in (select %3$s from %2$s)%5$s) d
                where d.n > 1 and t.tableoid = d.part and t.ctid = d.place"""
                .formatted(table(), standIn(), keys(), hasReceivedAt() ? "received_at desc nulls last," : "", since);
    }

    /** Replaces the rows that are older and not the same: the same event sent twice leaves the table as it is. */
    public String replace() {
        var set = new ArrayList<String>();
        prepared.columns().forEach(column -> set.add(column.sql() + " = s." + column.sql()));
        emptied.forEach(column -> set.add(Identifier.quoted(column) + " = null"));
        var differs = prepared.columns().stream()
                .filter(column -> !column.name().equals(SchemaEvolution.UUID_TS))
                .map(column -> column.comparable("t." + column.sql()) + " is distinct from "
                        + column.comparable("s." + column.sql()))
                .collect(joining(" or "));
        return "update " + table() + " t set " + String.join(", ", set) + " from " + standIn() + " s where "
                + key.columns().stream()
                        .map(Identifier::quoted)
                        .map(column -> "t." + column + " = s." + column)
                        .collect(joining(" and "))
                + (hasReceivedAt() ? " and (t.received_at is null or s.received_at >= t.received_at)" : "")
                + since
                + " and (" + differs + ")";
    }

    /** Says how many rows were replaced, once they are. */
    void replaced(long rows) {
        long repeated = prepared.batch().rows() - added.cardinality() - rows;
        prepared.outcome(prepared.outcome().plus(new PreparedBatch.Outcome(0, rows, repeated)));
    }

    private String table() {
        return prepared.batch().name().sql();
    }

    /** In PostgreSQL's own schema of temporary tables, so that no table of the user's can be meant. */
    private String standIn() {
        return "pg_temp.cameleer_" + (key.columns().size() == 1 ? "rows" : "discards");
    }

    private String keys() {
        return key.columns().stream().map(Identifier::quoted).collect(joining(", "));
    }

    private boolean hasReceivedAt() {
        return prepared.columns().stream().anyMatch(column -> column.name().equals("received_at"));
    }
}
