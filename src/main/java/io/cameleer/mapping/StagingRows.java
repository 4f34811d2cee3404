package io.cameleer.mapping;

import io.cameleer.json.Tape;

/** Placeholder until the staging rows are done. */
final class StagingRows {
    StagingRows(Schemes schemes, Tape tape, Values values, RowBuilder row, Arena arena) {}

    boolean isStagingRow() {
        return false;
    }

    String map(long line, MappedRows out) {
        return "";
    }
}
