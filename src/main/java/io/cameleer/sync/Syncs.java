package io.cameleer.sync;

import io.cameleer.ledger.Ledger;
import io.cameleer.ledger.Worker;
import io.cameleer.observe.Metrics;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Begins and ends syncs, one at a time, and says how they go. */
public final class Syncs {
    private static final Logger LOG = LoggerFactory.getLogger("cameleer.sync");

    /** Before all syncs. */
    private static final Instant NEVER = Instant.EPOCH;

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Worker worker;
    private final Schedule schedule;
    private final boolean atStart;
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
     * @param atStart whether the first sync is due at once, whenever the last one was
     * @param listener is told of every sync that has ended
     */
    public Syncs(
            DataSource warehouse,
            Ledger ledger,
            Worker worker,
            Schedule schedule,
            boolean atStart,
            Metrics metrics,
            Consumer<Report> listener) {
        this.jdbc = JdbcClient.create(warehouse);
        this.ledger = ledger;
        this.worker = worker;
        this.schedule = schedule;
        this.atStart = atStart;
        this.metrics = metrics;
        this.listener = listener;
    }

    /**
     * Begins a sync if it is time for one, and none is running; null if not. The last one counts, though it were before
     * this program was started. The very first is due at once, and so is what the last one has left, after a pause.
     */
    public synchronized Sync beginIfDue() {
        if (running != null) {
            return null;
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
        return schedule.due(last, now.clock()) ? begin() : null;
    }

    /**
     * Begins a sync.
     *
     * @throws SyncStoppedException if one is running
     */
    public synchronized Sync begin() {
        if (running != null) {
            throw new SyncStoppedException("a sync is running already");
        }
        running = new Sync(metrics);
        return running;
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
    public Sync signOn(@Body Sync sync) {
        ledger.migrate();
        worker.join();
        ledger.releaseAll();
        sync.id(ledger.open());
        return sync;
    }

    /** Finds out which files are to be loaded. */
    public Sync plan(@Body Sync sync) {
        long due = ledger.countDue();
        sync.files(new DueFiles(ledger), due);
        if (due > 0) {
            LOG.info("Sync {} begins: {} files to load", sync.id(), due);
        }
        return sync;
    }

    /** The sync cannot go on. */
    public void failed(
            @ExchangeProperty("sync") Sync sync, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception error) {
        LOG.debug("The sync failed", error);
        sync.stop(Trouble.explain(error));
    }

    /** Writes down what came of the sync, and which files are left; others need not wait for what it has not ended. */
    public void writeDown(@ExchangeProperty("sync") Sync sync) {
        if (sync.id() == 0) {
            return; // there is no ledger to write to
        }
        ledger.releaseAll();
        sync.reconcile();
        sync.left(ledger.countLeft(), ledger.untilLeftIsDue());
        writeDown(Report.of(sync));
    }

    /** Ends the sync and says what came of it. */
    public synchronized Report end(@ExchangeProperty("sync") Sync sync) {
        var report = Report.of(sync);
        settle(sync);
        running = null;
        metrics.sync(report.allLoaded());
        if (report.allLoaded()) {
            if (!report.idle()) {
                LOG.info("{}{}", report.headline(), report.table());
            }
        } else {
            // what was asked for is no error
            LOG.atLevel(ending ? Level.WARN : Level.ERROR).log("{}{}", report.headline(), report.table());
        }
        listener.accept(report);
        return report;
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

    /** How far the running sync is, in a line; blank while none loads files. */
    public String progress() {
        var sync = running;
        if (sync == null || sync.filesDue() == 0) {
            return "";
        }
        var tally = sync.tally().snapshot();
        return String.format(
                Locale.ROOT,
                "%,d of %,d files, %,d events, %,.0f/s, loading %s",
                tally.filesEnded(),
                sync.filesDue(),
                tally.events(),
                tally.events() * 1000.0 / Math.max(1, sync.age().toMillis()),
                tally.loading());
    }

    private void writeDown(Report report) {
        var tally = report.tally();
        jdbc.sql("update cameleer.syncs set ended_at = now(), state = ?, files_complete = ?, files_incomplete = ?,"
                        + " files_failed = ?, lines = ?, events = ?, rejects = ?, dropped = ?, rows_loaded = ?, rows_rejected = ?, values_discarded = ?,"
                        + " error = ? where id = ?")
                .params(
                        report.allLoaded() ? "done" : "failed",
                        tally.filesComplete(),
                        tally.filesIncomplete(),
                        tally.filesFailed(),
                        tally.lines(),
                        tally.events(),
                        tally.rejects(),
                        tally.dropped(),
                        report.rows(),
                        tally.rejectedRows(),
                        tally.discards(),
                        report.stopped().isBlank() ? null : report.stopped(),
                        report.id())
                .update();
        tally.tables()
                .forEach((name, table) -> jdbc.sql("insert into cameleer.sync_tables (sync_id, table_name, rows_mapped,"
                                + " rows_loaded, rows_replaced, rows_repeated, rows_skipped, rows_rejected, rows_held_back,"
                                + " values_discarded, columns_added, error)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " on conflict do nothing")
                        .params(
                                report.id(),
                                name,
                                table.mapped(),
                                table.rows(),
                                table.replaced(),
                                table.repeated(),
                                table.skipped(),
                                table.rejected(),
                                table.heldBack(),
                                table.discards(),
                                table.newColumns().size(),
                                table.error().isBlank() ? null : table.error())
                        .update());
    }
}
