package io.cameleer.replay;

import static java.util.stream.Collectors.joining;

import io.cameleer.batch.TableBatch;
import java.util.List;

/**
 * Rejected rows of one table that are loaded once more in one transaction.
 *
 * @param numbers their ids in {@code cameleer.rejected_rows}
 */
public record RejectedBatch(TableBatch batch, List<Long> numbers) {
    /** The ids as PostgreSQL writes an array. */
    public String ids() {
        return numbers.stream().map(String::valueOf).collect(joining(",", "{", "}"));
    }
}
