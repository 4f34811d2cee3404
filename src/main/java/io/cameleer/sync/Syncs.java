package io.cameleer.sync;

import io.cameleer.batch.TableName;
import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.observe.Metrics;
import io.cameleer.postgres.Warehouse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;

/** Begins and ends syncs, one at a time, and says how they go. */
public final class Syncs {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    /** Before all syncs. */
    private static final Instant NEVER = Instant.EPOCH;

    private final Warehouse warehouse;
    private final Reports reports;
    private final Ledger ledger;
    private final Worker worker;
    private final Schedule schedule;
    private final boolean atStart;
    private final boolean scheduled;
    private final int threads;
    private final Metrics metrics;
    private final Consumer<Report> listener;
    private volatile Sync running;
    private volatile boolean ending;
    private boolean asked;
    private Optional<Moment> lastStart = Optional.empty();
    /** When something that is left is due, whatever the schedule says. */
    private Optional<Moment> leftDueAt = Optional.empty();

    private int stopsInARow;

    /**
     * @param threads how many loaders work side by side
     * @param listener is told of every sync that has ended
     */
    public Syncs(
            Warehouse warehouse,
            Ledger ledger,
            Worker worker,
            SyncOptions options,
            int threads,
            Metrics metrics,
            Consumer<Report> listener) {
        this.warehouse = warehouse;
        this.reports = new Reports(warehouse);
        this.ledger = ledger;
        this.worker = worker;
        this.schedule = options.schedule();
        this.atStart = options.atStart();
        this.scheduled = options.scheduled();
        this.threads = threads;
        this.metrics = metrics;
        this.listener = listener;
    }

    /**
     * Whether it is time for a sync, and none is running. The last one counts, though it were before this program was
     * started. The very first is due at once, and so is what the last one has left, after a pause.
     */
    public synchronized boolean isDue() {
        if (running != null) {
            return false;
        }
        if (!asked && !atStart && lastStart.isEmpty()) {
            readLedger();
        }
        asked = true;
        var now = Moment.now();
        boolean leftIsDue =
                leftDueAt.filter(due -> !due.seenFrom(now).isAfter(now.clock())).isPresent();
        var last =
                leftIsDue ? NEVER : lastStart.map(start -> start.seenFrom(now)).orElse(NEVER);
        return schedule.due(last, now.clock());
    }

    /**
     * Begins a sync.
     *
     * @throws SyncStoppedException if one is running
     */
    public synchronized void begin() {
        if (running != null) {
            throw new SyncStoppedException("a sync is running already");
        }
        running = new Sync(metrics);
    }

    /** What an earlier program has done, by the clock of this machine; a ledger that cannot be read says so later. */
    private void readLedger() {
        try {
            var now = Moment.now();
            lastStart = ledger.sinceLastSync().map(now::minus);
            leftDueAt = ledger.untilLeftIsDue().map(now::plus);
        } catch (DataAccessException e) {
            LOG.debug("The ledger does not say when the last sync was", e);
        }
    }

    /** Makes the sync known: the ledger is there, this process is in it, and holds nothing from an earlier sync. */
    public void signOn() {
        warehouse.retryLimit();
        ledger.migrate();
        worker.join();
        ledger.releaseAll();
        running.id(ledger.open());
    }

    /** Finds out how many files are to be loaded. */
    public void plan() {
        ledger.setAside().forEach(key -> {
            running.tally().fileFailed();
            LOG.warn("{}: given up: {} The command retry has it tried again.", key, Ledger.DEADLY);
        });
        var due = ledger.due();
        running.due(due);
        if (due.files() > 0) {
            LOG.info("Sync {} begins: {} files to load", running.id(), due.files());
        }
    }

    /** The numbers of the loaders, from 0. */
    public List<Integer> loaders() {
        return IntStream.range(0, threads).boxed().toList();
    }

    /** The running sync's id in the ledger; 0 until it is written there. */
    public long id() {
        return running.id();
    }

    /** Whether a loader is to claim more files: there may be connections for fewer of them. */
    boolean isNeeded(int loader) {
        return loader < Math.max(1, warehouse.loaders());
    }

    /** Whether something can still be loaded. */
    public boolean isGoingOn() {
        return running.stopped().isEmpty();
    }

