package io.cameleer.sync;

import io.cameleer.observe.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One run. Shared by its loaders. */
public final class Sync {
    private volatile long id;
    private final Moment startedAt = Moment.now();
    private final Tally tally;
    private final Map<String, String> failedTables = new ConcurrentHashMap<>();
    private volatile long filesDue;
    private volatile long left;
    private volatile Optional<Duration> untilLeftIsDue = Optional.empty();
    private volatile String stopped;

    /** @param metrics is told as well of what it does */
    Sync(Metrics metrics) {
        tally = new Tally(metrics);
    }

    /** Its id in the ledger; 0 until it is written there. */
    public long id() {
        return id;
    }

    void id(long given) {
        id = given;
    }

    public Tally tally() {
        return tally;
    }

    Moment startedAt() {
        return startedAt;
    }

    /** How long it has run. */
    public Duration age() {
        return startedAt.age();
    }

    void filesDue(long count) {
        filesDue = count;
    }

    /** How many files were due when it began to load. */
    public long filesDue() {
        return filesDue;
    }

    void left(long count, Optional<Duration> untilDue) {
        left = count;
        untilLeftIsDue = untilDue;
    }

    /** How many files are known at its end but not loaded. */
    long left() {
        return left;
    }

    /** In what time, from its end, the first of those may be tried again; empty if none is tried again by itself. */
    Optional<Duration> untilLeftIsDue() {
        return untilLeftIsDue;
    }

    /** Nothing more can be loaded, for a reason that is not one file's or one table's. What is said first holds. */
    synchronized void stop(String why) {
        if (stopped == null) {
            stopped = why;
        }
    }

    /** Has the sync fail if its counts do not add up. To be asked when all its batches are closed. */
    void reconcile() {
        var wrong = tally.snapshot().imbalance();
        if (stopped == null && !wrong.isEmpty()) {
            stop("the counts do not add up: " + wrong);
        }
    }

    /** Why nothing more can be loaded, if so. */
    public Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** No more rows of the table are loaded in this sync, since some are missing. */
    void failTable(String table, String why) {
        if (failedTables.putIfAbsent(table, why) == null) {
            tally.table(table, Tally.Table.heldBack(0, why));
        }
    }

    /** Why no more rows of the table are loaded, if so. */
    Optional<String> failure(String table) {
        return Optional.ofNullable(failedTables.get(table));
    }
}
