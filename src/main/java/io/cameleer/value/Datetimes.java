package io.cameleer.value;

import io.cameleer.row.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.Month;

/**
 * Which texts are instants, and which: the forms that both of RudderStack's mappers take alike.
 *
 * <p>{@code YYYY-MM-DD}, alone or with {@code T} or one space and {@code HH:MM[:SS[.digits]]} and a zone {@code Z},
 * {@code z}, {@code ±HH:MM}, {@code ±HHMM} or {@code ±HH}; without a zone it is UTC. A date may end in one space or line
 * feed. Unlike there a day that its month does not have makes no instant, and microseconds are kept; further digits of the
 * second are cut, as PostgreSQL knows none.
 */
public final class Datetimes {
    /** How many bytes {@link #normalise} writes at most. */
    static final int MAX_LENGTH = ValueType.FINE_INSTANT;

    static final int NONE = 0;

    private static final int INVALID = -1;
    private static final int NO_ZONE = 0;
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private Datetimes() {}

    /** Whether a text is an instant. */
    public static boolean matches(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return normalise(bytes, 0, bytes.length, new byte[MAX_LENGTH], 0) != NONE;
    }

    /**
     * Whether a text is an instant as {@link #normalise} would write it, to the millisecond, as nearly all that events carry
     * are. False of some others, too.
     */
    static boolean isNormal(byte[] bytes, int from, int to) {
        if (to - from != ValueType.INSTANT
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || bytes[from + 10] != 'T'
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':'
                || bytes[from + 19] != '.'
                || bytes[from + 23] != 'Z') {
            return false;
        }
        int month = number(bytes, from + 5, 2);
        int day = number(bytes, from + 8, 2);
        return number(bytes, from, 4) > 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && isBelow(24, number(bytes, from + 11, 2))
                && isBelow(60, number(bytes, from + 14, 2))
                && isBelow(60, number(bytes, from + 17, 2))
                && number(bytes, from + 20, 3) >= 0;
    }

    private static boolean isBelow(int limit, int number) {
        return number >= 0 && number < limit;
    }

    /**
     * Writes the instant that a text stands for, in the form of {@link ValueType#DATETIME}.
     *
     * @return how many bytes that are; {@link #NONE}, and nothing written, if it is none
     */
    static int normalise(byte[] bytes, int from, int to, byte[] into, int start) {
        if (to - from < 10 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
            return NONE;
        }
        int year = number(bytes, from, 4);
        int month = number(bytes, from + 5, 2);
        int day = number(bytes, from + 8, 2);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > Month.of(month).length(isLeap(year))) {
            return NONE;
        }
        int at = from + 10;
        if (at == to || isDateEnd(bytes, at, to)) {
            return write(year, month, day, 0, 0, 0, into, start);
        }
        // HH:MM and the least that may follow
        if (to - at < 6 || bytes[at] != 'T' && bytes[at] != ' ' || bytes[at + 3] != ':') {
            return NONE;
        }
        int hour = number(bytes, at + 1, 2);
        int minute = number(bytes, at + 4, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return NONE;
        }
        at += 6;
        int second = 0;
        int micros = 0;
        if (at < to && bytes[at] == ':') {
            second = to - at < 3 ? INVALID : number(bytes, at + 1, 2);
            if (second < 0 || second > 59) {
                return NONE;
            }
            at += 3;
            if (at < to && bytes[at] == '.') {
                int first = ++at;
                for (int unit = 100_000; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++, unit /= 10) {
                    micros += (bytes[at] - '0') * unit;
                }
                if (at == first) {
                    return NONE;
                }
            }
        }
        int offset = offset(bytes, at, to);
        return offset == Integer.MIN_VALUE
                ? NONE
                : write(year, month, day, hour * 60 + minute - offset, second, micros, into, start);
    }

    private static boolean isDateEnd(byte[] bytes, int at, int to) {
        return switch (to - at) {
            case 1 -> bytes[at] == ' ' || bytes[at] == '\n';
            case 2 -> bytes[at] == ' ' && bytes[at + 1] == 'Z';
            default -> false;
        };
    }

    /** The zone's minutes ahead of UTC. */
    private static int offset(byte[] bytes, int at, int to) {
        int length = to - at;
        if (length == 0 || length == 1 && (bytes[at] | 0x20) == 'z') {
            return NO_ZONE;
        }
        if (bytes[at] != '+' && bytes[at] != '-' || length < 3) {
            return Integer.MIN_VALUE;
        }
        int hours = number(bytes, at + 1, 2);
        int minutes =
                switch (length) {
                    case 3 -> 0;
                    case 5 -> number(bytes, at + 3, 2);
                    case 6 -> bytes[at + 3] == ':' ? number(bytes, at + 4, 2) : INVALID;
                    default -> INVALID;
                };
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return bytes[at] == '+' ? hours * 60 + minutes : -hours * 60 - minutes;
    }

    private static int write(
            int year, int month, int day, int minuteOfDay, int second, int micros, byte[] into, int start) {
        int minutes = minuteOfDay;
        int y = year;
        int m = month;
        int d = day;
        if (minutes < 0 || minutes >= 24 * 60 || year == 0) {
            long epochDay = LocalDate.of(year, month, day).toEpochDay() + Math.floorDiv(minutes, 24 * 60);
            if (epochDay < FIRST_DAY || epochDay > LAST_DAY) {
                return NONE;
            }
            LocalDate date = LocalDate.ofEpochDay(epochDay);
            y = date.getYear();
            m = date.getMonthValue();
            d = date.getDayOfMonth();
            minutes = Math.floorMod(minutes, 24 * 60);
        }
        digits(y / 100, into, start);
        digits(y % 100, into, start + 2);
        into[start + 4] = '-';
        digits(m, into, start + 5);
        into[start + 7] = '-';
        digits(d, into, start + 8);
        into[start + 10] = 'T';
        digits(minutes / 60, into, start + 11);
        into[start + 13] = ':';
        digits(minutes % 60, into, start + 14);
        into[start + 16] = ':';
        digits(second, into, start + 17);
        into[start + 19] = '.';
        int millis = micros / 1000;
        into[start + 20] = (byte) ('0' + millis / 100);
        digits(millis % 100, into, start + 21);
        int fine = micros % 1000;
        if (fine == 0) {
            into[start + 23] = 'Z';
            return ValueType.INSTANT;
        }
        into[start + 23] = (byte) ('0' + fine / 100);
        digits(fine % 100, into, start + 24);
        into[start + 26] = 'Z';
        return ValueType.FINE_INSTANT;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static void digits(int number, byte[] into, int at) {
        into[at] = (byte) ('0' + number / 10);
        into[at + 1] = (byte) ('0' + number % 10);
    }

    private static int number(byte[] bytes, int at, int length) {
        int number = 0;
        for (int digit = at; digit < at + length; digit++) {
            int value = bytes[digit] - '0';
            if (value < 0 || value > 9) {
                return INVALID;
            }
            number = number * 10 + value;
        }
        return number;
    }
}
