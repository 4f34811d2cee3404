package io.cameleer.load;

import io.cameleer.aggregate.TableBatch;
import io.cameleer.aggregate.TableName;
import io.cameleer.ledger.FileProgress;
import io.cameleer.mapping.Discard;
import java.util.HashMap;
import java.util.Map;

/** What of a batch did not fit its table, gathered while its rows are sent. */
final class Discarded {
    private final TableName table;
    private final TableBatch discards;
    private final Map<FileProgress, Long> byFile = new HashMap<>();

    Discarded(TableName table) {
        this.table = table;
        this.discards = new TableBatch(Discards.table(table), Discards.LAYOUT);
    }

    /** Adds a value of a row of a file. */
    void add(FileProgress file, String rowId, String receivedAt, Discard discard) {
        byFile.merge(file, 1L, Long::sum);
        discards.add(file, Discards.row(table, rowId, receivedAt, discard));
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
