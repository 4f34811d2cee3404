package io.cameleer.ledger;

import io.cameleer.postgres.SqlFile;
import io.cameleer.postgres.Warehouse;
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

    /** Under which name rejected lines stand among the tables of a file. */
    private static final String REJECTS = SCHEMA + ".rejects";

    /** Why files are set aside. */
    public static final String DEADLY =
            "three processes that were loading it have died, the last without having loaded any more of it: they were killed, or ran out of memory. Give Java more memory (-Xmx), or lower read.max-line-bytes.";

    private final Warehouse warehouse;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Worker worker;
    private final String bucket;
    private final String prefix;
    private final Discoveries discoveries;
    private final int lockTimeout;
    private final int maxAttempts;
    private final int retrySeconds;
    private final int retentionDays;

    public Ledger(
            Warehouse warehouse, PlatformTransactionManager transactions, Worker worker, LedgerSettings settings) {
        this.warehouse = warehouse;
        this.jdbc = JdbcClient.create(warehouse);
        this.transaction = new TransactionTemplate(transactions);
        this.worker = worker;
        this.bucket = settings.location();
        this.prefix = settings.prefix();
        this.discoveries = new Discoveries(jdbc, worker, bucket, prefix);
        this.lockTimeout = (int) settings.lockTimeout().toSeconds();
        this.maxAttempts = settings.maxAttempts();
        this.retrySeconds = (int) settings.retryPause().toSeconds();
        this.retentionDays = settings.retentionDays();
    }

    /** Where the files are: the name under which the ledger has the bucket. */
    public String location() {
        return bucket;
    }

    /** What the keys of the files begin with. */
    public String prefix() {
        return prefix;
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
        sql("fail-lost-syncs.sql").params(worker.machine(), worker.processId()).update();
        return sql("begin-sync.sql")
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
        return time(sql("since-last-sync.sql").params(bucket, prefix));
    }

    /**
     * In what time, by the clock of the database, the first of the files is due that nobody loads; less than nothing if
     * one is due already, empty if none will be.
     */
    public Optional<Duration> untilLeftIsDue() {
        return time(sql("until-next-attempt.sql").params(bucket, prefix));
    }

    private static Optional<Duration> time(JdbcClient.StatementSpec seconds) {
        return seconds.query(Double.class).optional().map(number -> Duration.ofMillis(Math.round(number * 1000)));
    }

    /** How long to wait after a failure: {@code sync.retry-seconds}, doubled for each one before it, up to an hour. */
    public Duration pause(int failuresBefore) {
        return Duration.ofSeconds(Math.min(3600L, (long) retrySeconds << Math.min(failuresBefore, 20)));
    }

    /**
     * Files that are due.
     *
     * @param files how many they are
     * @param bytes how large they are together, as stored
     */
    public record Due(long files, long bytes) {}

    /** The files that are due. */
    public Due due() {
        return sql("count-due.sql").params(bucket, prefix).query(Due.class).single();
    }

    /** How many files will be tried again later, or are given up; those that another process loads now are none. */
    public long countLeft() {
        return sql("count-left.sql")
                .params(bucket, prefix, worker.id())
                .query(Long.class)
                .single();
    }

    /** How far each of some files is loaded, by file; nothing of those that are left out. */
    public Map<Long, Marks> marks(Collection<Long> fileIds) {
        var marks = new HashMap<Long, Marks>();
        if (!fileIds.isEmpty()) {
            sql("marks.sql").param(fileIds.toArray(Long[]::new)).query(row -> {
                long checksum = row.getLong("checksum");
                boolean isSummedUp = !row.wasNull();
                var mark = new Checkpoint(row.getLong("line"), checksum);
                var before = marks.getOrDefault(row.getLong("file_id"), Marks.NONE);
                marks.put(row.getLong("file_id"), before.with(row.getString("table_name"), mark, isSummedUp));
            });
        }
        return marks;
    }

    /**
     * Gives up the files on which process after process has died, so that the others can be loaded.
     *
     * @return their keys
     */
    public List<String> setAside() {
        return sql("set-aside.sql")
                .params(DEADLY, bucket, prefix)
                .query(String.class)
                .list();
    }

    /**
     * Writes down how loading some files ended. One whose counts do not add up has failed by that. What is written
     * down already stays: the answer to the first time may have been lost.
     *
     * @param files files of which nothing is open any more, each claimed by this process for the sync
     * @param newVersions whether an object that was replaced by other content is loaded from its start, as a file of its own;
     *     else it waits to be asked for
     * @param stopped whether the sync was stopped: what is not loaded then is not the file's fault, and no failed attempt
     * @return those of which it is written down; not those whose claim was lost in the meantime
     */
    public Set<FileProgress> settle(Collection<FileProgress> files, long syncId, boolean newVersions, boolean stopped) {
        if (files.isEmpty()) {
            return Set.of();
        }
        return transaction.execute(status -> {
            worker.sign();
            var claimed = claimed(files);
            // the rows that are in the tables or among the rejected ones
            var loaded = byFileAndTable("loaded-rows.sql", "rows", ids(claimed));
            var finished = new ArrayList<FileProgress>();
            for (var file : claimed) {
                reconcile(file, loaded.getOrDefault(file.file().id(), Map.of()));
                if (file.end() == FileProgress.End.REPLACED && newVersions) {
                    supersede(file);
                } else if (file.end() == FileProgress.End.REPLACED) {
                    leave(file, "replaced");
                } else if (file.end() == FileProgress.End.VANISHED) {
                    leave(file, "vanished");
                } else if (file.error() == null
                        || file.end() == FileProgress.End.DAMAGED
                                && file.failedTables().isEmpty()) {
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
        sql("release-all.sql").param(worker.id()).update();
        discoveries.giveUp();
    }

    /**
     * Removes syncs, rejects and counts that are kept no longer, a few at a time. Files stay, and with them what is loaded;
     * rejected rows stay until they are replayed.
     */
    public void clean() {
        for (var what : List.of("clean-syncs.sql", "clean-rejects.sql", "clean-rejected-rows.sql")) {
            sql(what).param(retentionDays).update();
        }
        sql("clean-counts.sql").params(retentionDays, retentionDays).update();
    }

    /** Who lists the storage, and how much of it. */
    public Discoveries discoveries() {
        return discoveries;
    }

    /** Those that this process still has. */
    private List<FileProgress> claimed(Collection<FileProgress> files) {
        return which(files, sql("claimed-files.sql").params(ids(files), worker.id()));
    }

    /** Those that the sync has ended already. */
    private List<FileProgress> ended(Collection<FileProgress> files, long syncId) {
        return which(files, sql("ended-files.sql").params(ids(files), syncId));
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
    private Map<Long, Map<String, Long>> byFileAndTable(String file, String number, Long[] fileIds) {
        var numbers = new HashMap<Long, Map<String, Long>>();
        sql(file).param(fileIds).query(row -> {
            numbers.computeIfAbsent(row.getLong("file_id"), id -> new HashMap<>())
                    .put(row.getString("table_name"), row.getLong(number));
        });
        return numbers;
    }

    /**
     * Every line must be an event, a reject, dropped or excluded, and every row that the file was found to have one that was
     * committed, and the other way round.
     */
    private static void reconcile(FileProgress file, Map<String, Long> loaded) {
        if (file.error() != null && file.end() != FileProgress.End.DAMAGED) {
            return;
        }
        var wrong = new ArrayList<String>();
        if (file.lines() != file.events() + file.rejects() + file.dropped() + file.excluded()) {
            wrong.add("%d lines, but %d events, %d rejects, %d dropped and %d excluded"
                    .formatted(file.lines(), file.events(), file.rejects(), file.dropped(), file.excluded()));
        }
        file.tables().forEach((table, count) -> {
            long rows = loaded.getOrDefault(table, 0L);
            if (rows != count.mapped() && !file.failedTables().contains(table)) {
                wrong.add("%s: %d rows of the file, %d loaded".formatted(table, count.mapped(), rows));
            }
        });
        loaded.keySet().stream()
                .filter(table -> !file.tables().containsKey(table))
                .forEach(table ->
                        wrong.add("%s: no rows of the file, but %d loaded".formatted(table, loaded.get(table))));
        if (!wrong.isEmpty()) {
            file.failed("the counts do not add up: " + String.join("; ", wrong));
        }
    }

    /** Of these nothing more can be read: they are complete, or damaged. */
    private void finish(List<FileProgress> files) {
        if (files.isEmpty()) {
            return;
        }
        countRejects(files);
        sql("finish-files.sql")
                .params(
                        ids(files),
                        files.stream().map(FileProgress::error).toArray(String[]::new),
                        numbers(files, FileProgress::line),
                        numbers(files, FileProgress::checksum),
                        numbers(files, FileProgress::lines),
                        numbers(files, FileProgress::events),
                        numbers(files, FileProgress::rejects),
                        numbers(files, FileProgress::dropped),
                        numbers(files, FileProgress::excluded),
                        REJECTS,
                        worker.id())
                .update();
    }

    /** Rejected lines that are not kept are counted. */
    private void countRejects(List<FileProgress> files) {
        var ids = new ArrayList<Long>();
        var reasons = new ArrayList<String>();
        var rejects = new ArrayList<Long>();
        for (var file : files) {
            file.rejectsNotKept().forEach((reason, count) -> {
                ids.add(file.file().id());
                reasons.add(reason);
                rejects.add(count);
            });
        }
        if (!ids.isEmpty()) {
            sql("count-rejects.sql")
                    .params(ids.toArray(Long[]::new), reasons.toArray(String[]::new), rejects.toArray(Long[]::new))
                    .update();
        }
    }

    /** Leaves the file to whoever comes next. */
    private void giveBack(FileProgress file) {
        sql("give-back-file.sql")
                .params(file.error(), file.file().id(), worker.id())
                .update();
    }

    /** The new content of the object is a file of its own from now on. */
    private void supersede(FileProgress file) {
        sql("supersede-file.sql")
                .params(file.error(), file.file().id(), worker.id())
                .update();
    }

    /** Leaves the file until its object is another, or somebody asks for it. */
    private void leave(FileProgress file, String state) {
        sql("leave-file.sql")
                .params(state, file.error(), file.file().id(), worker.id())
                .update();
    }

    /** Tries the file again later: after a pause that doubles each time, a little at random; unless it was the last time. */
    private void release(FileProgress file) {
        if (file.isWaiting()) {
            sql("wait-with-file.sql")
                    .params(file.error(), retrySeconds, file.file().id(), worker.id())
                    .update();
            return;
        }
        if (file.end() == FileProgress.End.FAILED) {
            discoveries.requireWhole(); // the object may have been replaced, in the folder of whatever day
        }
        boolean givenUp = sql("retry-file-later.sql")
                .params(file.error(), maxAttempts, retrySeconds, file.file().id(), worker.id())
                .query(Boolean.class)
                .optional()
                .orElse(false);
        if (givenUp) {
            file.giveUp();
        }
    }

    private JdbcClient.StatementSpec sql(String file) {
        return jdbc.sql(SqlFile.text(file));
    }
}
