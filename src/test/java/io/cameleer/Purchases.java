package io.cameleer;

import java.util.List;
import java.util.stream.IntStream;

/** Numbered events for tests of which rows arrive: number 7 becomes one row each in tracks and in bought, with id e-7. */
public final class Purchases {
    private Purchases() {}

    /** The event with a number, as a line. */
    public static String line(int number) {
        return """
                {"type":"track","event":"bought","messageId":"e-%d","anonymousId":"a-1",\
                "receivedAt":"2024-03-05T06:07:08.901Z","properties":{"number":%d}}"""
                .formatted(number, number);
    }

    /** The events from one number to another, both inclusive, as lines. */
    public static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Purchases::line).toList();
    }

    /** The rows in bought, and whether each has its fellow in tracks: {@code id|number|event}. */
    public static List<String> rows(TestWarehouse warehouse) {
        return warehouse.lines(
                """
                select b.id, b.number, t.event
                from events.bought b full join events.tracks t on t.id = b.id
                order by b.number, b.id, t.id""");
    }

    /** What {@link #rows} gives when each of these events is loaded once. */
    public static List<String> rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> "e-%d|%d|bought".formatted(number, number))
                .toList();
    }
}
