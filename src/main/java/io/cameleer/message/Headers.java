package io.cameleer.message;

/** The names of the headers that the routes and the beans share. Their values are plain: texts, numbers, flags. */
public final class Headers {
    /** {@code Boolean}: somebody asks for the sync, who may have put files into the folders of old days: list them all. */
    public static final String LIST_ALL = "CameleerListAll";

    /** {@code String}: the first day, as YYYY-MM-DD, of which the folders of days are listed; blank: all are. */
    public static final String RECENT_SINCE = "CameleerRecentSince";

    /** {@code Integer}: the number of the loader that is at work, from 0. */
    public static final String LOADER = "CameleerLoader";

    /** {@code Long}: the ledger's id of the file that is being loaded. */
    public static final String FILE = "CameleerFile";

    /** {@code String}: the key of the object that is opened or read. */
    public static final String KEY = "CameleerKey";

    /** {@code String}: the etag by which the object was registered; blank where the storage has none. */
    public static final String ETAG = "CameleerEtag";

    /** {@code Long}: how many bytes the object has that is read, as it is stored. */
    public static final String SIZE = "CameleerSize";

    /** {@code String}: when the object was written that is read, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}. */
    public static final String LAST_MODIFIED = "CameleerLastModified";

    /** {@code Integer}: which content of its key the object is that is read, counted from 1. */
    public static final String VERSION = "CameleerVersion";

    /** {@code Long}: the last line of the file that an earlier attempt to read it has taken over. */
    public static final String LINE = "CameleerLine";

    /** {@code Long}: the ledger's id of the last file that the loader has claimed; 0 if it has claimed none. */
    public static final String LAST_FILE = "CameleerLastFile";

    /** {@code String}: the table batch that rows go to: that of their table, of the loader that reads their file. */
    public static final String BATCH = "CameleerBatch";

    /** {@code Boolean}: a table batch is to be loaded, as it is now. */
    public static final String FULL = "CameleerFull";

    /** {@code String}: the table whose batch is being loaded, as {@code namespace.table}. */
    public static final String TABLE = "CameleerTable";

    /** {@code String}: when the rows of a batch are loaded, by the clock of the database; as ISO 8601 in UTC. */
    public static final String LOADED_AT = "CameleerLoadedAt";

    /** {@code Boolean}: an earlier attempt has loaded the batch, though the answer to its commit was lost. */
    public static final String LOADED = "CameleerLoaded";

    /** {@code Long}: how many of a batch's files have a mark that says that its rows are loaded. */
    public static final String MARKS = "CameleerMarks";

    /** {@code Boolean}: a user of a batch is not in the table, though all who are new were added. */
    public static final String MISSING = "CameleerMissing";

    /** {@code String}: the ids of the rejected rows that are loaded once more, as PostgreSQL writes an array. */
    public static final String REJECTED_ROWS = "CameleerRejectedRows";

    /** {@code List}: of some rows of a batch, in a table that stands in for its own, the numbers as column {@code n}. */
    public static final String REPLACED = "CameleerReplaced";

    private Headers() {}
}
