package io.cameleer.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Made-up events as a web shop sends them: about 1.4 KB each, 40 to 55 columns, most of them track events. */
final class SampleEvents {
    private static final String[] NAMES = {
        "Product Viewed", "Product Added", "Order Completed", "Checkout Started", "Search Performed"
    };

    /** All lines one after the other. */
    final byte[] bytes;
    /** Where each line starts; the last is the end. */
    final int[] starts;

    SampleEvents(int count) {
        var random = new Random(20240305);
        var out = new ByteArrayOutputStream();
        starts = new int[count + 1];
        for (int line = 0; line < count; line++) {
            out.writeBytes(event(random, line).getBytes(StandardCharsets.UTF_8));
            starts[line + 1] = out.size();
        }
        bytes = out.toByteArray();
    }

    private static String event(Random random, int line) {
        int kind = random.nextInt(10);
        String payload;
        if (kind < 8) {
            String name = NAMES[random.nextInt(NAMES.length)];
            payload = "\"type\":\"track\",\"event\":\"%s\",\"properties\":{%s}".formatted(name, properties(random, name));
        } else if (kind == 8) {
            payload = "\"type\":\"page\",\"name\":\"Home\",\"properties\":{%s}".formatted(properties(random, "Product Viewed"));
        } else {
            payload = "\"type\":\"identify\",\"traits\":{\"plan\":\"pro\",\"logins\":%d,%s}"
                    .formatted(random.nextInt(1000), properties(random, "Product Added"));
        }
        String time = "2024-03-05T%02d:%02d:%02d.%03dZ"
                .formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(1000));
        return """
                {"channel":"web","context":{"app":{"build":"1.0.0","name":"RudderLabs JavaScript SDK","namespace":\
                "com.rudderlabs.javascript","version":"2.9.%d"},"campaign":{"source":"google","medium":"cpc","name":\
                "spring sale"},"ip":"203.0.113.%d","library":{"name":"RudderLabs JavaScript SDK","version":"2.9.1"},\
                "locale":"en-GB","os":{"name":"macOS","version":"14.%d"},"page":{"path":"/products/%d","referrer":\
                "https://www.example.com/search?q=shoes","search":"?utm_source=google&utm_medium=cpc","title":\
                "Running shoes – Example Shop","url":"https://shop.example.com/products/%d?utm_source=google"},\
                "screen":{"density":2,"width":1440,"height":900,"innerWidth":1398.5},"timezone":"GMT+0100","traits":\
                {"email":"user%d@example.com","plan":"pro"},"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X \
                10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36"},"integrations":\
                {"All":true},"messageId":"%016x-%d","anonymousId":"%016x","userId":"user-%d","originalTimestamp":"%s",\
                "sentAt":"%s","timestamp":"%s","receivedAt":"%s","request_ip":"203.0.113.7",%s}
                """
                .strip()
                .formatted(
                        random.nextInt(9),
                        random.nextInt(256),
                        random.nextInt(9),
                        random.nextInt(100_000),
                        random.nextInt(100_000),
                        random.nextInt(100_000),
                        random.nextLong(),
                        line,
                        random.nextLong(),
                        random.nextInt(100_000),
                        time,
                        time,
                        time,
                        time,
                        payload);
    }

    private static String properties(Random random, String name) {
        return switch (name) {
            case "Order Completed" -> """
                "orderId":"o-%d","total":%d.%02d,"currency":"EUR","coupon":"SPRING \\"24\\"","items":3,"products":[\
                {"id":"p-1","price":19.99},{"id":"p-2","price":5}],"paid":true,"shippedAt":"2024-03-06 10:00:00"\
                """.formatted(random.nextInt(1 << 20), random.nextInt(500), random.nextInt(100));
            case "Checkout Started" -> """
                "cartId":"c-%d","value":%d,"step":1,"currency":"EUR","guest":false,"affiliation":"Example Shop"\
                """.formatted(random.nextInt(1 << 20), random.nextInt(500));
            case "Search Performed" -> """
                "query":"shoes size %d","results":%d,"filters":{"colour":"red","sizeRange":"40-44"},"sortBy":"price"\
                """.formatted(random.nextInt(50), random.nextInt(500));
            default -> """
                "productId":"p-%d","price":%d.%02d,"quantity":%d,"currency":"EUR","category":"shoes","brand":"Example",\
                "variant":"blue","inStock":true\
                """.formatted(
                            random.nextInt(1 << 20), random.nextInt(500), random.nextInt(100), random.nextInt(9));
        };
    }
}
