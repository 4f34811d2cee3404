package io.cameleer.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.schema.Column;
import io.cameleer.schema.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.postgresql.PGConnection;

/** PostgreSQL makes the same of a value, whether it comes as text or in binary. */
class CopyBinaryTest {
    private static final int ROWS = 500;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /** For each type that has a binary form values of it, as the text that its column takes. */
    private enum Values {
        TEXT("text", "text", CopyBinaryTest::text),
        VARCHAR("varchar", "character varying", CopyBinaryTest::text),
        SMALLINT("int2", "smallint", random -> Short.toString((short) integer(random))),
        INTEGER("int4", "integer", random -> Integer.toString((int) integer(random))),
        BIGINT("int8", "bigint", random -> Long.toString(integer(random))),
        NUMERIC("numeric", "numeric", CopyBinaryTest::number),
        REAL("float4", "real", random -> Float.toString((float) random.nextGaussian() * integer(random))),
        DOUBLE("float8", "double precision", random -> Double.toString(random.nextGaussian() * integer(random))),
        BOOLEAN("bool", "boolean", random -> Boolean.toString(random.nextBoolean())),
        TIMESTAMPTZ("timestamptz", "timestamp with time zone", CopyBinaryTest::instant),
        JSON("json", "json", CopyBinaryTest::json),
        JSONB("jsonb", "jsonb", CopyBinaryTest::json);

        private final Column column;
        private final Function<Random, String> some;

        Values(String name, String sql, Function<Random, String> some) {
            this.column = new Column("of_" + name, ColumnType.of(name, sql, -1));
            this.some = some;
        }
    }

    private static TestWarehouse warehouse;

    @BeforeContainer
    static void start() {
        warehouse = TestServers.newWarehouse();
    }

    @Property(tries = 40)
    void allTypesAreTheSame(@ForAll long seed) throws SQLException {
        var random = new Random(seed);
        var rows = Stream.generate(() -> Stream.of(Values.values())
                        .map(values -> random.nextInt(10) == 0 ? null : values.some.apply(random))
                        .toArray(String[]::new))
                .limit(ROWS)
                .toList();

        assertSame(Stream.of(Values.values()).map(values -> values.column).toList(), rows);
    }

    @Example
    void numbersAtTheirLimitsAreTheSame() throws SQLException {
        assertSame(
                Values.NUMERIC,
                "0 -0 0.000 -0.00 0e0 0.00e5 0.0e-5 1 -1 10 100 1000 10000 9999 99990000 0.1 0.01 0.001 0.0001 0.00001",
                "0.00010000 -0.0005000 12345.6789 1e3 1E+4 1.50e1 1.5e-3 -2.50E-10 1e131071 9.999e131071 1e-16383",
                "9".repeat(131_072),
                "0." + "9".repeat(16_383),
                "1" + "0".repeat(999),
                "-" + "1234567890".repeat(100) + ".5");
        assertSame(Values.BIGINT, "0 -9223372036854775808 9223372036854775807 999999999999999999 -1000000000000000000");
        assertSame(Values.INTEGER, "-2147483648 2147483647");
        assertSame(Values.SMALLINT, "-32768 32767");
        assertSame(Values.DOUBLE, "0.0 -0.0 4.9E-324 1.7976931348623157E308 2.2250738585072011e-308 9007199254740993");
        assertSame(Values.REAL, "0.0 1.4E-45 3.4028235E38 16777217");
    }

    @Example
    void instantsAtTheirLimitsAreTheSame() throws SQLException {
        assertSame(
                Values.TIMESTAMPTZ,
                "0001-01-01T00:00:00.000Z 9999-12-31T23:59:59.999Z 1969-12-31T23:59:59.999Z 1970-01-01T00:00:00.000Z",
                "1999-12-31T23:59:59.999Z 2000-01-01T00:00:00.000Z 1900-02-28T12:00:00.000Z 2000-02-29T12:00:00.000Z",
                "2024-02-29T23:59:59.999Z 2024-03-01T00:00Z 0001-01-01T00:00Z 2024-02-29T12:34:56Z 1582-10-10T01:02Z",
                "2024-02-29T12:34:56.1Z 2024-02-29T12:34:56.123456Z 1999-12-31T23:59:59.999999Z",
                "1700-01-01T00:00:00.000001Z 2024-02-29T12:34:56.123+05:30");
    }

