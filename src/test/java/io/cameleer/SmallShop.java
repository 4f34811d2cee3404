package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

/**
 * A few events in two instalments, which together need everything that a load does: tables are made and widened, rows
 * merged, users brought up to date, values discarded, lines rejected.
 */
final class SmallShop {
    private final TestBucket bucket;

    /** Puts the first instalment. */
    SmallShop(TestBucket bucket) {
        this.bucket = bucket;
        bucket.putGzipLines(
                "shop/1.json.gz",
                identify("u-1", "free", "2024-03-05T06:00:00.000Z"),
                order("o-1", "\"price\":12.5"),
                order("o-2", "\"price\":7"),
                "no event",
                order("o-3", "\"price\":1"));
        bucket.putLines(
                "shop/2.json",
                IntStream.rangeClosed(1, 20)
                        .mapToObj("{\"type\":\"page\",\"messageId\":\"p-%02d\"}"::formatted)
                        .toArray(String[]::new));
    }

    void assertFirstLoaded(TestWarehouse warehouse) {
        assertThat(warehouse.lines("select id, price from events.order_paid order by id"))
                .containsExactly("o-1|12.5", "o-2|7", "o-3|1");
        assertThat(warehouse.lines("select id, plan from events.users")).containsExactly("u-1|free");
        assertThat(warehouse.lines("select count(*), count(distinct id), max(id) from events.pages"))
                .containsExactly("20|20|p-20");
        assertThat(warehouse.lines("select line, raw from cameleer.rejects")).containsExactly("4|no event");
    }

    /** A column more, a value that does not fit, an order again, a user with another plan. */
    void putMore() {
        bucket.putGzipLines(
                "shop/3.json.gz",
                identify("u-1", "pro", "2024-03-06T06:00:00.000Z"),
                order("o-3", "\"price\":1"),
                order("o-4", "\"price\":\"free\",\"coupon\":\"SPRING\""));
    }

    void assertAllLoaded(TestWarehouse warehouse) {
        assertThat(warehouse.lines("select id, price, coupon from events.order_paid order by id"))
                .containsExactly("o-1|12.5|∅", "o-2|7|∅", "o-3|1|∅", "o-4|∅|SPRING");
        assertThat(warehouse.lines("select id, plan from events.users")).containsExactly("u-1|pro");
        assertThat(warehouse.lines("select row_id, table_name, column_name, column_value from events.rudder_discards"))
                .containsExactly("o-4|order_paid|price|free");
        assertThat(warehouse.lines("select state, count(*) from cameleer.files group by 1"))
                .containsExactly("complete|3");
    }

    private static String identify(String user, String plan, String receivedAt) {
        return "{\"type\":\"identify\",\"messageId\":\"i-%s-%s\",\"userId\":\"%1$s\",\"receivedAt\":\"%s\",\"traits\":{\"plan\":\"%2$s\"}}"
                .formatted(user, plan, receivedAt);
    }

    private static String order(String id, String properties) {
        return "{\"type\":\"track\",\"event\":\"Order Paid\",\"messageId\":\"%s\",\"receivedAt\":\"2024-03-05T07:00:00.000Z\",\"properties\":{%s}}"
                .formatted(id, properties);
    }
}
