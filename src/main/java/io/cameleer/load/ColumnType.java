package io.cameleer.load;

import io.cameleer.mapping.ValueType;
import java.util.Set;

/**
 * The type of a column, as far as loading must know it.
 *
 * @param sql its name in SQL, for DDL and casts, such as {@code numeric(10,2)}
 * @param precision total digits of a bounded numeric, or the length of a bounded text; -1 where unbounded
 * @param scale digits behind the point of a bounded numeric
 */
public record ColumnType(Kind kind, String sql, int precision, int scale) {
    /** Which values a type takes, and in which form. */
    public enum Kind {
        TEXT,
        SMALLINT,
        INTEGER,
        BIGINT,
        NUMERIC,
        REAL,
        DOUBLE,
        BOOLEAN,
        DATE,
        TIMESTAMP,
        TIMESTAMPTZ,
        JSON,
        /** A column that only the server writes. */
        GENERATED,
        /** A type that no value is known to fit. */
        OTHER
    }

    public static final ColumnType TEXT = new ColumnType(Kind.TEXT, "text", -1, 0);
    public static final ColumnType TIMESTAMPTZ = new ColumnType(Kind.TIMESTAMPTZ, "timestamptz", -1, 0);

    private static final ColumnType BIGINT = new ColumnType(Kind.BIGINT, "bigint", -1, 0);
    private static final ColumnType NUMERIC = new ColumnType(Kind.NUMERIC, "numeric", -1, 0);
    private static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, "boolean", -1, 0);
    private static final ColumnType JSONB = new ColumnType(Kind.JSON, "jsonb", -1, 0);

    /** Whether values can be compared; those of some types only as text. */
    boolean hasEquality() {
        return kind != Kind.OTHER && !sql.equals("json");
    }

    /**
     * A column's type by what the catalog says of it.
     *
     * @param name the internal name of the type, {@code int8} for bigint
     * @param sql its name in SQL with its bounds
     * @param modifier {@code atttypmod}, -1 where unbounded
     * @param generated whether only the server writes the column
     */
    static ColumnType of(String name, String sql, int modifier, boolean generated) {
        if (generated) {
            return new ColumnType(Kind.GENERATED, sql, -1, 0);
        }
        var kind =
                switch (name) {
                    case "text", "varchar", "bpchar" -> Kind.TEXT;
                    case "int2" -> Kind.SMALLINT;
                    case "int4" -> Kind.INTEGER;
                    case "int8" -> Kind.BIGINT;
                    case "numeric" -> Kind.NUMERIC;
                    case "float4" -> Kind.REAL;
                    case "float8" -> Kind.DOUBLE;
                    case "bool" -> Kind.BOOLEAN;
                    case "date" -> Kind.DATE;
                    case "timestamp" -> Kind.TIMESTAMP;
                    case "timestamptz" -> Kind.TIMESTAMPTZ;
                    case "json", "jsonb" -> Kind.JSON;
                    default -> Kind.OTHER;
                };
        if (modifier < 4 || kind != Kind.NUMERIC && kind != Kind.TEXT) {
            return new ColumnType(kind, sql, -1, 0);
        }
        // how PostgreSQL packs the bounds of varchar(n) and numeric(p,s) into one number
        int bounds = modifier - 4;
        return kind == Kind.NUMERIC
                ? new ColumnType(kind, sql, bounds >> 16, bounds & 0xFFFF)
                : new ColumnType(kind, sql, bounds, 0);
    }

    /** The type that holds every value of a new column: integers with decimals make numeric, any other mix text. */
    static ColumnType holding(Set<ValueType> types) {
        if (types.size() > 1) {
            return types.equals(Set.of(ValueType.INT, ValueType.FLOAT)) ? NUMERIC : TEXT;
        }
        return switch (types.iterator().next()) {
            case INT -> BIGINT;
            case FLOAT -> NUMERIC;
            case STRING -> TEXT;
            case DATETIME -> TIMESTAMPTZ;
            case BOOLEAN -> BOOLEAN;
            case JSON -> JSONB;
        };
    }
}
