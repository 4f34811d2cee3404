package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestServers.class)
class EndToEndTest {
    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void anIdentifyBecomesARowInIdentifiesAndOneInUsers(String method, TestWarehouse warehouse, TestBucket bucket) {
        bucket.putGzipLines(
                "rudder-logs/src-1/2024-03-05/1709618828.src-1.x.json.gz",
                """
                {"type":"identify","messageId":"m-1","userId":"u-1","anonymousId":"a-1","channel":"web",\
                "receivedAt":"2024-03-05T06:07:08.901Z","traits":{"plan":"pro","seats":3}}""");

        var report = TestCameleer.sync(warehouse, bucket, "load.method=" + method, "destination.id=dst-1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select to_jsonb(t) - 'uuid_ts' from events.identifies t"))
                .isEqualTo(
                        List.of(
                                """
                        {"id": "m-1", "plan": "pro", "seats": 3, "channel": "web", "user_id": "u-1", "received_at": "2024-03-05T06:07:08.901+00:00", \
                        "anonymous_id": "a-1", "context_source_id": "src-1", "context_destination_id": "dst-1", "context_destination_type": "POSTGRES"}"""));
        assertThat(warehouse.lines("select to_jsonb(t) - 'uuid_ts' from events.users t"))
                .isEqualTo(
                        List.of(
                                """
                        {"id": "u-1", "plan": "pro", "seats": 3, "received_at": "2024-03-05T06:07:08.901+00:00", \
                        "context_source_id": "src-1", "context_destination_id": "dst-1", "context_destination_type": "POSTGRES"}"""));
    }
}
