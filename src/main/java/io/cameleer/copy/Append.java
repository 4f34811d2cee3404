package io.cameleer.copy;

import java.util.Optional;

/**
 * All rows of a load on their way into its table.
 *
 * @param load the load, with what has come of it
 */
public record Append(TableLoad load, Portion portion) implements RowsToSend {
    static Append of(TableLoad load) {
        return new Append(load, load.portion(Optional.empty(), load.name().sql()));
    }

    @Override
    public Append sent(long rows) {
        return new Append(load.with(LoadResult.loaded(rows, 0, 0, portion.discarded())), portion);
    }
}
