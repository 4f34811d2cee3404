package io.cameleer.replay;

import io.cameleer.copy.LoadResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One replay of rejected rows: which of them are meant, and what became of them. */
public final class Replay {
    private final Selection selection;
    private final List<String> tables;
    private final long lastId;
    private final Map<String, Outcome> outcomes = new TreeMap<>();

    /**
     * What became of the rows of one table.
     *
     * @param added rows that are new in it
     * @param replaced rows that took the place of an earlier version
     * @param repeated rows that were there already, in the same version or a later one
     * @param refusals why rows were refused once more, and how many each time
     * @param error why the table's other rows were not tried; blank if all were
     */
    public record Outcome(long added, long replaced, long repeated, Map<String, Long> refusals, String error) {
        private static Outcome of(LoadResult rows) {
            return new Outcome(rows.added(), rows.replaced(), rows.repeated(), rows.reasons(), "");
        }

        private static Outcome failed(String error) {
            return new Outcome(0, 0, 0, Map.of(), error);
        }

        private Outcome plus(Outcome more) {
            var all = new TreeMap<>(refusals);
            more.refusals.forEach((reason, rows) -> all.merge(reason, rows, Long::sum));
            return new Outcome(
                    added + more.added,
                    replaced + more.replaced,
                    repeated + more.repeated,
                    all,
                    error.isEmpty() ? more.error : error);
        }

        /** Rows that are in the table by now. */
        public long loaded() {
            return added + replaced + repeated;
        }

        /** Whether all of them are. */
        public boolean isWhole() {
            return refusals.isEmpty() && error.isEmpty();
        }
    }

    /**
     * @param tables the tables that the rows are of
     * @param lastId the last of them by their ids: what is refused once more has a higher one
     */
    Replay(Selection selection, List<String> tables, long lastId) {
        this.selection = selection;
        this.tables = tables;
        this.lastId = lastId;
    }

    Selection selection() {
        return selection;
    }

    List<String> tables() {
        return tables;
    }

    long lastId() {
        return lastId;
    }

    /** A batch is committed. */
    void loaded(String table, LoadResult rows) {
        outcomes.merge(table, Outcome.of(rows), Outcome::plus);
    }

    /** No more rows of the table are tried. */
    void failed(String table, String why) {
        outcomes.merge(table, Outcome.failed(why), Outcome::plus);
    }

    boolean hasFailed(String table) {
        var outcome = outcomes.get(table);
        return outcome != null && !outcome.error.isEmpty();
    }

    /** What became of the rows, by table. */
    public Map<String, Outcome> outcomes() {
        return outcomes;
    }

    /** Whether all rows that were meant are in their tables. */
    public boolean isWhole() {
        return outcomes.values().stream().allMatch(Outcome::isWhole);
    }
}
