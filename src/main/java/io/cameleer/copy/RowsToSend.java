package io.cameleer.copy;

import io.cameleer.postgres.SqlTemplate.Holes;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A message whose rows go to PostgreSQL next, by COPY or as parameters of a batched INSERT. */
public interface RowsToSend extends Holes, Iterable<List<String[]>> {
    /** The rows, and where they go. */
    Portion portion();

    /** Whether COPY can send them. */
    default boolean isCopyable() {
        return portion().isCopyable();
    }

    /**
     * The same once they are sent.
     *
     * @param rows how many of them PostgreSQL has taken, by its own count
     */
    RowsToSend sent(long rows);

    /** The parameters of {@code sql/insert-rows.sql}. */
    @Override
    default Iterator<List<String[]>> iterator() {
        return portion().parameters();
    }

    @Override
    default Map<String, Object> holes() {
        return portion().holes();
    }
}
