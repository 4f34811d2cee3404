package io.cameleer.ledger;

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
        jdbc.sql("insert into cameleer.discoveries (bucket, prefix) values (?, ?)"
                        + " on conflict (bucket, prefix) do update set whole_due_at = clock_timestamp()")
                .params(bucket, prefix)
                .update();
    }

    /**
     * Takes it on to list the files; false if another process is at it, which does it for all who wait for it. The listing
     * is to be whole if that is due by now.
     */
    public boolean begin() {
        return jdbc.sql("insert into cameleer.discoveries as d (bucket, prefix, worker_id) values (?, ?, ?)"
                                + " on conflict (bucket, prefix) do update"
                                + " set worker_id = excluded.worker_id, begun_at = clock_timestamp()"
                                + " where d.worker_id is null or d.worker_id = excluded.worker_id")
                        .params(bucket, prefix, worker.id())
                        .update()
                == 1;
    }

    /**
     * From which day on the folders of days are to be listed in the listing that has begun, as YYYY-MM-DD: yesterday, in
     * UTC; blank if it is a whole one.
     */
    public String recentSince() {
        return jdbc.sql("select case when whole_due_at <= begun_at then ''"
                        + " else to_char(begun_at at time zone 'UTC' - interval '1 day', 'YYYY-MM-DD') end"
                        + " from cameleer.discoveries where bucket = ? and prefix = ?")
                .params(bucket, prefix)
                .query(String.class)
                .single();
    }

    /** From when on the next listing is to be a whole one. */
    public Instant wholeDueAt() {
        return jdbc.sql(
                        "select date_trunc('second', whole_due_at) from cameleer.discoveries where bucket = ? and prefix = ?")
                .params(bucket, prefix)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** Whether the next listing is to be a whole one by now. */
    public boolean isWholeDue() {
        return jdbc.sql(
                        "select whole_due_at <= clock_timestamp() from cameleer.discoveries where bucket = ? and prefix = ?")
                .params(bucket, prefix)
                .query(Boolean.class)
                .single();
    }

    /** Whether another process, which lives, lists the files. */
    public boolean isElsewhere() {
        return jdbc.sql(
                        "select exists (select 1 from cameleer.discoveries d join cameleer.workers w on w.id = d.worker_id"
                                + " where d.bucket = ? and d.prefix = ? and w.id <> ? and w.lease_until > clock_timestamp())")
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
        jdbc.sql("update cameleer.discoveries set worker_id = null,"
                        + " whole_due_at = case when whole_due_at > begun_at then whole_due_at else least("
                        + "begun_at + interval '1 day', clock_timestamp() + 100 * (clock_timestamp() - begun_at)) end"
                        + " where worker_id = ?")
                .param(worker.id())
                .update();
    }

    /** Whatever this process is listing, it does so no longer. */
    void giveUp() {
        jdbc.sql("update cameleer.discoveries set worker_id = null where worker_id = ?")
                .param(worker.id())
                .update();
    }
}
