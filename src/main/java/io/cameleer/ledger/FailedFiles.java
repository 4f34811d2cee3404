package io.cameleer.ledger;

import io.cameleer.postgres.SqlFile;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files that could not be wholly loaded: given up after {@code sync.max-attempts}, or waiting for another attempt. */
public final class FailedFiles {
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
        return jdbc.sql(SqlFile.text("failed-files.sql"))
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
        return jdbc.sql(SqlFile.text("retry-files.sql"))
                .params(bucket, prefix, patterns.stream().map(FailedFiles::like).toArray(String[]::new), sync)
                .update();
    }

    private boolean noLedger() {
        return jdbc.sql(SqlFile.text("ledger-missing.sql")).query(Boolean.class).single();
    }

    private static String like(String pattern) {
        return pattern.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%');
    }
}
