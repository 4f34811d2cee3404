package io.cameleer.command;

import io.cameleer.replay.Selection;
import picocli.CommandLine.Option;

/** Which rejects and discards are meant. */
final class SelectionOptions {
    @Option(names = "--sync", paramLabel = "ID", description = "Only of files that this sync loaded last.")
    private long sync;

    @Option(names = "--file", paramLabel = "KEY", defaultValue = "", description = "Only of this file.")
    private String file;

    @Option(names = "--table", paramLabel = "NAME", defaultValue = "", description = "Only of this table.")
    private String table;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Only with this in the reason.")
    private String reason;

    Selection selection() {
        return new Selection(sync, file, table, reason);
    }
}
