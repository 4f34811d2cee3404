package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import io.cameleer.ledger.FileProgress;
import io.cameleer.mapping.Discard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a batch did not fit its table, gathered while its rows are sent. */
final class Discarded {
    /** How much of a value is shown as an example, in characters. */
    private static final int EXAMPLE = 200;

    private final TableName table;
    private final TableBatch discards;
    private final Map<FileProgress, Long> byFile = new HashMap<>();
    private final Map<Kind, Count> kinds = new LinkedHashMap<>();

    /** Discards that are alike: of one file, one column and one reason. */
    private record Kind(long file, String column, String reason) {}

    private record Count(long values, String example) {
        Count plus(Count more) {
            return new Count(values + more.values, example);
        }
    }

    Discarded(TableName table) {
        this.table = table;
        this.discards = new TableBatch(Discards.table(table), Discards.LAYOUT);
    }

    /** Adds a value of a row of a file. */
    void add(FileProgress file, String rowId, String receivedAt, Discard discard) {
        byFile.merge(file, 1L, Long::sum);
        discards.add(file, Discards.row(table, rowId, receivedAt, discard));
        var example =
                discard.value().substring(0, Math.min(EXAMPLE, discard.value().length()));
        kinds.merge(new Kind(file.file().id(), discard.column(), discard.reason()), new Count(1, example), Count::plus);
    }

    /** Adds what did not fit of further rows. */
    void addAll(Discarded more) {
        discards.addAll(more.discards);
        more.byFile.forEach((file, count) -> byFile.merge(file, count, Long::sum));
        more.kinds.forEach((kind, count) -> kinds.merge(kind, count, Count::plus));
    }

    /** How many there are of each kind: the parameters of {@code sql/discards.sql}. */
    List<Map<String, Object>> counts() {
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
    TableBatch batch() {
        return discards;
    }

    /** How many there are of a file. */
    long count(FileProgress file) {
        return byFile.getOrDefault(file, 0L);
    }
}
