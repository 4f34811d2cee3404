package io.cameleer.ledger;

import io.cameleer.postgres.SqlFile;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who lists the files of a bucket, for it is enough if one process does, and how much of it: all of it now and then, by
 * which no late file is ever missed, and in between only what does not lie in the folders of old days.
 */
public final class Discoveries {
    private final JdbcClient jdbc;
    private final Worker worker;
    private final String bucket;
    private final String prefix;

    Discoveries(JdbcClient jdbc, Worker worker, String bucket, String prefix) {
        this.jdbc = jdbc;
        this.worker = worker;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Has the next listing be a whole one. One that is under way does not do: it may have passed what is asked for. */
    public void requireWhole() {
        jdbc.sql(SqlFile.text("require-whole-listing.sql"))
                .params(bucket, prefix)
                .update();
    }

    /**
     * Begins to list the files; false if another process lists them, for all who wait for it. The listing
     * is to be whole if that is due by now.
     */
    public boolean begin() {
        return jdbc.sql(SqlFile.text("begin-listing.sql"))
                        .params(bucket, prefix, worker.id())
                        .update()
                == 1;
    }

    /**
     * From which day on the folders of days are to be listed in the listing that has begun, as YYYY-MM-DD: yesterday, in
     * UTC; blank if it is a whole one.
     */
    public String recentSince() {
        return jdbc.sql(SqlFile.text("listing-recent-since.sql"))
                .params(bucket, prefix)
                .query(String.class)
                .single();
    }

    /** From when on the next listing is to be a whole one. */
    public Instant wholeDueAt() {
        return jdbc.sql(SqlFile.text("whole-listing-due-at.sql"))
                .params(bucket, prefix)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Whether the next listing is to be a whole one by now. */
    public boolean isWholeDue() {
        return jdbc.sql(SqlFile.text("whole-listing-due.sql"))
                .params(bucket, prefix)
                .query(Boolean.class)
                .single();
    }

    /** Whether another process has listed all that was due when it was asked. */
    public boolean isDone() {
        return !isWholeDue();
    }

    /** Whether another process, which lives, lists the files. */
    public boolean isElsewhere() {
        return jdbc.sql(SqlFile.text("listed-elsewhere.sql"))
                .params(bucket, prefix, worker.id())
                .query(Boolean.class)
                .single();
    }

    /**
     * The files are listed. If it was a whole listing, and none has been required meanwhile, the next is due when a hundred
     * times as long has passed as it took: so it costs a small share of the time, and a small bucket is always listed whole.
     * It is due a day after this one began at the latest, since a file that was written since then into the folder of its
     * day lies in one that is recent until then.
     */
    public void end() {
        jdbc.sql(SqlFile.text("end-listing.sql")).param(worker.id()).update();
    }

    /** Whatever this process is listing, it does so no longer. */
    void giveUp() {
        jdbc.sql(SqlFile.text("give-up-listing.sql")).param(worker.id()).update();
    }
}
