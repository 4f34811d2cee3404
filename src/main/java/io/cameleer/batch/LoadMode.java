package io.cameleer.batch;

import java.util.List;

/** What happens to a row that is in the table already. Each mode is a route of this name in {@code write-rows.camel.yaml}. */
public enum LoadMode {
    /** Every row of the files is a row of the table. */
    APPEND("append"),
    /** One row for each id: the one received last. */
    MERGE("merge"),
    /** One row for each user: of each column the value received last. */
    MERGE_USERS("merge-users");

    /** Those that a user may choose; users have a mode of their own. */
    public static final List<LoadMode> CHOICES = List.of(MERGE, APPEND);

    private final String route;

    LoadMode(String route) {
        this.route = route;
    }

    /** The route that rows take in this mode. */
    public String route() {
        return route;
    }

    /** The mode for a table, where this is the one that the user wants. Users are merged always, as RudderStack does it. */
    public LoadMode of(TableName table) {
        if (table.isLedger()) {
            return APPEND;
        }
        return table.isUsers() ? MERGE_USERS : this;
    }
}
