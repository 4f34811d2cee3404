package io.cameleer.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/**
 * Made-up events as a web shop's site sends them: about 1.4 KB each, 40 to 55 columns, eight in ten of them track events.
 * An event depends on its number alone, whoever makes it and in which order, but for when it was received.
 */
final class ShopEvents {
    private static final String[] NAMES = {
        "Product Viewed", "Product Added", "Order Completed", "Checkout Started", "Search Performed",
        "Coupon Applied", "Product List Viewed", "Cart Viewed", "Product Removed", "Payment Entered"
    };
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int USERS = 100_000;
    private static final long FIRST_MILLIS = 1_709_596_800_000L;
    private static final long MILLIS_APART = 40;

    private final Shape shape;

    /**
     * What the events are like.
     *
     * @param mix which types of events there are
     * @param names how many event names there are
     * @param furtherProperties properties that track events have beyond the usual ones
     * @param context whether they say from where they were sent, as all do; without it rows are a third as long
     * @param staged whether RudderStack has made rows of them already
     */
    record Shape(Mix mix, int names, int furtherProperties, boolean context, boolean staged) {
        static final Shape USUAL = new Shape(Mix.ALL, NAMES.length, 0, true);
        static final Shape STAGED = new Shape(Mix.ALL, NAMES.length, 0, true, true);

        Shape(Mix mix, int names, int furtherProperties, boolean context) {
            this(mix, names, furtherProperties, context, false);
        }
    }

    /** Which types of events there are. */
    enum Mix {
        ALL,
        TRACK,
        IDENTIFY
    }

    ShopEvents(Shape shape) {
        this.shape = shape;
    }

    /**
     * Appends an event, without a line feed.
     *
     * @param received what its times are counted from
     */
    void append(StringBuilder out, long number, long received) {
        var random = new SplittableRandom(number);
        var time = TIME.format(Instant.ofEpochMilli(FIRST_MILLIS + received * MILLIS_APART));
        int user = random.nextInt(USERS);
        out.append("{\"channel\":\"web\",");
        if (shape.context()) {
            context(out, random, user);
        }
        out.append("\"integrations\":{\"All\":true},\"messageId\":\"");
        hex(out, random.nextLong());
        out.append('-').append(number).append("\",\"anonymousId\":\"");
        hex(out, user * 0x9E3779B97F4A7C15L);
        out.append("\",\"userId\":\"user-").append(user);
        for (var field : new String[] {"originalTimestamp", "sentAt", "timestamp", "receivedAt"}) {
            out.append("\",\"").append(field).append("\":\"").append(time);
        }
        out.append("\",\"request_ip\":\"203.0.113.7\",");
        payload(out, random);
        out.append('}');
    }

    private static void context(StringBuilder out, SplittableRandom random, int user) {
        out.append("\"context\":{\"app\":{\"build\":\"1.0.0\",\"name\":\"RudderLabs JavaScript SDK\",")
                .append("\"namespace\":\"com.rudderlabs.javascript\",\"version\":\"2.9.")
                .append(random.nextInt(9))
                .append("\"},\"campaign\":{\"source\":\"google\",\"medium\":\"cpc\",\"name\":\"spring sale\"},\"ip\":\"203.0.113.")
                .append(random.nextInt(256))
                .append("\",\"library\":{\"name\":\"RudderLabs JavaScript SDK\",\"version\":\"2.9.1\"},\"locale\":\"en-GB\",")
                .append("\"os\":{\"name\":\"macOS\",\"version\":\"14.")
                .append(random.nextInt(9))
                .append("\"},\"page\":{\"path\":\"/products/")
                .append(random.nextInt(100_000))
                .append("\",\"referrer\":\"https://www.example.com/search?q=shoes\",\"search\":\"?utm_source=google&utm_medium=cpc\",")
                .append("\"title\":\"Running shoes – Example Shop\",\"url\":\"https://shop.example.com/products/")
                .append(random.nextInt(100_000))
                .append("?utm_source=google\"},\"screen\":{\"density\":2,\"width\":1440,\"height\":900,\"innerWidth\":1398.5},")
                .append("\"timezone\":\"GMT+0100\",\"traits\":{\"email\":\"user")
                .append(user)
                .append("@example.com\",\"plan\":\"pro\"},\"userAgent\":\"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ")
                .append("AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36\"},");
    }

    private void payload(StringBuilder out, SplittableRandom random) {
        int kind =
                switch (shape.mix()) {
                    case ALL -> random.nextInt(10);
                    case TRACK -> 0;
                    case IDENTIFY -> 9;
                };
        if (kind == 8) {
            out.append("\"type\":\"page\",\"name\":\"Home\",\"properties\":{");
            properties(out, random, 0);
        } else if (kind == 9) {
            out.append("\"type\":\"identify\",\"traits\":{\"plan\":\"pro\",\"logins\":")
                    .append(random.nextInt(1000))
                    .append(',');
            properties(out, random, 1);
        } else {
            int name = random.nextInt(shape.names());
            out.append("\"type\":\"track\",\"event\":\"").append(NAMES[name % NAMES.length]);
            if (name >= NAMES.length) {
                out.append(' ').append(name);
            }
            out.append("\",\"properties\":{");
            properties(out, random, name % NAMES.length);
            for (int property = 0; property < shape.furtherProperties(); property++) {
                out.append(",\"property ").append(property).append("\":\"value ").append(random.nextInt(1000)).append('"');
            }
        }
        out.append('}');
    }

    private static void properties(StringBuilder out, SplittableRandom random, int name) {
        switch (name) {
            case 2, 9 -> {
                out.append("\"orderId\":\"o-").append(random.nextInt(1 << 20)).append("\",\"total\":");
                money(out, random);
                out.append(",\"currency\":\"EUR\",\"coupon\":\"SPRING \\\"24\\\"\",\"items\":3,\"products\":[{\"id\":\"p-1\",")
                        .append("\"price\":19.99},{\"id\":\"p-2\",\"price\":5}],\"paid\":true,\"shippedAt\":\"2024-03-06 10:00:00\"");
            }
            case 3, 7 -> out.append("\"cartId\":\"c-")
                    .append(random.nextInt(1 << 20))
                    .append("\",\"value\":")
                    .append(random.nextInt(500))
                    .append(",\"step\":1,\"currency\":\"EUR\",\"guest\":false,\"affiliation\":\"Example Shop\"");
            case 4, 6 -> out.append("\"query\":\"shoes size ")
                    .append(random.nextInt(50))
                    .append("\",\"results\":")
                    .append(random.nextInt(500))
                    .append(",\"filters\":{\"colour\":\"red\",\"sizeRange\":\"40-44\"},\"sortBy\":\"price\"");
            default -> {
                out.append("\"productId\":\"p-").append(random.nextInt(1 << 20)).append("\",\"price\":");
                money(out, random);
                out.append(",\"quantity\":")
                        .append(random.nextInt(9))
                        .append(",\"currency\":\"EUR\",\"category\":\"shoes\",\"brand\":\"Example\",\"variant\":\"blue\",\"inStock\":true");
            }
        }
    }

    private static void money(StringBuilder out, SplittableRandom random) {
        int cents = random.nextInt(100);
        out.append(random.nextInt(500)).append(cents < 10 ? ".0" : ".").append(cents);
    }

    private static void hex(StringBuilder out, long bits) {
        var digits = Long.toHexString(bits);
        out.append("0".repeat(16 - digits.length())).append(digits);
    }
}
