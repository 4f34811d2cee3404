package io.cameleer.schema;

import io.cameleer.batch.TableName;

/** Somebody has changed a table since it was last looked at; what is known of it is up to date now. */
public final class StaleTableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StaleTableException(TableName table) {
        super(table + " was changed by somebody else in the meantime");
    }
}
