package io.cameleer.embedded;

import java.time.LocalDate;

/** Writes moments as RudderStack does, in UTC with milliseconds; fast, since it only writes the digits. */
final class SampleTime {
    private static final int DAY_MILLIS = 86_400_000;

    private long day = Long.MIN_VALUE;
    private String date;

    void append(StringBuilder out, long millis) {
        out.append(date(millis)).append('T');
        var ofDay = (int) Math.floorMod(millis, (long) DAY_MILLIS);
        digits(out, ofDay / 3_600_000, 2).append(':');
        digits(out, ofDay / 60_000 % 60, 2).append(':');
        digits(out, ofDay / 1000 % 60, 2).append('.');
        digits(out, ofDay % 1000, 3).append('Z');
    }

    /** The day as {@code YYYY-MM-DD}. */
    String date(long millis) {
        var dayOfMillis = Math.floorDiv(millis, (long) DAY_MILLIS);
        if (dayOfMillis != day) {
            day = dayOfMillis;
            date = LocalDate.ofEpochDay(day).toString();
        }
        return date;
    }

    private static StringBuilder digits(StringBuilder out, int value, int digits) {
        for (var unit = digits == 3 ? 100 : 10; unit > 0; unit /= 10) {
            out.append((char) ('0' + value / unit % 10));
        }
        return out;
    }
}
