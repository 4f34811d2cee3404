package io.cameleer.reject;

import io.cameleer.batch.TableName;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import io.cameleer.row.RowWriter;
import io.cameleer.row.TableLayout;
import io.cameleer.row.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rejected lines as rows of the ledger, so that they are loaded like all others: in order, once. */
public final class Rejects {
    /** Where they are kept. */
    public static final TableName TABLE = new TableName("cameleer", "rejects");

    static final TableLayout LAYOUT = new TableLayout("rejects", "rejects");

    private static final int FILE = LAYOUT.position("file_id", "");
    private static final int LINE = LAYOUT.position("line", "");
    private static final int REASON = LAYOUT.position("reason", "");
    private static final int RAW = LAYOUT.position("raw", "");

    private Rejects() {}

    /** A rejected line of a file as a row of the ledger. */
    public static Row row(long fileId, Reject reject) {
        return new RowWriter()
                .cell(FILE, ValueType.INT, Long.toString(fileId).getBytes(StandardCharsets.US_ASCII))
                .cell(LINE, ValueType.INT, Long.toString(reject.line()).getBytes(StandardCharsets.US_ASCII))
                .cell(REASON, ValueType.STRING, reject.reason().getBytes(StandardCharsets.UTF_8))
                .cell(RAW, ValueType.STRING, reject.raw().getBytes(StandardCharsets.UTF_8))
                .row(LAYOUT, reject.line(), List.of());
    }
}
