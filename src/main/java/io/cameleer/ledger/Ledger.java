package io.cameleer.ledger;

import io.cameleer.settings.Settings;
import io.cameleer.warehouse.SqlFile;
import io.cameleer.warehouse.Warehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The files of the ledger: which are to be loaded, how far they are, and that they are done. Of those that are known this
 * process loads what is in its bucket and begins with its prefix; other processes may load others.
 */
public final class Ledger {
    /** Its schema. */
    public static final String SCHEMA = "cameleer";

    /** Which files are this process's; its parameters are the bucket and the prefix. */
    static final String OWN = "bucket = ? and starts_with(key, ?)";

    /** Under which name rejected lines stand among the tables of a file. */
    private static final String REJECTS = SCHEMA + ".rejects";

    private final Warehouse warehouse;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Worker worker;
    private final String bucket;
    private final String prefix;
    private final Discoveries discoveries;
    private final String dueFiles = SqlFile.text("due-files.sql");
    private final String claimFiles = SqlFile.text("claim-files.sql");
    private final String finishFiles = SqlFile.text("finish-files.sql");
    private final int lockTimeout;
    private final int maxAttempts;
    private final int retrySeconds;

    public Ledger(Warehouse warehouse, PlatformTransactionManager transactions, Worker worker, Settings settings) {
        this.warehouse = warehouse;
        this.jdbc = JdbcClient.create(warehouse);
        this.transaction = new TransactionTemplate(transactions);
        this.worker = worker;
        this.bucket = settings.required("storage.bucket", "the bucket that holds the event files");
        this.prefix = settings.text("storage.prefix");
        this.discoveries = new Discoveries(jdbc, worker, bucket, prefix);
        this.lockTimeout = settings.number("warehouse.lock-timeout", 0, 24 * 3600);
        this.maxAttempts = settings.number("sync.max-attempts", 1, Integer.MAX_VALUE);
        this.retrySeconds = settings.number("sync.retry-seconds", 0, 3600);
    }

    /** Makes the ledger's tables, or brings those of an earlier version up to date. */
    public void migrate() {
        Migration.run(warehouse, lockTimeout);
    }

    /**
     * Writes down that a sync begins, and that those have failed whose process was gone before their end.
     *
     * @return its id
     */
    public long open() {
        jdbc.sql("update cameleer.syncs s set state = 'failed', error = 'its process was gone before its end'"
                        + " where state = 'running' and ((machine, process) = (?, ?) or not exists"
                        + " (select 1 from cameleer.workers w where (w.machine, w.process) = (s.machine, s.process)))")
                .params(worker.machine(), worker.processId())
                .update();
        return jdbc.sql(
                        "insert into cameleer.syncs (machine, process, bucket, prefix) values (?, ?, ?, ?) returning id")
                .params(worker.machine(), worker.processId(), bucket, prefix)
                .query(Long.class)
                .single();
    }

    /**
     * How long ago the last sync of these files began, by the clock of the database; empty if there was none. One that
     * could not go on, or whose process was gone before its end, does not count.
     *
     * @throws org.springframework.dao.DataAccessException if there is no ledger yet, or no way to it
     */
    public Optional<Duration> sinceLastSync() {
        return time(jdbc.sql("select extract(epoch from clock_timestamp() - max(started_at)) from cameleer.syncs"
                        + " where bucket = ? and prefix = ? and ended_at is not null and error is null")
                .params(bucket, prefix));
    }

    /**
     * In what time, by the clock of the database, the first of the files is due that nobody loads; less than nothing if
     * one is due already, empty if none will be.
     */
    public Optional<Duration> untilLeftIsDue() {
        return time(jdbc.sql("select extract(epoch from min(next_attempt_at) - clock_timestamp()) from cameleer.files"
                        + " where " + OWN + " and state = 'pending' and claimed_by is null")
                .params(bucket, prefix));
    }

    private static Optional<Duration> time(JdbcClient.StatementSpec seconds) {
        return seconds.query(Double.class).optional().map(number -> Duration.ofMillis(Math.round(number * 1000)));
    }

    /** How long to wait after a failure: {@code sync.retry-seconds}, doubled for each one before it, up to an hour. */
    public Duration pause(int failuresBefore) {
        return Duration.ofSeconds(Math.min(3600L, (long) retrySeconds << Math.min(failuresBefore, 20)));
    }

