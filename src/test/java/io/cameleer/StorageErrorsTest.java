package io.cameleer;

import static io.cameleer.FaultyConnection.Direction.ANSWER;
import static io.cameleer.FaultyConnection.Direction.REQUEST;
import static io.cameleer.FaultyConnection.Fate.CUT;
import static io.cameleer.FaultyConnection.Fate.PASS;
import static io.cameleer.FaultyConnection.Fate.STALL;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The storage fails in the middle of an object: it is read on behind the last line taken over, in this sync or later. */
@ExtendWith(TestServers.class)
class StorageErrorsTest {
    private static final int LINES = 8000;
    /** What the proxy sees of an object's body at most, in bytes, for it to be broken off. */
    private static final int PART = 400_000;

    private FaultyConnection way;

    @BeforeEach
    void anObjectBehindAFaultyWay(TestBucket bucket) {
        way = FaultyConnection.to(bucket.endpoint().getHost(), bucket.endpoint().getPort());
        bucket.putLines("1.json", Purchases.lines(1, LINES).toArray(String[]::new));
    }

    @AfterEach
    void close() {
        way.close();
    }

    @Test
    void theConnectionIsCutSeveralTimesInTheMiddleOfTheObject(TestWarehouse warehouse, TestBucket bucket) {
        way.with(FaultyConnection.cutEvery(ANSWER, PART, 5));

        var report = TestCameleer.sync(warehouse, bucket, endpoint());

        assertThat(report.allLoaded()).isTrue();
        assertThat(report.rows()).isEqualTo(2 * LINES);
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, LINES));
    }

    @Test
    void theStorageFallsSilentInTheMiddleOfTheObject(TestWarehouse warehouse, TestBucket bucket) {
        var answered = new AtomicInteger();
        way.with((direction, piece) -> {
            if (direction != ANSWER || answered.get() > PART) {
                return PASS;
            }
            return answered.addAndGet(piece.length) > PART ? STALL : PASS;
        });

        var report = TestCameleer.sync(warehouse, bucket, endpoint(), "storage.timeout=1");

        assertThat(answered).hasValueGreaterThan(PART);
        assertThat(report.allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, LINES));
    }

    @Test
    void theStorageAnswersThatItIsInTrouble(TestWarehouse warehouse, TestBucket bucket) {
        // more often than the S3 client itself tries it again
        way.with(FaultyConnection.first(9, REQUEST, "GET /" + bucket.name() + "/1.json", status("503 Slow Down")));

        var report = TestCameleer.sync(warehouse, bucket, endpoint());

        assertThat(report.allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, LINES));
    }

    @Test
    void anObjectThatCannotBeReadToItsEndIsCompletedByTheNextSync(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("2.json", Purchases.line(LINES + 1));
        var settings = TestCameleer.settings(
                warehouse, bucket, endpoint(), "load.retries=1", "load.threads=1", "sync.retry-seconds=0");
        try (var application = new Application(settings, report -> {}).start()) {
            breakBodies();

            var failed = application.sync();

            assertThat(failed.allLoaded()).isFalse();
            assertThat(failed.stopped()).isEmpty();
            assertThat(failed.tally().filesFailed()).isEqualTo(1);
            assertThat(warehouse.lines("select key, state, attempts, claimed_by from cameleer.files order by key"))
                    .containsExactly("1.json|pending|1|∅", "2.json|complete|0|∅");
            assertThat(warehouse.value("select error from cameleer.files where key = '1.json'"))
                    .startsWith("storage: ");
            way.repair();

            var completed = application.sync();

            assertThat(completed.allLoaded()).isTrue();
            assertThat(failed.rows() + completed.rows()).isEqualTo(2 * (LINES + 1));
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, LINES + 1));
    }

    /** A client has {@code load.threads} connections and a few more: one that is not given back would soon be missed. */
    @Test
    void readsThatFailGiveTheirConnectionsBack(TestWarehouse warehouse, TestBucket bucket) {
        var settings = TestCameleer.settings(
                warehouse,
                bucket,
                endpoint(),
                "load.retries=2",
                "load.retry-delay=1",
                "sync.retry-seconds=0",
                "sync.max-attempts=100");
        try (var application = new Application(settings, report -> {}).start()) {
            breakBodies();
            for (int i = 0; i < 21; i++) {
                assertThat(application.sync().allLoaded()).isFalse();
            }
            way.repair();

            assertThat(application.sync().allLoaded()).isTrue();
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, LINES));
    }

    @Test
    void anObjectThatIsDeletedBeforeItIsReadIsSaidToBe(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("2.json", Purchases.line(LINES + 1));
        way.with((direction, piece) -> {
            if (direction == REQUEST && FaultyConnection.contains(piece, "GET /" + bucket.name() + "/1.json")) {
                bucket.delete("1.json");
            }
            return PASS;
        });

        var report = TestCameleer.sync(warehouse, bucket, endpoint());

        assertThat(report.allLoaded()).isFalse();
        assertThat(report.tally().filesFailed()).isEqualTo(1);
        assertThat(warehouse.lines("select key, state, error from cameleer.files order by key"))
                .containsExactly(
                        "1.json|vanished|storage: the object was deleted before it was wholly loaded. It is loaded when it is"
                                + " back.",
                        "2.json|complete|∅");
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(LINES + 1, LINES + 1));

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();

        way.with((direction, piece) -> PASS);
        bucket.putLines("1.json", Purchases.line(LINES));

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(LINES, LINES + 1));
    }

    @Test
    void anObjectThatIsReplacedBeforeItIsReadIsLoadedAsItIsThen(TestWarehouse warehouse, TestBucket bucket) {
        way.with((direction, piece) -> {
            if (direction == REQUEST && FaultyConnection.contains(piece, "GET /" + bucket.name() + "/1.json")) {
                bucket.putLines("1.json", Purchases.line(LINES + 7));
            }
            return PASS;
        });

        var report = TestCameleer.sync(warehouse, bucket, endpoint(), "sync.retry-seconds=0");

        assertThat(report.allLoaded()).isFalse();
        assertThat(warehouse.value("select error from cameleer.files"))
                .isEqualTo("storage: the object was replaced after it was found. The next sync takes the new one.");

        assertThat(TestCameleer.sync(warehouse, bucket).allLoaded()).isTrue();
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(LINES + 7, LINES + 7));
    }

    /** As a life-cycle rule of a bucket does it with old objects. */
    @Test
    void anArchivedObjectIsSaidToBeAndIsLoadedOnceItIsRestored(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("2.json", Purchases.line(LINES + 1));
        way.with(
                FaultyConnection.first(
                        1,
                        REQUEST,
                        "GET /" + bucket.name() + "/1.json",
                        status(
                                "403 Forbidden",
                                """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Error><Code>InvalidObjectState</Code>
                        <Message>The operation is not valid for the object's storage class</Message>
                        <StorageClass>GLACIER</StorageClass><RequestId>1</RequestId></Error>""")));
        var settings = TestCameleer.settings(
                warehouse,
                bucket,
                endpoint(),
                "sync.retry-seconds=0",
                // another loader would try it again at once
                "load.threads=1");
        try (var application = new Application(settings, report -> {}).start()) {
            assertThat(application.sync().allLoaded()).isFalse();
            assertThat(warehouse.lines("select key, state, attempts, error from cameleer.files order by key"))
                    .containsExactly(
                            "1.json|pending|1|storage: the object is archived (storage class GLACIER) and cannot be read"
                                    + " until it is restored. Restore it, such as by aws s3api restore-object, and a later"
                                    + " sync loads it; or leave archived objects out by storage.prefix.",
                            "2.json|complete|0|∅");
            assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(LINES + 1, LINES + 1));

            assertThat(application.sync().allLoaded()).isTrue();
        }
        assertThat(Purchases.rows(warehouse)).isEqualTo(Purchases.rows(1, LINES + 1));
    }

    /** No answer comes through that is longer than a part of the object. */
    private void breakBodies() {
        var answered = new AtomicInteger();
        way.with((direction, piece) -> {
            if (direction == REQUEST) {
                answered.set(0);
                return PASS;
            }
            return answered.addAndGet(piece.length) > PART ? CUT : PASS;
        });
    }

    private static FaultyConnection.Fate status(String status) {
        return status(status, "");
    }

    private static FaultyConnection.Fate status(String status, String body) {
        return new FaultyConnection.Fate.Reply(
                "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(status, body.length(), body)
                        .getBytes(US_ASCII));
    }

    private String endpoint() {
        return "storage.endpoint=http://127.0.0.1:" + way.port();
    }
}
