package io.cameleer.aggregate;

import io.cameleer.mapping.Reject;
import io.cameleer.mapping.Row;
import io.cameleer.mapping.RowWriter;
import io.cameleer.mapping.TableLayout;
import io.cameleer.mapping.ValueType;
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

    static Row row(long fileId, Reject reject) {
        return new RowWriter()
                .cell(FILE, ValueType.INT, Long.toString(fileId).getBytes(StandardCharsets.US_ASCII))
                .cell(LINE, ValueType.INT, Long.toString(reject.line()).getBytes(StandardCharsets.US_ASCII))
                .cell(REASON, ValueType.STRING, reject.reason().getBytes(StandardCharsets.UTF_8))
                .cell(RAW, ValueType.STRING, reject.raw().getBytes(StandardCharsets.UTF_8))
                .row(LAYOUT, reject.line(), List.of());
    }
}
