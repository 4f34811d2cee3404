package io.cameleer.reject;

import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.row.Discard;
import io.cameleer.schema.Discards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a batch did not fit its table, gathered while its rows are sent. */
public final class Discarded {
    /** How much of a value is shown as an example, in characters. */
    private static final int EXAMPLE = 200;

    private final TableName table;
    private final TableBatch discards;
    private final Map<Long, Long> byFile = new HashMap<>();
    private final Map<Kind, Count> kinds = new LinkedHashMap<>();

    /** Discards that are alike: of one file, one column and one reason. */
    private record Kind(long file, String column, String reason) {}

    private record Count(long values, String example) {
        Count plus(Count more) {
            return new Count(values + more.values, example);
        }
    }

    public Discarded(TableName table) {
        this.table = table;
        this.discards = new TableBatch(Discards.table(table), Discards.LAYOUT);
    }

    /** Adds a value of a row of a file. */
    public void add(long file, String rowId, String receivedAt, Discard discard) {
        byFile.merge(file, 1L, Long::sum);
        discards.add(file, Discards.row(table, rowId, receivedAt, discard));
        var example =
                discard.value().substring(0, Math.min(EXAMPLE, discard.value().length()));
        kinds.merge(new Kind(file, discard.column(), discard.reason()), new Count(1, example), Count::plus);
    }

    /** These and those of further rows of the same table. */
    public Discarded plus(Discarded more) {
        if (byFile.isEmpty() || more.byFile.isEmpty()) {
            return byFile.isEmpty() ? more : this;
        }
        var all = new Discarded(table);
        all.addAll(this);
        all.addAll(more);
        return all;
    }

    private void addAll(Discarded more) {
        discards.addAll(more.discards);
        more.byFile.forEach((file, count) -> byFile.merge(file, count, Long::sum));
        more.kinds.forEach((kind, count) -> kinds.merge(kind, count, Count::plus));
    }

    /** How many there are of each kind: the parameters of {@code sql/discards.sql}. */
    public List<Map<String, Object>> counts() {
        var counts = new ArrayList<Map<String, Object>>();
        kinds.forEach((kind, count) -> counts.add(Map.of(
                "file", kind.file,
                "table", table.qualified(),
                "column", kind.column,
                "reason", kind.reason,
                "values", count.values,
                "example", count.example)));
        return counts;
    }

    /** All of them, as a batch of their own table. */
    public TableBatch batch() {
        return discards;
    }

    /** How many there are of a file. */
    public long count(long file) {
        return byFile.getOrDefault(file, 0L);
    }
}
