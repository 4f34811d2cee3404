package io.cameleer.row;

import java.util.ArrayList;
import java.util.List;

/** What successive lines became: their rows in order, the lines that were rejected, and how many lines they were. */
public final class MappedRows {
    private final List<Row> rows = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private final String namespace;
    private int events;
    private int excluded;

    /** @param namespace where the rows are to go */
    public MappedRows(String namespace) {
        this.namespace = namespace;
    }

    /** Where the rows are to go. */
    public String namespace() {
        return namespace;
    }

    /** The rows, by ascending line. */
    public List<Row> rows() {
        return rows;
    }

    /** The rejected lines, ascending. */
    public List<Reject> rejects() {
        return rejects;
    }

    /** How many lines were usable events; some become no row. */
    public int events() {
        return events;
    }

    /** How many lines were events that are not meant for PostgreSQL. */
    public int excluded() {
        return excluded;
    }

    /** Counts a line that was an event that is not meant for PostgreSQL. */
    public void countExcluded() {
        excluded++;
    }

    /** Adds a row after the others. */
    public void add(Row row) {
        rows.add(row);
    }

    /** Adds a rejected line after the others. */
    public void reject(Reject reject) {
        rejects.add(reject);
    }

    /** Counts a line that was a usable event. */
    public void countEvent() {
        events++;
    }
}
