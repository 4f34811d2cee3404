package io.cameleer.schema;

import io.cameleer.row.ValueType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The type of a column, as far as loading must know it.
 *
 * @param sql its name in SQL, for DDL and casts, such as {@code numeric(10,2)}
 * @param precision total digits of a bounded numeric, length of a bounded text, digits of a time's fraction; -1 where
 *     unbounded
 * @param scale digits behind the point of a bounded numeric
 * @param domain whether it is a domain over such a type, which may take less
 * @param element the type of an array's elements
 */
public record ColumnType(
        Kind kind, String sql, int precision, int scale, boolean domain, Optional<ColumnType> element) {
    /** Which values a type takes, and in which form. */
    public enum Kind {
        /** text and varchar */
        TEXT,
        /** char(n), which does not keep blanks at the end */
        PADDED,
        SMALLINT,
        INTEGER,
        BIGINT,
        NUMERIC,
        REAL,
        DOUBLE,
        BOOLEAN,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMPTZ,
        UUID,
        JSON,
        ARRAY,
        /** A column that only the server writes. */
        GENERATED,
        /** Any other type: of its values PostgreSQL itself must say whether they fit. */
        OTHER
    }

    public static final ColumnType TEXT = of(Kind.TEXT, "text");
    public static final ColumnType TIMESTAMPTZ = of(Kind.TIMESTAMPTZ, "timestamptz");
    public static final ColumnType TIMESTAMP = of(Kind.TIMESTAMP, "timestamp");
    public static final ColumnType JSONB = of(Kind.JSON, "jsonb");

    static final ColumnType BIGINT = of(Kind.BIGINT, "bigint");
    static final ColumnType NUMERIC = of(Kind.NUMERIC, "numeric");

    private static final ColumnType BOOLEAN = of(Kind.BOOLEAN, "boolean");

    /** Digits that the fraction of an instant has at most. */
    private static final int MICROS = 6;

    /** Whether values can be compared; those of some types only as text. */
    public boolean hasEquality() {
        return !isDoubtful()
                && !sql.equals("json")
                && element.map(ColumnType::hasEquality).orElse(true);
    }

    private static ColumnType of(Kind kind, String sql) {
        return new ColumnType(kind, sql, -1, 0, false, Optional.empty());
    }

    /**
     * A type by what the catalog says of it.
     *
     * @param name the internal name of the type, {@code int8} for bigint; blank for one that is not PostgreSQL's own
     * @param sql its name in SQL with its bounds
     * @param modifier {@code atttypmod}, -1 where unbounded
     */
    public static ColumnType of(String name, String sql, int modifier) {
        var kind =
                switch (name) {
                    case "text", "varchar" -> Kind.TEXT;
                    case "bpchar" -> Kind.PADDED;
                    case "int2" -> Kind.SMALLINT;
                    case "int4" -> Kind.INTEGER;
                    case "int8" -> Kind.BIGINT;
                    case "numeric" -> Kind.NUMERIC;
                    case "float4" -> Kind.REAL;
                    case "float8" -> Kind.DOUBLE;
                    case "bool" -> Kind.BOOLEAN;
                    case "date" -> Kind.DATE;
                    case "time" -> Kind.TIME;
                    case "timestamp" -> Kind.TIMESTAMP;
                    case "timestamptz" -> Kind.TIMESTAMPTZ;
                    case "uuid" -> Kind.UUID;
                    case "json", "jsonb" -> Kind.JSON;
                    default -> Kind.OTHER;
                };
        if (modifier < 0) {
            return of(kind, sql);
        }
        // how PostgreSQL packs the bounds of a type into one number; a numeric's scale may be negative
        int bounds = modifier - 4;
        return switch (kind) {
            case NUMERIC ->
                new ColumnType(
                        kind, sql, bounds >> 16 & 0xFFFF, ((bounds & 0x7FF) ^ 1024) - 1024, false, Optional.empty());
            case TEXT, PADDED -> new ColumnType(kind, sql, bounds, 0, false, Optional.empty());
            case TIME, TIMESTAMP, TIMESTAMPTZ -> new ColumnType(kind, sql, modifier, 0, false, Optional.empty());
            default -> of(kind, sql);
        };
    }

    /** An array of this type. */
    public ColumnType array(String arraySql) {
        return new ColumnType(Kind.ARRAY, arraySql, -1, 0, false, Optional.of(this));
    }

    /** A domain over this type. */
    public ColumnType domain(String domainSql) {
        return new ColumnType(kind, domainSql, precision, scale, true, element);
    }

    /** A column of this type that only the server writes. */
    public ColumnType generated() {
        return of(Kind.GENERATED, sql);
    }

    /** Whether PostgreSQL itself must say which values fit. */
    public boolean isDoubtful() {
        return kind == Kind.OTHER
                || domain
                || element.filter(ColumnType::isDoubtful).isPresent();
    }

    /** Whether of two values one may be later than the other. */
    public boolean isChronological() {
        return kind == Kind.DATE || kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMPTZ;
    }

    /** Whether the instants of events fit, none of them cut. */
    public boolean holdsInstants() {
        return (kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMPTZ) && (precision < 0 || precision >= MICROS);
    }

    /** The type in which an instant is compared with values of this one, without asking for a session's time zone. */
    public ColumnType instant() {
        return kind == Kind.TIMESTAMP ? TIMESTAMP : TIMESTAMPTZ;
    }

    /** The types of value of which every value fits, and the text is what the column takes. */
    public Set<ValueType> natural() {
        if (isDoubtful()) {
            return Set.of();
        }
        return switch (kind) {
            case TEXT -> precision < 0 ? EnumSet.allOf(ValueType.class) : Set.of();
            case BIGINT -> Set.of(ValueType.INT);
            case NUMERIC -> precision < 0 ? Set.of(ValueType.INT, ValueType.FLOAT) : Set.of();
            case BOOLEAN -> Set.of(ValueType.BOOLEAN);
            case TIMESTAMPTZ -> holdsInstants() ? Set.of(ValueType.DATETIME) : Set.of();
            case JSON -> Set.of(ValueType.INT, ValueType.FLOAT, ValueType.BOOLEAN, ValueType.JSON);
            case PADDED, SMALLINT, INTEGER, REAL, DOUBLE, DATE, TIME, TIMESTAMP, UUID, ARRAY, GENERATED, OTHER ->
                Set.of();
        };
    }

    /** The type of a new column for values of one type. */
    static ColumnType of(ValueType type) {
        return switch (type) {
            case INT -> BIGINT;
            case FLOAT -> NUMERIC;
            case STRING -> TEXT;
            case DATETIME -> TIMESTAMPTZ;
            case BOOLEAN -> BOOLEAN;
            case JSON -> JSONB;
        };
    }

    /** Whether it takes instants, to whatever fraction of a second. */
    boolean isInstant() {
        return kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMPTZ;
    }

    /** Whether it takes texts, by themselves or within JSON. */
    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.PADDED || kind == Kind.JSON;
    }

    /** Whether it takes whole numbers alone. */
    public boolean isWhole() {
        return kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
    }
}
