package io.cameleer.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestServers.class)
class MergeTest {
    private int files;

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void anEventThatComesAgainReplacesItsRowIfItWasReceivedLater(
            String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, method, page("p-1", "01", "\"a\":1,\"b\":\"x\""), page("p-2", "01", "\"a\":2"));
        sync(warehouse, bucket, method, page("p-1", "02", "\"a\":3"), page("p-3", "02", "\"a\":4"));
        sync(warehouse, bucket, method, page("p-1", "01", "\"a\":5,\"b\":\"late\""));

        assertThat(warehouse.lines("select id, a, b, extract(day from received_at) from events.pages order by id"))
                .containsExactly("p-1|3|∅|2", "p-2|2|∅|1", "p-3|4|∅|2");
        assertThat(warehouse.lines(
                        "select rows_loaded, rows_replaced, rows_repeated from cameleer.sync_tables order by sync_id"))
                .containsExactly("2|0|0", "1|1|0", "0|0|1");
    }

    @Test
    void ofTheSameEventTwiceInABatchTheOneReceivedLastStays(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                page("p-1", "01", "\"a\":1"),
                page("p-1", "03", "\"a\":3"),
                page("p-1", "02", "\"a\":2"));

        assertThat(warehouse.lines("select id, a from events.pages")).containsExactly("p-1|3");
    }

    @Test
    void anEventThatComesAgainTheSameLeavesItsRowUntouched(TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "copy", page("p-1", "01", "\"a\":1"));
        var before = warehouse.lines("select xmin, ctid, p from events.pages p");

        sync(warehouse, bucket, "copy", page("p-1", "01", "\"a\":1"));

        assertThat(warehouse.lines("select xmin, ctid, p from events.pages p")).isEqualTo(before);
    }

    @Test
    void aTableThatWasAppendedToKeepsOneRowOfEachEventThatComesAgain(TestWarehouse warehouse, TestBucket bucket) {
        sync(
                warehouse,
                bucket,
                "copy",
                "append",
                page("p-1", "01", "\"a\":1"),
                page("p-1", "02", "\"a\":2"),
                page("p-2", "01", "\"a\":7"),
                page("p-2", "01", "\"a\":7"));
        assertThat(warehouse.number("select count(*) from events.pages")).isEqualTo(4);

        sync(warehouse, bucket, "copy", page("p-1", "03", "\"a\":3"));

        assertThat(warehouse.lines("select id, a from events.pages order by id, a"))
                .containsExactly("p-1|3", "p-2|7", "p-2|7");
    }

    @Test
    void columnsThatSomebodyHasAddedStayWhenARowIsReplaced(TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, "copy", page("p-1", "01", "\"a\":1"));
        warehouse.execute("alter table events.pages add column remark text; update events.pages set remark = 'mine'");

        sync(warehouse, bucket, "copy", page("p-1", "02", "\"a\":2"));

        assertThat(warehouse.lines("select id, a, remark from events.pages")).containsExactly("p-1|2|mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void aUserHasOfEachTraitTheValueReceivedLastWhateverTheOrder(
            String method, TestWarehouse warehouse, TestBucket bucket) {
        sync(warehouse, bucket, method, identify("m-1", "01", "\"plan\":\"a\""));
        sync(warehouse, bucket, method, identify("m-3", "03", "\"name\":\"x\""));
        sync(warehouse, bucket, method, identify("m-2", "02", "\"plan\":\"b\",\"name\":\"old\""));

        assertThat(warehouse.lines("select id, plan, name, extract(day from received_at) from events.users"))
                .containsExactly("u-1|b|x|3");
    }

    private void sync(TestWarehouse warehouse, TestBucket bucket, String method, String... lines) {
        var mode = lines[0].startsWith("{") ? "merge" : lines[0];
        bucket.putLines(
                "%03d.json".formatted(++files),
                List.of(lines).stream().filter(line -> line.startsWith("{")).toArray(String[]::new));
        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method, "load.mode=" + mode);
        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
    }

    private static String page(String id, String day, String properties) {
        return """
                {"type":"page","messageId":"%s","receivedAt":"2024-01-%sT00:00:00.000Z","properties":{%s}}"""
                .formatted(id, day, properties);
    }

    private static String identify(String id, String day, String traits) {
        return """
                {"type":"identify","messageId":"%s","userId":"u-1","receivedAt":"2024-01-%sT00:00:00.000Z","traits":{%s}}"""
                .formatted(id, day, traits);
    }
}
