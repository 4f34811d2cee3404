package io.cameleer.reject;

import io.cameleer.batch.TableBatch;
import io.cameleer.batch.TableName;
import io.cameleer.postgres.Encoding;
import io.cameleer.row.Discard;
import io.cameleer.schema.Discards;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** What of a batch did not fit its table, gathered while its rows are sent. */
public final class Discarded {
    /** How much of a value is shown as an example, in characters. */
    private static final int EXAMPLE = 200;

    private final TableName table;
    private final TableBatch discards;
    private final Map<Long, Long> byFile = new HashMap<>();
    private final Map<Kind, Count> kinds = new LinkedHashMap<>();

    private int row;

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

    /** What is added next is of this row, by its number among those that are sent. */
    public void row(int number) {
        row = number;
    }

    /** Adds a value of a row of a file. */
    public void add(long file, String rowId, String receivedAt, Discard discard) {
        var example =
                discard.value().substring(0, Math.min(EXAMPLE, discard.value().length()));
        kinds.merge(new Kind(file, discard.column(), discard.reason()), new Count(1, example), Count::plus);
        if (!discard.isCountedOnly()) {
            byFile.merge(file, 1L, Long::sum);
            discards.add(file, Discards.row(table, row, rowId, receivedAt, discard));
        }
    }

    /** The same, all of which counts, but only the values of some rows, by their numbers, are kept. */
    public Discarded keeping(IntPredicate rows) {
        var some = new Discarded(table);
        some.byFile.putAll(byFile);
        some.kinds.putAll(kinds);
        for (var cursor = discards.cursor(); cursor.next(); ) {
            if (rows.test((int) cursor.line())) {
                some.discards.add(discards.parts().get(cursor.part()).file(), cursor.asRow(List.of()));
            }
        }
        return some;
    }

    /** The numbers of the rows that lack a value, ascending. */
    public BitSet rows() {
        var rows = new BitSet();
        for (var cursor = discards.cursor(); cursor.next(); ) {
            rows.set((int) cursor.line());
        }
        return rows;
    }

    /** These and those of further rows of the same table. */
    public Discarded plus(Discarded more) {
        if (kinds.isEmpty() || more.kinds.isEmpty()) {
            return kinds.isEmpty() ? more : this;
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

    /** The columns that there are some of. */
    public Set<String> columns() {
        return kinds.keySet().stream().map(Kind::column).collect(Collectors.toSet());
    }

    /**
     * How many there are of each kind: the parameters of {@code sql/discards.sql}.
     *
     * @param encoding of the database that they go to
     */
    public List<Map<String, Object>> counts(Encoding encoding) {
        var counts = new ArrayList<Map<String, Object>>();
        kinds.forEach((kind, count) -> counts.add(Map.of(
                "file", kind.file,
                "table", table.qualified(),
                "column", kind.column,
                "reason", kind.reason,
                "values", count.values,
                "example", encoding.escaped(count.example))));
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