    /**
     * The files that are due, in order of discovery.
     *
     * @param after the id of the last file that is known already, 0 for none
     */
    public List<EventFile> due(long after, int limit) {
        return jdbc.sql(dueFiles)
                .params(bucket, prefix, after, limit)
                .query((row, i) -> new EventFile(
                        row.getLong("id"),
                        row.getString("key"),
                        row.getString("etag"),
                        row.getLong("size"),
                        row.getString("last_modified")))
                .list();
    }

    /** How many files are due. */
    public long countDue() {
        return jdbc.sql("select count(*) from cameleer.files where " + OWN
                        + " and state = 'pending' and claimed_by is null and next_attempt_at <= now()")
                .params(bucket, prefix)
                .query(Long.class)
                .single();
    }

    /** How many files will be tried again later, or are given up; those that another process loads now are none. */
    public long countLeft() {
        return jdbc.sql("select count(*) from cameleer.files where " + OWN + " and state in ('pending', 'failed')"
                        + " and not exists (select 1 from cameleer.workers w where w.id = claimed_by and w.id <> ?"
                        + " and w.lease_until > clock_timestamp())")
                .params(bucket, prefix, worker.id())
                .query(Long.class)
                .single();
    }

    /**
     * Takes files, for the sync. What this process has already may be taken again: the answer to the first time may have
     * been lost.
     *
     * @return those that are this process's now, each as far as it is; not those that somebody else has or that are done
     */
    public List<FileProgress> claim(List<EventFile> files, long syncId) {
        var ids = files.stream().map(EventFile::id).toArray(Long[]::new);
        var claimed = jdbc.sql(claimFiles)
                .params(ids, worker.id(), worker.id(), syncId)
                .query(Long.class)
                .set();
        // not within the claim: what a statement sees may be older than what it has waited for
        var marks = claimed.isEmpty() ? Map.<Long, Map<String, Long>>of() : progress("line", ids);
        return files.stream()
                .filter(file -> claimed.contains(file.id()))
                .map(file -> new FileProgress(file, marks.getOrDefault(file.id(), Map.of())))
                .toList();
    }

    /**
     * Writes down how loading some files ended. One whose counts do not add up is in trouble by that. What is written
     * down already stays: the answer to the first time may have been lost.
     *
     * @param files files of which nothing is open any more, each claimed by this process for the sync
     * @param stopped whether the sync was stopped: what is not loaded then is not the file's fault, and no failed attempt
     * @return those of which it is written down; not those whose claim was lost in the meantime
     */
    public Set<FileProgress> settle(Collection<FileProgress> files, long syncId, boolean stopped) {
        if (files.isEmpty()) {
            return Set.of();
        }
        return transaction.execute(status -> {
            worker.sign();
            var claimed = claimed(files);
            // the rows that are in the tables or among the rejected ones
            var loaded = progress("rows_loaded + rows_rejected", ids(claimed));
            var finished = new ArrayList<FileProgress>();
            for (var file : claimed) {
                reconcile(file, loaded.getOrDefault(file.file().id(), Map.of()));
                if (file.trouble() == null
                        || file.end() == FileProgress.End.DAMAGED
                                && file.tablesInTrouble().isEmpty()) {
                    finished.add(file);
                } else if (stopped) {
                    giveBack(file);
                } else {
                    release(file);
                }
            }
            finish(finished);
            var settled = new HashSet<>(claimed);
            if (claimed.size() < files.size()) {
                settled.addAll(ended(files, syncId));
            }
            return settled;
        });
    }

    /** Gives back what this process has claimed; called when it is at work on nothing. */
    public void releaseAll() {
        jdbc.sql("update cameleer.files set claimed_by = null where claimed_by = ?")
                .param(worker.id())
                .update();
        discoveries.giveUp();
    }

    /** Who lists the storage, and how much of it. */
    public Discoveries discoveries() {
        return discoveries;
    }

    /** Those that this process still has. */
    private List<FileProgress> claimed(Collection<FileProgress> files) {
        return which(
                files,
                jdbc.sql("select id from cameleer.files where id = any(?) and claimed_by = ?")
                        .params(ids(files), worker.id()));
    }

