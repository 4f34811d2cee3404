package io.cameleer.schema;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cameleer.row.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How a value goes into a column without being changed: as the text that the column takes for it, if there is one.
 * Numbers fit by value; a text fits another type if it is written as that type is, {@code 42} but not {@code 042}.
 */
public final class Fitting {
    private static final Optional<String> NONE = Optional.empty();
    /** A decimal number as PostgreSQL writes it. */
    private static final Pattern DECIMAL =
            Pattern.compile("(?!-0+(\\.0+)?$)-?(0|[1-9][0-9]{0,1000})(\\.[0-9]{1,1000})?");

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String MIDNIGHT = "T00:00:00.000Z";
    private static final int LAST_YEAR = 9999;
    /** Nanoseconds in the last digit of a fraction of so many digits; PostgreSQL keeps six. */
    private static final int[] LAST_DIGIT = {1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000};

    private Fitting() {}

    /**
     * The text by which a column takes a value; empty if the value does not fit. Where the type {@linkplain
     * ColumnType#isDoubtful() is doubtful} PostgreSQL has the last word.
     *
     * @param array whether the text is that of a JSON array
     */
    public static Optional<String> text(ValueType type, boolean array, String text, ColumnType column) {
        return switch (column.kind()) {
            case TEXT -> bounded(text, column);
            case PADDED -> text.endsWith(" ") ? NONE : bounded(text, column);
            case SMALLINT -> whole(type, text, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> whole(type, text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(type, text, Long.MIN_VALUE, Long.MAX_VALUE);
            case NUMERIC ->
                number(type, text).filter(number -> holds(column, number)).map(number -> text);
            case DOUBLE ->
                number(type, text)
                        .filter(number -> isExact(number, Double.toString(number.doubleValue())))
                        .map(number -> text);
            case REAL ->
                number(type, text)
                        .filter(number -> isExact(number, Float.toString(number.floatValue())))
                        .map(number -> text);
            case BOOLEAN ->
                type == ValueType.BOOLEAN || type == ValueType.STRING && (text.equals("true") || text.equals("false"))
                        ? Optional.of(text)
                        : NONE;
            case DATE ->
                type == ValueType.DATETIME && text.endsWith(MIDNIGHT)
                        ? Optional.of(text.substring(0, text.length() - MIDNIGHT.length()))
                        : time(type == ValueType.STRING, text, LocalDate::parse, column);
            case TIME -> time(type == ValueType.STRING, text, LocalTime::parse, column);
            case TIMESTAMP -> time(isText(type), text, Fitting::local, column);
            case TIMESTAMPTZ -> time(isText(type), text, Fitting::instant, column);
            case UUID -> type == ValueType.STRING && UUID.matcher(text).matches() ? Optional.of(text) : NONE;
            case JSON -> json(type, array, text);
            case ARRAY ->
                array || type == ValueType.JSON && text.startsWith("[")
                        ? JsonArray.literal(text, column.element().orElseThrow())
                        : NONE;
            case GENERATED -> NONE;
            case OTHER -> Optional.of(text);
        };
    }

    private static boolean isText(ValueType type) {
        return type == ValueType.STRING || type == ValueType.DATETIME;
    }

    private static Optional<String> bounded(String text, ColumnType column) {
        return column.precision() < 0 || text.codePointCount(0, text.length()) <= column.precision()
                ? Optional.of(text)
                : NONE;
    }

    private static Optional<String> whole(ValueType type, String text, long least, long most) {
        return number(type, text)
                .filter(number -> number.signum() == 0 || number.precision() - number.scale() <= 19)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::toBigInteger)
                .filter(number -> number.compareTo(BigInteger.valueOf(least)) >= 0
                        && number.compareTo(BigInteger.valueOf(most)) <= 0)
                .map(BigInteger::toString);
    }

    /** A number without its fraction, for a column of whole numbers; empty if even so it does not fit. */
    static Optional<String> cut(String number, ColumnType column) {
        var whole = new BigDecimal(number);
        return whole.precision() - whole.scale() > 19
                ? NONE
                : text(
                        ValueType.FLOAT,
                        false,
                        whole.setScale(0, RoundingMode.DOWN).toString(),
                        column);
    }

    private static Optional<BigDecimal> number(ValueType type, String text) {
        boolean isNumber = type == ValueType.INT
                || type == ValueType.FLOAT
                || type == ValueType.STRING && DECIMAL.matcher(text).matches();
        return isNumber ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** Whether a numeric holds the number without rounding it. */
    private static boolean holds(ColumnType column, BigDecimal number) {
        if (column.precision() < 0 || number.signum() == 0) {
            return true;
        }
        var bare = number.stripTrailingZeros();
        return bare.scale() <= column.scale() && bare.precision() - bare.scale() <= column.precision() - column.scale();
    }

    /** Whether the nearest binary number is written with the same value. */
    private static boolean isExact(BigDecimal number, String nearest) {
        return !nearest.contains("n") && new BigDecimal(nearest).compareTo(number) == 0;
    }

    private static Optional<String> time(
            boolean isText, String text, Function<String, TemporalAccessor> parse, ColumnType column) {
        if (!isText) {
            return NONE;
        }
        try {
            var time = parse.apply(text);
            boolean hasYear = time.isSupported(ChronoField.YEAR);
            if (hasYear && (time.get(ChronoField.YEAR) < 1 || time.get(ChronoField.YEAR) > LAST_YEAR)) {
                return NONE;
            }
            int digits = column.precision() < 0 ? LAST_DIGIT.length - 1 : column.precision();
            boolean isTooFine = time.isSupported(ChronoField.NANO_OF_SECOND)
                    && time.get(ChronoField.NANO_OF_SECOND) % LAST_DIGIT[digits] != 0;
            return isTooFine ? NONE : Optional.of(time.toString());
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static LocalDateTime local(String text) {
        return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }

    private static OffsetDateTime instant(String text) {
        return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static Optional<String> json(ValueType type, boolean array, String text) {
        if (array) {
            return JsonArray.isHoldable(text) ? Optional.of(text) : NONE;
        }
        if (!isText(type)) {
            return Optional.of(text);
        }
        return Optional.of(TextNode.valueOf(text).toString());
    }
}
