package io.cameleer.ledger;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files that could not be wholly loaded: given up after {@code sync.max-attempts}, or waiting for another attempt. */
public final class FailedFiles {
    private static final String FAILED = " where " + Ledger.OWN
            + " and (state = 'failed' or state = 'pending' and attempts > 0) and claimed_by is null";

    private final JdbcClient jdbc;
    private final String bucket;
    private final String prefix;

    /**
     * One of them.
     *
     * @param key the object's key in the bucket
     * @param attempts how often loading it failed
     * @param next when it is tried again, as {@code YYYY-MM-DD HH:MM:SS} in UTC; blank if it is given up
     * @param sync the id of the sync that tried it last
     * @param error why that failed
     */
    public record FailedFile(String key, int attempts, String next, long sync, String error) {
        /** Whether it is tried again only on demand. */
        public boolean givenUp() {
            return next.isBlank();
        }
    }

    /** @param prefix what the keys of the files begin with */
    public FailedFiles(DataSource warehouse, String bucket, String prefix) {
        this.jdbc = JdbcClient.create(warehouse);
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** All of them, in order of discovery; none where there is no ledger yet. */
    public List<FailedFile> all() {
        if (noLedger()) {
            return List.of();
        }
        return jdbc.sql("select key, attempts, coalesce(sync_id, 0) as sync, error,"
                        + " case state when 'failed' then ''"
                        + " else to_char(next_attempt_at at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS') end as next"
                        + " from cameleer.files" + FAILED + " order by id")
                .params(bucket, prefix)
                .query(FailedFile.class)
                .list();
    }

    /**
     * Has some of them tried again by the next sync, as if they had never failed. What is loaded of them stays.
     *
     * @param patterns keys, with {@code *} for any characters; a file that fits one of them is meant
     * @param sync the sync that tried them last; 0 for any
     * @return how many they are
     */
    public int retry(List<String> patterns, long sync) {
        if (noLedger()) {
            return 0;
        }
        return jdbc.sql("update cameleer.files set state = 'pending', attempts = 0, next_attempt_at = now()" + FAILED
                        + " and key like any (?) and ? in (0, sync_id)")
                .params(bucket, prefix, patterns.stream().map(FailedFiles::like).toArray(String[]::new), sync)
                .update();
    }

    private boolean noLedger() {
        return jdbc.sql("select to_regclass('cameleer.files') is null")
                .query(Boolean.class)
                .single();
    }

    private static String like(String pattern) {
        return pattern.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%');
    }
}