    /** Those that the sync has ended already. */
    private List<FileProgress> ended(Collection<FileProgress> files, long syncId) {
        return which(
                files,
                jdbc.sql("select id from cameleer.files where id = any(?) and sync_id = ? and state <> 'pending'")
                        .params(ids(files), syncId));
    }

    private static List<FileProgress> which(Collection<FileProgress> files, JdbcClient.StatementSpec ids) {
        var known = ids.query(Long.class).set();
        return files.stream().filter(file -> known.contains(file.file().id())).toList();
    }

    private static Long[] ids(Collection<FileProgress> files) {
        return numbers(files, file -> file.file().id());
    }

    private static Long[] numbers(Collection<FileProgress> files, Function<FileProgress, Long> number) {
        return files.stream().map(number).toArray(Long[]::new);
    }

    /** A number that the ledger has for each file and table of which some is loaded. */
    private Map<Long, Map<String, Long>> progress(String number, Long[] fileIds) {
        var progress = new HashMap<Long, Map<String, Long>>();
        jdbc.sql("select file_id, table_name, " + number + " as number from cameleer.progress where file_id = any(?)")
                .param(fileIds)
                .query(row -> {
                    progress.computeIfAbsent(row.getLong("file_id"), id -> new HashMap<>())
                            .put(row.getString("table_name"), row.getLong("number"));
                });
        return progress;
    }

    /**
     * Every line must be an event, a reject or dropped, and every row that the file was found to have one that was committed, and the
     * other way round.
     */
    private static void reconcile(FileProgress file, Map<String, Long> loaded) {
        if (file.trouble() != null && file.end() != FileProgress.End.DAMAGED) {
            return;
        }
        var wrong = new ArrayList<String>();
        if (file.lines() != file.events() + file.rejects() + file.dropped()) {
            wrong.add("%d lines, but %d events, %d rejects and %d dropped"
                    .formatted(file.lines(), file.events(), file.rejects(), file.dropped()));
        }
        file.tables().forEach((table, count) -> {
            long rows = loaded.getOrDefault(table, 0L);
            if (rows != count.mapped() && !file.tablesInTrouble().contains(table)) {
                wrong.add("%s: %d rows of the file, %d loaded".formatted(table, count.mapped(), rows));
            }
        });
        loaded.keySet().stream()
                .filter(table -> !file.tables().containsKey(table))
                .forEach(table ->
                        wrong.add("%s: no rows of the file, but %d loaded".formatted(table, loaded.get(table))));
        if (!wrong.isEmpty()) {
            file.trouble("the counts do not add up: " + String.join("; ", wrong));
        }
    }

    /** Of these nothing more is to be had: they are complete, or damaged. */
    private void finish(List<FileProgress> files) {
        if (files.isEmpty()) {
            return;
        }
        jdbc.sql(finishFiles)
                .params(
                        ids(files),
                        files.stream().map(FileProgress::trouble).toArray(String[]::new),
                        numbers(files, FileProgress::lines),
                        numbers(files, FileProgress::events),
                        numbers(files, FileProgress::rejects),
                        numbers(files, FileProgress::dropped),
                        REJECTS,
                        worker.id())
                .update();
    }

    /** Leaves the file to whoever comes next. */
    private void giveBack(FileProgress file) {
        jdbc.sql("update cameleer.files set claimed_by = null, error = ? where id = ? and claimed_by = ?")
                .params(file.trouble(), file.file().id(), worker.id())
                .update();
    }

    /** Tries the file again later: after a pause that doubles each time, a little at random; unless it was the last time. */
    private void release(FileProgress file) {
        if (file.end() == FileProgress.End.FAILED) {
            discoveries.requireWhole(); // the object may have been replaced, in the folder of whatever day
        }
        boolean givenUp = jdbc.sql("update cameleer.files set claimed_by = null, error = ?, attempts = attempts + 1,"
                        + " state = case when attempts + 1 >= ? then 'failed' else state end,"
                        + " next_attempt_at = now() + least(3600, ? * power(2, least(attempts, 20)))"
                        + " * (0.9 + 0.2 * random()) * interval '1 second'"
                        + " where id = ? and claimed_by = ? returning state = 'failed'")
                .params(file.trouble(), maxAttempts, retrySeconds, file.file().id(), worker.id())
                .query(Boolean.class)
                .optional()
                .orElse(false);
        if (givenUp) {
            file.giveUp();
        }
    }
}
