package io.cameleer.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which instant a sender means by a value of which it is known that it is to be one: the time of an event. Of any other
 * value {@link Datetimes} says whether it is an instant, in far fewer forms, since a number or a text may be anything.
 *
 * <p>Read are the forms of {@link Datetimes}; seconds, milliseconds, microseconds and nanoseconds since 1970, told apart
 * by their size; dates with slashes, or without dividers and with a {@code T}; a comma before the fraction; a zone behind
 * a blank, as {@code UTC} or {@code GMT}; and what HTTP, mail, JavaScript, C, Ruby and .NET print. Without a zone it is
 * UTC. Where a form could mean two instants, as {@code 05/06/2024} could, it means none.
 */
public final class Instants {
    private static final Pattern EPOCH =
            Pattern.compile("(?:/Date\\()?(-?\\d{1,19}(?:\\.\\d{1,12})?(?:[eE]\\+?\\d{1,2})?)(?:\\)/)?");

    private static final String TIME =
            "(?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?";
    private static final String ZONE = "(?<zone>[zZ]|UTC|GMT|(?:GMT|UTC)?[+-]\\d{2}(?::?\\d{2})?)";
    private static final String MONTH = "(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";

    private static final List<Pattern> FORMS = List.of(
            // 2024-05-01 10:00:00,5 +0200, 2024/05/01 10:00, 2024-05-01T10:00:00Z[UTC]
            Pattern.compile("(?<year>\\d{4})([-/])(?<month>\\d{2})\\2(?<day>\\d{2})(?:[T ]" + TIME + " ?" + ZONE
                    + "?(?:\\[[A-Za-z_/+-]+])?)?"),
            // 20240501T100000Z
            Pattern.compile("(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})T(?<hour>\\d{2})(?<minute>\\d{2})"
                    + "(?:(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?" + ZONE + "?"),
            // Wed, 01 May 2024 10:00:00 GMT
            Pattern.compile(
                    "(?:" + WEEKDAY + ", )?(?<day>\\d{1,2}) " + MONTH + " (?<year>\\d{4}) " + TIME + " " + ZONE),
            // Wed May 01 2024 10:00:00 GMT+0200 (Central European Summer Time)
            Pattern.compile(WEEKDAY + " " + MONTH + " (?<day>\\d{2}) (?<year>\\d{4}) " + TIME + " " + ZONE
                    + "(?: \\([^()]*\\))?"),
            // Wed May  1 10:00:00 UTC 2024, Wed May  1 10:00:00 2024
            Pattern.compile(
                    WEEKDAY + " " + MONTH + " +(?<day>\\d{1,2}) " + TIME + " (?:" + ZONE + " )?(?<year>\\d{4})"));

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** Longer than any of the forms. */
    private static final int LONGEST = 100;
    /** A lesser number of seconds is no time of an event but a counter: it would be before March 1973. */
    private static final BigDecimal FIRST_SECOND = BigDecimal.valueOf(100_000_000);
    /** From one unit to the next, and from the least number of seconds to the least of milliseconds. */
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private static final int UNITS = 4;

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private Instants() {}

    /**
     * The instant that a number or a text means, as {@code YYYY-MM-DDTHH:MM:SS.mmmZ}, or with six digits where it is as
     * fine as that; empty if it means none.
     */
    public static Optional<String> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return EPOCH.matcher(text).matches()
                    ? sinceEpoch(text)
                    : written(text).map(Instants::text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The same for a number of units since 1970 alone, given as number or text. */
    public static Optional<String> sinceEpoch(String text) {
        var epoch = EPOCH.matcher(text);
        return epoch.matches() ? sinceEpoch(new BigDecimal(epoch.group(1))).map(Instants::text) : Optional.empty();
    }

    /** Each unit has a range of its own: seconds up to the year 5138, milliseconds from 1973 on, and so on. */
    private static Optional<OffsetDateTime> sinceEpoch(BigDecimal number) {
        var least = FIRST_SECOND;
        var nanos = number.movePointRight(9);
        for (int unit = 0; unit < UNITS; unit++) {
            var next = least.multiply(THOUSAND);
            if (number.compareTo(least) >= 0 && number.compareTo(next) < 0) {
                var parts = nanos.setScale(0, RoundingMode.DOWN)
                        .toBigInteger()
                        .divideAndRemainder(BigDecimal.TEN.pow(9).toBigInteger());
                return Optional.of(OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
                        .plusSeconds(parts[0].longValueExact())
                        .plusNanos(parts[1].longValueExact()));
            }
            least = next;
            nanos = nanos.movePointLeft(3);
        }
        return Optional.empty();
    }

    private static Optional<OffsetDateTime> written(String text) {
        for (var form : FORMS) {
            var found = form.matcher(text);
            if (found.matches()) {
                return Optional.of(OffsetDateTime.of(
                                number(found, "year"),
                                month(found.group("month")),
                                number(found, "day"),
                                number(found, "hour"),
                                number(found, "minute"),
                                number(found, "second"),
                                nanos(found.group("fraction")),
                                zone(found.group("zone")))
                        .withOffsetSameInstant(ZoneOffset.UTC));
            }
        }
        return Optional.empty();
    }

    private static int number(Matcher found, String group) {
        var digits = found.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int month(String text) {
        int named = MONTHS.indexOf(text);
        return named < 0 ? Integer.parseInt(text) : named + 1;
    }

    private static int nanos(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static ZoneOffset zone(String text) {
        if (text == null || text.length() == 1) {
            return ZoneOffset.UTC;
        }
        var offset = Character.isLetter(text.charAt(0)) ? text.substring(3) : text;
        return offset.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(offset);
    }

    private static String text(OffsetDateTime instant) {
        var micros = instant.truncatedTo(ChronoUnit.MICROS);
        if (micros.getYear() < 1 || micros.getYear() > 9999) {
            throw new DateTimeException("no such year");
        }
        return (micros.get(ChronoField.MICRO_OF_SECOND) % 1000 == 0 ? MILLIS : MICROS).format(micros);
    }
}
