package io.cameleer.warehouse;

import java.sql.SQLException;
import java.util.List;

/** The user lacks rights on a table or its schema; the message says what happened and which statements grant them. */
public final class MissingRightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingRightsException(SQLException error, List<String> grants) {
        super(SqlTrouble.explain(error, grants), error);
    }
}
