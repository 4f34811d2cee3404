package io.cameleer.sync;

import io.cameleer.ledger.Ledger.Due;
import io.cameleer.observe.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One run. Shared by its loaders. */
public final class Sync {
    private volatile long id;
    private final Moment startedAt = Moment.now();
    private final Tally tally;
    private final Map<String, String> failedTables = new ConcurrentHashMap<>();
    private final Set<String> waitingTables = ConcurrentHashMap.newKeySet();
    private volatile Due due = new Due(0, 0);
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

    void due(Due files) {
        due = files;
    }

    /** The files that were due when it began to load. */
    Due due() {
        return due;
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
    void failTable(String table, String why, boolean waits) {
        if (failedTables.putIfAbsent(table, why) == null) {
            if (waits) {
                waitingTables.add(table);
            }
            tally.table(table, Tally.Table.heldBack(0, why));
        }
    }

    /** Whether that is so only since somebody holds a lock on it. */
    boolean isWaiting(String table) {
        return waitingTables.contains(table);
    }

    /** Why no more rows of the table are loaded, if so. */
    Optional<String> failure(String table) {
        return Optional.ofNullable(failedTables.get(table));
    }
}
