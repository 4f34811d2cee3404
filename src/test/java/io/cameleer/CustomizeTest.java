package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the steps of {@code customize.camel.yaml} can do to events, and what they cannot spoil. */
@ExtendWith(TestServers.class)
class CustomizeTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws IOException {
        TestRoutes.copy(folder);
    }

    @Test
    void whatTheStepsLeaveAloneComesOutAsItWas(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        customize(
                """
                - setProperty:
                    name: nothing
                    simple: "${body}"
                """);
        bucket.putLines(
                "1.json",
                """
                {"type":"track","event":"Paid","messageId":"m-1","properties":{"big":123456789012345678901234567890,\
                "decimal":12.50,"small":1.5e-3,"long":0.1234567890123456789012345678901234567890,"none":null,\
                "text":"ä € 😀 \\"\\\\ \\u00e4","list":[1.50,1e5,-0.0,"😀",true,null,{"a":"b"}],"lone":"a\\ud800b","zero":"a\\u0000b"}}"""
                        .strip());

        var report = TestCameleer.sync(warehouse, bucket, "routes.folder=" + folder);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id, big, decimal, small, long, text, list, lone, zero from events.paid"))
                .containsExactly("m-1|123456789012345678901234567890|12.50|0.0015"
                        + "|0.1234567890123456789012345678901234567890|ä € 😀 \"\\ ä"
                        + "|[1.50,1e5,-0.0,\"😀\",true,null,{\"a\":\"b\"}]|a\uFFFDb|ab");
        assertThat(warehouse.lines("select column_name, reason from events.rudder_discards order by 1"))
                .containsExactly(
                        "lone|U+0000 or half a surrogate pair was taken out",
                        "zero|U+0000 or half a surrogate pair was taken out");
    }

    @Test
    void anEventThatIsChangedIsMappedAsAnyOther(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        customize(
                """
                - script:
                    simple: "${body[properties].put('twice', ${body[properties][price]})}"
                """);
        bucket.putLines("1.json", order("o-1", "12.50"));

        TestCameleer.sync(warehouse, bucket, "routes.folder=" + folder);

        assertThat(warehouse.lines("select id, price, twice from events.order_paid"))
                .containsExactly("o-1|12.50|12.50");
    }

    @Test
    void anEventThatIsStoppedIsDroppedAndCounted(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        customize(
                """
                - filter:
                    simple: "${body[messageId]} == 'o-2'"
                    steps:
                      - stop: {}
                """);
        bucket.putLines("1.json", order("o-1", "1"), order("o-2", "2"), "no event", order("o-3", "3"));

        var report = TestCameleer.sync(warehouse, bucket, "routes.folder=" + folder);

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.headline()).endsWith("; 1 events dropped");
        assertThat(warehouse.lines("select id from events.order_paid order by 1"))
                .containsExactly("o-1", "o-3");
        assertThat(warehouse.lines("select line, reason, raw from cameleer.rejects"))
                .containsExactly("3|not JSON: only null can start like this, at byte 2|no event");
        assertThat(warehouse.lines("select lines, events, rejects, dropped from cameleer.files"))
                .containsExactly("4|2|1|1");
        assertThat(warehouse.lines("select lines, events, rejects, dropped from cameleer.syncs"))
                .containsExactly("4|2|1|1");
    }

    @Test
    void anEventThatAStepFailsOnIsRejectedAsItWas(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        customize(
                """
                - setHeader:
                    name: number
                    simple:
                      expression: "${body[properties][price]}"
                      resultType: java.lang.Integer
                - filter:
                    simple: "${body[messageId]} == 'o-4'"
                    steps:
                      - setBody:
                          simple: "${null}"
                """);
        bucket.putLines("1.json", order("o-1", "1"), order("o-2", "\"two\""), order("o-3", "3"), order("o-4", "4"));

        var report = TestCameleer.sync(warehouse, bucket, "routes.folder=" + folder);

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select id from events.order_paid order by 1"))
                .containsExactly("o-1", "o-3");
        assertThat(warehouse.lines("select line, reason, raw from cameleer.rejects order by 1"))
                .containsExactly(
                        "2|the customize route failed: NumberFormatException: For input string: \"two\"|"
                                + order("o-2", "\"two\""),
                        "4|the customize route failed: behind its last step the body is nothing, not an event;"
                                + " to drop an event, stop|" + order("o-4", "4"));
    }

    private void customize(String steps) throws IOException {
        TestRoutes.customize(folder, steps);
    }

    private static String order(String id, String price) {
        return "{\"type\":\"track\",\"event\":\"Order Paid\",\"messageId\":\"%s\",\"properties\":{\"price\":%s}}"
                .formatted(id, price);
    }
}
