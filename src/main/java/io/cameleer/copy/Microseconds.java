package io.cameleer.copy;

import static io.cameleer.copy.BinaryNumeric.digit;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.cameleer.row.ValueType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Instants as {@code timestamptz_recv} takes them: in microseconds since the year 2000 began, by UTC. */
final class Microseconds {
    private static final OffsetDateTime EPOCH = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final long EPOCH_DAY = EPOCH.toLocalDate().toEpochDay();
    private static final int LAST_YEAR = 9999;

    private Microseconds() {}

    /**
     * The instant that a text says, as ISO 8601 has it.
     *
     * @throws IllegalArgumentException if it says none between the years 1 and 9999
     */
    static long of(byte[] text, int start, int length) {
        try {
            return isUsual(text, start, length)
                    ? usual(text, start, length)
                    : parsed(new String(text, start, length, ISO_8859_1));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Whether the text has the form of events' instants: {@code 2024-03-05T06:07:08.901Z}, or six digits of the second. */
    private static boolean isUsual(byte[] text, int start, int length) {
        return (length == ValueType.INSTANT || length == ValueType.FINE_INSTANT)
                && text[start + 4] == '-'
                && text[start + 7] == '-'
                && text[start + 10] == 'T'
                && text[start + 13] == ':'
                && text[start + 16] == ':'
                && text[start + 19] == '.'
                && text[start + length - 1] == 'Z';
    }

    private static long usual(byte[] text, int start, int length) {
        int year = two(text, start) * 100 + two(text, start + 2);
        int hour = two(text, start + 11);
        int minute = two(text, start + 14);
        int second = two(text, start + 17);
        if (year == 0 || hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no such time");
        }
        long days =
                LocalDate.of(year, two(text, start + 5), two(text, start + 8)).toEpochDay() - EPOCH_DAY;
        long seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
        int millis = digit(text[start + 20]) * 100 + two(text, start + 21);
        int micros = length == ValueType.INSTANT ? 0 : digit(text[start + 23]) * 100 + two(text, start + 24);
        return (seconds * 1000 + millis) * 1000 + micros;
    }

    private static int two(byte[] text, int at) {
        return digit(text[at]) * 10 + digit(text[at + 1]);
    }

    private static long parsed(String text) {
        var instant = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        if (instant.getYear() < 1 || instant.getYear() > LAST_YEAR) {
            throw new DateTimeException("no such year");
        }
        return ChronoUnit.MICROS.between(EPOCH, instant);
    }
}
