package io.cameleer.merge;

import io.cameleer.copy.TableLoad;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a table are looked at when a batch is merged, so that PostgreSQL need not look into old partitions: those
 * received at most some time before the oldest row of the batch.
 *
 * @param time how far back, as an interval; blank: all the way
 * @param oldest when the oldest row of the batch was received, as ISO 8601; blank where not all say when they were
 * @param type the type of the column {@code received_at}; blank if there is none
 */
record MergeWindow(String time, String oldest, String type) {
    static MergeWindow of(String time, TableLoad load, String oldest) {
        var receivedAt = load.columns().table().columns().get("received_at");
        return new MergeWindow(
                time, oldest, receivedAt == null ? "" : receivedAt.instant().sql());
    }

    /** What it adds to a statement: a condition, or nothing. */
    Map<String, Object> holes() {
        return Map.of(
                "window",
                time.isBlank() || oldest.isEmpty() || type.isEmpty()
                        ? List.of()
                        : List.of(Map.of("window", time, "oldest", oldest, "time", type)));
    }
}
