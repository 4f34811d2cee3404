package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The way of the data from event files in S3 to tables. The files and what becomes of them are in
 * {@code src/test/resources/end-to-end}: {@code bucket} holds the objects by their keys, unpacked; {@code tables} every
 * table that there is afterwards, a first line with its columns and then its rows; {@code ledger} what is written down.
 */
@ExtendWith(TestServers.class)
class EndToEndTest {
    private static final String WEB = "rudder-logs/src-web/2024-03-05/1709618828.src-web.0a1b.json.gz";
    private static final String APP = "rudder-logs/src-app/2024-03-05/1709618900.src-app.2c3d.json.gz";
    private static final String CRM =
            "rudder-warehouse-staging-logs/src-crm/2024-03-06/1709700000.src-crm.4e5f.json.gz";
    private static final String BY_HAND = "by-hand/corrections.ndjson";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load.method=copy",
                "load.method=insert",
                "load.method=copy load.batch-rows=1",
                "load.method=insert load.batch-rows=7",
                "load.batch-bytes=1KB",
                "load.memory=64KB",
                "load.threads=1",
                "load.mode=append load.threads=4"
            })
    void eventFilesBecomeTheSameTablesHoweverTheyAreLoaded(
            String settings, TestWarehouse warehouse, TestBucket bucket) {
        putEventFiles(bucket);
        makeATableByHand(warehouse);

        var report = TestCameleer.sync(warehouse, bucket, (settings + " destination.id=dst-1").split(" "));

        assertThat(report.allLoaded()).isTrue();
        assertLoaded(warehouse);
    }

    @Test
    void theFilesOfAFolderBecomeTheTablesOfTheSameObjectsInS3(TestWarehouse warehouse, TestBucket bucket) {
        putEventFiles(bucket);
        makeATableByHand(warehouse);
        // the server keeps objects as files
        var settings = TestCameleer.settings(
                warehouse,
                "storage.type=folder",
                "storage.folder=" + bucket.folder(),
                "destination.id=dst-1",
                "sync.scheduled=false",
                "observe.enabled=false");

        var report = TestCameleer.sync(settings);

        assertThat(report.allLoaded()).isTrue();
        assertLoaded(warehouse);
        assertThat(warehouse.lines(
                        "select distinct bucket from cameleer.files union select bucket from cameleer.syncs"))
                .containsExactly(bucket.folder().toAbsolutePath().toString());
        assertThat(TestCameleer.sync(settings).rows()).isZero();
    }

    /** The expected tables and ledger are there, and no others. */
    static void assertLoaded(TestWarehouse warehouse) {
        assertThat(Tables.of(warehouse, "events"))
                .isEqualTo(Tables.expected(
                        "/end-to-end/tables",
                        "_select",
                        "aliases",
                        "deals",
                        "groups",
                        "identifies",
                        "name_clash",
                        "order_completed",
                        "pages",
                        "rudder_discards",
                        "screens",
                        "tracks",
                        "users"));
        assertLoadedNow(warehouse);
        assertLedger(warehouse);
    }

    /** Puts the event files into the bucket. */
    static void putEventFiles(TestBucket bucket) {
        bucket.put(WEB, TestBucket.gzip(content(WEB)));
        // zipped or not: what an object holds counts, not what it is called
        bucket.put(APP, content(APP));
        bucket.put(CRM, TestBucket.gzip(content(CRM)));
        bucket.drop(BY_HAND, TestBucket.gzip(content(BY_HAND)));
        written(bucket, BY_HAND, "2024-03-07T08:09:10.000Z");
        bucket.put("rudder-logs/src-web/README.txt", "no events".getBytes(UTF_8));
    }

    /** A table whose quantity is a bigint, whichever batch is the first. */
    static void makeATableByHand(TestWarehouse warehouse) {
        warehouse.execute("create schema events; create table events.order_completed"
                + " (id text unique, quantity bigint, order_total numeric, remark text default 'none')");
    }

    private static void assertLoadedNow(TestWarehouse warehouse) {
        for (var table : Tables.of(warehouse, "events").keySet()) {
            assertThat(warehouse.number(
                            """
                            select count(*) from events.%s
                            where uuid_ts is null or uuid_ts not between now() - interval '10 minutes' and now()"""
                                    .formatted(table)))
                    .as(table)
                    .isZero();
        }
    }

    private static void assertLedger(TestWarehouse warehouse) {
        assertThat(ledger(
                        warehouse,
                        "files",
                        "bucket",
                        "etag",
                        "size",
                        "last_modified",
                        "discovered_at",
                        "next_attempt_at",
                        "completed_at"))
                .isEqualTo(Tables.expectedRows("/end-to-end/ledger/files.jsonl"));
        assertThat(ledger(warehouse, "syncs", "bucket", "started_at", "ended_at", "machine", "process"))
                .isEqualTo(Tables.expectedRows("/end-to-end/ledger/syncs.jsonl"));
        assertThat(ledger(warehouse, "sync_tables"))
                .isEqualTo(Tables.expectedRows("/end-to-end/ledger/sync_tables.jsonl"));
        assertThat(ledger(warehouse, "rejects", "rejected_at"))
                .isEqualTo(Tables.expectedRows("/end-to-end/ledger/rejects.jsonl"));
        assertThat(ledger(warehouse, "progress")).isEmpty();
        assertThat(ledger(warehouse, "workers")).isEmpty();
    }

    private static List<String> ledger(TestWarehouse warehouse, String table, String... without) {
        return Tables.rows(warehouse, "cameleer", table, without);
    }

    /** When an object was last modified. */
    private static void written(TestBucket bucket, String key, String when) {
        try {
            Files.setLastModifiedTime(bucket.folder().resolve(key), FileTime.from(Instant.parse(when)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(String key) {
        try (var in = EndToEndTest.class.getResourceAsStream("/end-to-end/bucket/" + key)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
