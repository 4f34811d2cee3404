package io.cameleer.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What this process has done since it was started, counted as it happens. Names are Micrometer's; Prometheus reads
 * {@code cameleer.events} as {@code cameleer_events_total}. Safe for use by several threads.
 */
public final class Metrics {
    /** So many tables have a label of their own: senders make up names, and a meter stays until the process ends. */
    static final int MAX_TABLES = 200;

    /** The label that all further tables share; no table is called so, as each has its schema in front. */
    static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Set<String> tables = new HashSet<>();
    private final Counter events;
    private final Counter rejects;
    private final Counter dropped;
    private final Counter excluded;
    private final Counter retries;
    private final Timer batches;

    /** How the loading of a file may end. */
    public enum FileOutcome {
        COMPLETE,
        INCOMPLETE,
        FAILED
    }

    /** @param registry keeps the numbers */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        events = counter("cameleer.events", "Lines read that are events").register(registry);
        rejects = counter("cameleer.rejects", "Lines read that are no usable event")
                .register(registry);
        dropped = counter("cameleer.dropped", "Events that the user's own steps have dropped")
                .register(registry);
        excluded = counter("cameleer.excluded", "Events that are not meant for PostgreSQL")
                .register(registry);
        retries = counter("cameleer.retries", "Steps tried again after a transient error")
                .register(registry);
        batches = Timer.builder("cameleer.batch")
                .description("Loading of one table batch, with all attempts at it")
                .register(registry);
        // what is there from the start at 0 can be told from what is not there
        for (var outcome : FileOutcome.values()) {
            files(outcome);
        }
        syncs(true);
        syncs(false);
    }

    /** Lines were read. */
    public void read(int newEvents, int newRejects, int newDropped, int newExcluded) {
        events.increment(newEvents);
        rejects.increment(newRejects);
        dropped.increment(newDropped);
        excluded.increment(newExcluded);
    }

    /** A file was loaded, as far as it could be. */
    public void file(FileOutcome outcome) {
        files(outcome).increment();
    }

    /**
     * Rows of a table were loaded, or need not or cannot be.
     *
     * @param table {@code namespace.table}; beyond the first {@value #MAX_TABLES} they are counted together
     * @param outcome what became of them: new, replaced, repeated, skipped or rejected
     */
    public void rows(String table, String outcome, long rows) {
        if (rows > 0) {
            counter("cameleer.rows", "Rows, by what became of them")
                    .tag("table", label(table))
                    .tag("outcome", outcome)
                    .register(registry)
                    .increment(rows);
        }
    }

    /** Values of a table went to rudder_discards. */
    public void discards(String table, long values) {
        if (values > 0) {
            counter("cameleer.discards", "Values that did not fit, and went to rudder_discards")
                    .tag("table", label(table))
                    .register(registry)
                    .increment(values);
        }
    }

    /** A table batch was loaded. */
    public void batch(Duration time) {
        batches.record(time);
    }

    /** A step is tried again. */
    public void retry() {
        retries.increment();
    }

    /** A sync has ended. */
    public void sync(boolean allLoaded) {
        syncs(allLoaded).increment();
    }

    /** A name with an {@code @} may be a person's address, which has no place in monitoring. */
    private synchronized String label(String table) {
        boolean isOwn =
                tables.contains(table) || tables.size() < MAX_TABLES && table.indexOf('@') < 0 && tables.add(table);
        return isOwn ? table : OTHER;
    }

    private Counter files(FileOutcome outcome) {
        return counter("cameleer.files", "Files, by how loading them ended")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter syncs(boolean allLoaded) {
        return counter("cameleer.syncs", "Syncs, by how they ended")
                .tag("outcome", allLoaded ? "done" : "failed")
                .register(registry);
    }

    private static Counter.Builder counter(String name, String description) {
        return Counter.builder(name).description(description);
    }
}
