package io.cameleer.load;

import io.cameleer.mapping.Cells;
import io.cameleer.mapping.ValueType;
import java.math.BigDecimal;
import java.util.function.UnaryOperator;

/** The form in which a value goes into a column without being changed, if there is one. */
enum ValueForm {
    /** The value does not fit the column. */
    NONE(text -> text),
    /** Its text is what the column takes. */
    AS_IT_IS(text -> text),
    /** As a JSON string. */
    JSON_STRING(ValueForm::jsonString),
    /** The date of an instant at midnight UTC. */
    DATE(text -> text.substring(0, 10)),
    /** An instant without the mark that it is in UTC. */
    LOCAL(text -> text.substring(0, text.length() - 1));

    private static final String MIDNIGHT = "T00:00:00.000Z";

    private final UnaryOperator<String> form;

    ValueForm(UnaryOperator<String> form) {
        this.form = form;
    }

    /** The value's text in this form. */
    String apply(String text) {
        return form.apply(text);
    }

    /** The form of the current cell for a column. */
    static ValueForm of(Cells cell, ColumnType column) {
        var type = cell.type();
        return switch (column.kind()) {
            case TEXT -> column.precision() < 0 || characters(cell) <= column.precision() ? AS_IT_IS : NONE;
            case BIGINT -> type == ValueType.INT ? AS_IT_IS : NONE;
            case INTEGER -> within(cell, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case SMALLINT -> within(cell, Short.MIN_VALUE, Short.MAX_VALUE);
            case NUMERIC -> number(type) && (column.precision() < 0 || bounded(cell, column)) ? AS_IT_IS : NONE;
            case DOUBLE ->
                number(type) && exact(cell, Double.toString(Double.parseDouble(cell.text()))) ? AS_IT_IS : NONE;
            case REAL -> number(type) && exact(cell, Float.toString(Float.parseFloat(cell.text()))) ? AS_IT_IS : NONE;
            case BOOLEAN -> type == ValueType.BOOLEAN ? AS_IT_IS : NONE;
            case TIMESTAMPTZ -> type == ValueType.DATETIME ? AS_IT_IS : NONE;
            case TIMESTAMP -> type == ValueType.DATETIME ? LOCAL : NONE;
            case DATE -> type == ValueType.DATETIME && cell.text().endsWith(MIDNIGHT) ? DATE : NONE;
            case JSON -> type == ValueType.STRING || type == ValueType.DATETIME ? JSON_STRING : AS_IT_IS;
            case GENERATED, OTHER -> NONE;
        };
    }

    private static boolean number(ValueType type) {
        return type == ValueType.INT || type == ValueType.FLOAT;
    }

    private static ValueForm within(Cells cell, long least, long most) {
        if (cell.type() != ValueType.INT) {
            return NONE;
        }
        long number = Long.parseLong(cell.text());
        return number >= least && number <= most ? AS_IT_IS : NONE;
    }

    /** Whether a bounded numeric holds the number without rounding it. */
    private static boolean bounded(Cells cell, ColumnType column) {
        var number = new BigDecimal(cell.text()).stripTrailingZeros();
        return number.scale() <= column.scale()
                && number.precision() - number.scale() <= column.precision() - column.scale();
    }

    /** Whether the nearest binary number is written with the same value. */
    private static boolean exact(Cells cell, String nearest) {
        return !nearest.contains("n") && new BigDecimal(nearest).compareTo(new BigDecimal(cell.text())) == 0;
    }

    private static int characters(Cells cell) {
        var text = cell.text();
        return text.codePointCount(0, text.length());
    }

    private static String jsonString(String text) {
        var json = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
