package io.cameleer.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Instants as {@code timestamptz_recv} takes them: in microseconds since the year 2000 began, by UTC. */
final class Microseconds {
    private static final OffsetDateTime EPOCH = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final long EPOCH_DAY = EPOCH.toLocalDate().toEpochDay();
    /** The form in which events' instants come: {@code 2024-03-05T06:07:08.901Z}. */
    private static final String USUAL = "0000-00-00T00:00:00.000Z";

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
                    ? usual(text, start)
                    : parsed(new String(text, start, length, ISO_8859_1));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static boolean isUsual(byte[] text, int start, int length) {
        if (length != USUAL.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char usual = USUAL.charAt(i);
            byte b = text[start + i];
            if (usual == '0' ? b < '0' || b > '9' : b != usual) {
                return false;
            }
        }
        return true;
    }

    private static long usual(byte[] text, int start) {
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
        int millis = (text[start + 20] - '0') * 100 + two(text, start + 21);
        return (seconds * 1000 + millis) * 1000;
    }

    private static int two(byte[] text, int at) {
        return text[at] * 10 + text[at + 1] - '0' * 11;
    }

    private static long parsed(String text) {
        var instant = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        if (instant.getYear() < 1 || instant.getYear() > LAST_YEAR) {
            throw new DateTimeException("no such year");
        }
        return ChronoUnit.MICROS.between(EPOCH, instant);
    }
}
