package io.cameleer.copy;

import io.cameleer.schema.ColumnType;
import java.util.Optional;

/** The forms in which PostgreSQL receives values in binary, as far as they are used here. */
enum BinaryType {
    TEXT,
    INT2,
    INT4,
    INT8,
    NUMERIC,
    FLOAT4,
    FLOAT8,
    BOOL,
    TIMESTAMPTZ,
    JSON,
    JSONB;

    /** The form for a column of this type; empty where only text will do. */
    static Optional<BinaryType> of(ColumnType type) {
        if (type.isDoubtful()) {
            return Optional.empty();
        }
        return switch (type.kind()) {
            case TEXT -> Optional.of(TEXT);
            case SMALLINT -> Optional.of(INT2);
            case INTEGER -> Optional.of(INT4);
            case BIGINT -> Optional.of(INT8);
            case NUMERIC -> Optional.of(NUMERIC);
            case REAL -> Optional.of(FLOAT4);
            case DOUBLE -> Optional.of(FLOAT8);
            case BOOLEAN -> Optional.of(BOOL);
            case TIMESTAMPTZ -> Optional.of(TIMESTAMPTZ);
            case JSON -> Optional.of(type.sql().equals("jsonb") ? JSONB : JSON);
            case PADDED, DATE, TIME, TIMESTAMP, UUID, ARRAY, GENERATED, OTHER -> Optional.empty();
        };
    }
}