    @Example
    void whatIsNoValueOfItsTypeIsNotSent() {
        assertRefused(Values.BIGINT, "", "-", "x", "1.5", "+1", "9223372036854775808", "12345678901234567890123");
        assertRefused(Values.INTEGER, "2147483648", "-2147483649");
        assertRefused(Values.SMALLINT, "32768", "-32769");
        assertRefused(
                Values.NUMERIC, "", "-", ".", ".5", "1.2.3", "1e", "1e99999999999", "1e131072", "1e-16384", "NaN");
        assertRefused(Values.BOOLEAN, "", "t", "TRUE", "yes");
        assertRefused(Values.DOUBLE, "", "x");
        assertRefused(Values.TIMESTAMPTZ, "", "today", "0000-12-31T00:00:00.000Z", "2023-02-29T00:00:00.000Z");
        assertRefused(Values.TIMESTAMPTZ, "2023-13-01T00:00:00.000Z", "2023-01-01T24:00:00.000Z");
        assertRefused(Values.TIMESTAMPTZ, "2023-01-01T23:60:00.000Z", "+10000-01-01T00:00Z");
    }

    private static void assertRefused(Values values, String... texts) {
        for (var text : texts) {
            var bytes = text.getBytes(UTF_8);
            assertThatIllegalArgumentException()
                    .as(values + " " + text)
                    .isThrownBy(() -> new CopyBinary(List.of(values.column)).value(bytes, 0, bytes.length, true));
        }
    }

    /** @param texts values, divided by blanks */
    private static void assertSame(Values values, String... texts) throws SQLException {
        assertSame(
                List.of(values.column),
                Stream.of(texts)
                        .flatMap(text -> Stream.of(text.split(" ")))
                        .map(text -> new String[] {text})
                        .toList());
    }

    private static void assertSame(List<Column> columns, List<String[]> rows) throws SQLException {
        try (var connection = warehouse.connect()) {
            load(connection, "by_text", "", columns, new CopyText(), rows);
            load(connection, "by_binary", " with (format binary)", columns, new CopyBinary(columns), rows);
            // as text, for numbers that differ in their last zeros alone are equal
            assertThat(onlyIn("by_text", "by_binary", connection)).isEmpty();
            assertThat(onlyIn("by_binary", "by_text", connection)).isEmpty();
        }
    }

    private static List<String> onlyIn(String table, String other, Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select cast(t as text) from %s t except all select cast(t as text) from %s t"
                                .formatted(table, other))) {
            var lines = new ArrayList<String>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }

    private static void load(
            Connection connection,
            String table,
            String format,
            List<Column> columns,
            CopyData data,
            List<String[]> rows)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(columns.stream()
                    .map(column -> column.sql() + " " + column.type().sql())
                    .collect(joining(", ", "create temporary table " + table + " (", ")")));
        }
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin" + format);
        for (var row : rows) {
            for (var text : row) {
                if (text == null) {
                    data.nothing();
                } else {
                    // not at the start of an array, as values mostly are
                    var bytes = ("12" + text).getBytes(UTF_8);
                    data.value(bytes, 2, bytes.length - 2, false);
                }
            }
            data.endRow();
        }
        data.end();
        data.send(copy);
        assertThat(copy.endCopy()).isEqualTo(rows.size());
    }

    private static long integer(Random random) {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    /** A JSON number of up to a thousand digits, with zeros at either end, a fraction or an exponent or none. */
    private static String number(Random random) {
        var number = new StringBuilder(random.nextBoolean() ? "-" : "").append(digits(random, 0));
        number.append(random.nextBoolean() ? "." + digits(random, 1) : "");
        return number.append(random.nextInt(3) == 0 ? "e" + (random.nextInt(600) - 300) : "")
                .toString();
    }

    private static String digits(Random random, int least) {
        var digits = new StringBuilder("0".repeat(Math.max(least, random.nextInt(8))));
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 500 : 12); i > 0; i--) {
            digits.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        }
        digits.append("0".repeat(random.nextInt(8)));
        return digits.isEmpty() ? "0" : digits.toString();
    }

    private static String instant(Random random) {
        long second = FIRST_SECOND + (long) (random.nextDouble() * (LAST_SECOND - FIRST_SECOND));
        int micros = random.nextInt(1_000_000);
        var instant = Instant.ofEpochSecond(second, micros * 1000L);
        return random.nextBoolean() ? MILLIS.format(instant) : instant.toString();
    }

    /** Anything but the NUL character. */
    private static String text(Random random) {
        return random.ints(random.nextInt(30))
                .map(any -> any
                        >>> switch (any & 3) {
                            case 0 -> 25; // ASCII, with all that has a meaning for COPY
                            case 1 -> 21;
                            case 2 -> 16;
                            default -> 12;
                        })
                .filter(point -> point > 0 && point <= Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String json(Random random) {
        var json = JsonNodeFactory.instance;
        return switch (random.nextInt(4)) {
            case 0 -> number(random).replaceFirst("^(-?)0+(?=[0-9])", "$1");
            case 1 -> json.textNode(text(random)).toString();
            case 2 ->
                json.arrayNode()
                        .add(integer(random))
                        .add(text(random))
                        .addNull()
                        .toString();
            default -> json.objectNode().put(text(random), random.nextBoolean()).toString();
        };
    }
}
