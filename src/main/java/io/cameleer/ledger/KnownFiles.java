package io.cameleer.ledger;

import io.cameleer.postgres.SqlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the ledger says of files to a person who asks, and what of them is to be tried or loaded again. */
public final class KnownFiles {
    private final JdbcClient jdbc;
    private final String bucket;
    private final String prefix;

    /**
     * A file that is not wholly loaded.
     *
     * @param key the object's key in the bucket
     * @param state as the ledger names it
     * @param attempts how often loading it failed
     * @param sync the id of the sync that tried it last; 0 if none has
     * @param error why it is not loaded; blank if nothing keeps it
     * @param next when it is tried again, as {@code YYYY-MM-DD HH:MM:SS} in UTC; blank if it is due, or not tried again by
     *     itself
     * @param loading who loads it now; blank if nobody does
     */
    public record Unloaded(
            String key, String state, int attempts, long sync, String error, String next, String loading) {}

    /**
     * A file of which something is loaded.
     *
     * @param lines how many lines of it are, about
     */
    public record Loaded(long id, String key, String state, long lines) {}

    /** @param prefix what the keys of the files begin with */
    public KnownFiles(DataSource warehouse, String bucket, String prefix) {
        this.jdbc = JdbcClient.create(warehouse);
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Whether there is no ledger yet: it is made by the first sync. */
    public boolean hasNoLedger() {
        return sql("ledger-missing.sql").query(Boolean.class).single();
    }

    /** How many files there are, by state. */
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        sql("count-files.sql").params(bucket, prefix).query(row -> {
            counts.put(row.getString("state"), row.getLong("files"));
        });
        return counts;
    }

    /** The other buckets and folders of which the ledger knows files. */
    public List<String> otherLocations() {
        return sql("other-locations.sql").param(bucket).query(String.class).list();
    }

    /** Those that are not wholly loaded, in order of discovery; so many at most. */
    public List<Unloaded> unloaded(int limit) {
        return sql("unloaded-files.sql")
                .params(bucket, prefix, limit)
                .query(Unloaded.class)
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
        return sql("retry-files.sql")
                .params(bucket, prefix, likes(patterns), sync)
                .update();
    }

    /**
     * Those of which something is loaded, and that nobody is loading.
     *
     * @param patterns as with {@link #retry}
     */
    public List<Loaded> loaded(List<String> patterns) {
        return sql("reloadable-files.sql")
                .params(bucket, prefix, likes(patterns))
                .query(Loaded.class)
                .list();
    }

    /**
     * Has some loaded from their start by the next sync.
     *
     * @return how many they are
     */
    public int reload(List<Loaded> files) {
        return sql("reload-files.sql")
                .param(files.stream().map(Loaded::id).toArray(Long[]::new))
                .update();
    }

    private JdbcClient.StatementSpec sql(String file) {
        return jdbc.sql(SqlFile.text(file));
    }

    private static String[] likes(List<String> patterns) {
        return patterns.stream().map(KnownFiles::like).toArray(String[]::new);
    }

    private static String like(String pattern) {
        return pattern.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%');
    }
}
