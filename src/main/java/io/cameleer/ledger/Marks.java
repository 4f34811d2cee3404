package io.cameleer.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a file is loaded when it is claimed.
 *
 * @param whole through where the rows of all tables are loaded: lines up to there are passed over
 * @param tables for each table of which more is loaded, through which line
 * @param furthest through where the file must still have the text that it had, if it is to be read on; empty if nothing is
 *     loaded, or the text was never summed up
 */
public record Marks(Checkpoint whole, Map<String, Long> tables, Optional<Checkpoint> furthest) {
    /** Of a file of which nothing is loaded. */
    public static final Marks NONE = new Marks(Checkpoint.START, Map.of(), Optional.empty());

    /** The same with one more mark of the ledger. */
    Marks with(String table, Checkpoint mark, boolean isSummedUp) {
        var further = furthest.filter(other -> !isSummedUp || other.line() >= mark.line())
                .or(() -> isSummedUp ? Optional.of(mark) : Optional.empty());
        if (table.isEmpty()) {
            return new Marks(mark, tables, further);
        }
        var more = new HashMap<>(tables);
        more.put(table, mark.line());
        return new Marks(whole, more, further);
    }
}