    /**
     * Makes sure that something can still be loaded.
     *
     * @throws SyncStoppedException if nothing can be
     */
    public void requireGoingOn() {
        running.stopped().ifPresent(why -> {
            throw new SyncStoppedException(why);
        });
    }

    Tally tally() {
        return running.tally();
    }

    Optional<String> failure(String table) {
        return running.failure(table);
    }

    /** @param waits whether it is only that somebody holds a lock on it */
    void failTable(String table, String why, boolean waits) {
        running.failTable(table, why, waits);
    }

    /** Whether a table is held back for no other reason than that somebody holds a lock on it. */
    boolean isWaiting(String table) {
        return running.isWaiting(table);
    }

    void stop(String why) {
        running.stop(why);
    }

    void changed(TableName table, Set<String> newColumns) {
        var sync = running;
        if (sync != null) { // not when rejected rows are loaded once more
            sync.tally().table(table.qualified(), Tally.Table.widened(newColumns));
        }
    }

    /** The sync cannot go on. */
    public void failed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        LOG.debug("The sync failed", error);
        running.stop(ErrorClassification.explain(error));
    }

    /** Writes down what came of the sync, and which files are left; others need not wait for what it has not ended. */
    public void writeDown() {
        var sync = running;
        if (sync.id() == 0) {
            return; // there is no ledger to write to
        }
        ledger.releaseAll();
        sync.reconcile();
        sync.left(ledger.countLeft(), ledger.untilLeftIsDue());
        reports.write(Report.of(sync));
        ledger.clean();
    }

    /** Ends the sync and says what came of it. */
    public synchronized Report end() {
        var sync = running;
        var report = Report.of(sync);
        settle(sync);
        running = null;
        metrics.sync(report.allLoaded());
        if (report.allLoaded()) {
            if (!report.idle()) {
                LOG.info("{}{}{}", report.headline(), report.table(), next());
            } else if (!scheduled) {
                LOG.info("Sync {} found nothing new to load.", report.id());
            }
        } else {
            // what was asked for is no error
            LOG.atLevel(ending ? Level.WARN : Level.ERROR).log("{}{}{}", report.headline(), report.table(), next());
        }
        listener.accept(report);
        return report;
    }

    /** When the next sync begins by itself, in a line of its own; blank if none does. */
    private String next() {
        if (!scheduled || ending) {
            return "";
        }
        var now = Moment.now();
        var last = lastStart.map(start -> start.seenFrom(now)).orElse(NEVER);
        var next = schedule.next(last, now.clock());
        return leftDueAt
                .map(due -> schedule.next(NEVER, due.seenFrom(now)))
                .filter(left -> left.isBefore(next))
                .map(left -> format("%n  What is left is tried again at %s", left))
                .orElseGet(() -> next.equals(Instant.MAX) ? "" : format("%n  The next sync begins at %s", next));
    }

    private static String format(String pattern, Instant at) {
        return String.format(pattern, at.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Has the running sync end soon, if one is running: what is not loaded by then is left to the next. */
    public void stop() {
        ending = true;
        var sync = running;
        if (sync != null) {
            sync.stop("the program was asked to end; the next sync goes on");
        }
    }

    /** Whether a sync is running. */
    public boolean isRunning() {
        return running != null;
    }

    /** What is left does not wait for the schedule. A sync that could not go on is followed by one after a pause that doubles. */
    private void settle(Sync sync) {
        lastStart = Optional.of(sync.startedAt());
        stopsInARow = sync.stopped().isPresent() ? stopsInARow + 1 : 0;
        var pause = stopsInARow > 0 ? Optional.of(ledger.pause(stopsInARow - 1)) : sync.untilLeftIsDue();
        leftDueAt = pause.map(Moment.now()::plus);
    }

    /** How far the running sync is; empty while none loads files. */
    public Optional<Progress> progress() {
        var sync = running;
        if (sync == null || sync.due().files() == 0) {
            return Optional.empty();
        }
        var tally = sync.tally().snapshot();
        return Optional.of(new Progress(
                sync.age(),
                sync.due().files(),
                sync.due().bytes(),
                sync.tally().filesRead(),
                tally.filesComplete(),
                tally.events(),
                tally.loading()));
    }
}
