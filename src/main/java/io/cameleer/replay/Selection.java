package io.cameleer.replay;

import io.cameleer.postgres.SqlFile;
import java.util.HashMap;
import java.util.Map;

/**
 * Which rejects and discards are meant: those to which all applies that is given.
 *
 * @param sync the sync that loaded their file last; 0 for any
 * @param file the key of their file; blank for any
 * @param table their table, with or without its schema; blank for any
 * @param reason part of the reason; blank for any
 */
public record Selection(long sync, String file, String table, String reason) {
    /** Fills {@code {selected}}: a condition on {@code sync_id}, {@code file}, {@code table_name} and {@code reason}. */
    static final Map<String, Object> HOLES = Map.of("selected", SqlFile.text("selected.sql"));

    /** Whether everything is meant. */
    public boolean isAll() {
        return sync == 0 && file.isEmpty() && table.isEmpty() && reason.isEmpty();
    }

    Map<String, Object> parameters() {
        return new HashMap<>(Map.of("sync", sync, "file", file, "table", table, "reason", reason));
    }
}
