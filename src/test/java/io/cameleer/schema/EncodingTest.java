package io.cameleer.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.naming.Namespace;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.storage.StorageKamelets;
import io.cameleer.validate.Step;
import io.cameleer.validate.Validation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that has not every character loses no row for that. */
@ExtendWith(TestServers.class)
class EncodingTest {
    private static final String LACKS = "the database's encoding, LATIN1, has not all of its characters";

    @ParameterizedTest
    @CsvSource({"copy, merge", "insert, merge", "copy, append"})
    void charactersThatTheDatabaseHasNotAreWrittenInAnotherWayAndTheValueIsADiscard(
            String method, String mode, TestWarehouse utf8, TestBucket bucket) {
        var warehouse = latin1(utf8);
        warehouse.execute(
                """
                create schema events;
                create table events.note (id text, received_at timestamptz, short varchar(6), tags text[], raw json, host inet)""");
        bucket.putLines(
                "1.json",
                note("m-1", "\"text\":\"plain é\""),
                note(
                        "m-2",
                        "\"text\":\"smile 😀 “é”\",\"short\":\"😀\",\"tags\":[\"é\",\"“\"],\"raw\":[\"“é\"],\"host\":\"“\",\"Größe “x”\":1"),
                note("m-😀", "\"text\":\"ok\",\"short\":\"é\",\"cart\":{\"a\":\"“é\"}"),
                note("m-😁", "\"text\":\"ok\""),
                "{\"type\":\"😀\"}",
                "{\"type\":\"identify\",\"messageId\":\"i\",\"userId\":\"“u\",\"receivedAt\":\"2024-05-01T10:00:00.000Z\",\"traits\":{\"plan\":\"“\"}}");

        var settings = new String[] {
            "warehouse.database=" + warehouse.database(),
            "load.method=" + method,
            "load.mode=" + mode,
            "load.json-columns=track.properties.cart"
        };
        var report = TestCameleer.sync(utf8, bucket, settings);

        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
        assertThat(warehouse.lines(
                        "select id, text, short, tags, raw, host, cart ->> 'a' from events.note order by text, id"))
                .containsExactlyInAnyOrder(
                        "m-1|plain é|∅|∅|∅|∅|∅",
                        "m-2|smile \\ud83d\\ude00 \\u201cé\\u201d|∅|∅|[\"\\u201cé\"]|∅|∅",
                        "m-\\ud83d\\ude00|ok|é|∅|∅|∅|\\u201cé",
                        "m-\\ud83d\\ude01|ok|∅|∅|∅|∅|∅");
        assertThat(warehouse.lines("select id, plan from events.users")).containsExactly("\\u201cu|\\u201c");
        assertThat(warehouse.lines("select row_id, column_name, column_value, reason from events.rudder_discards"
                        + " where table_name = 'note' order by 1, 2"))
                .containsExactlyInAnyOrder(
                        "m-2|host|\\u201c|" + LACKS,
                        "m-2|raw|[\"\\u201cé\"]|" + LACKS + ", which are written as \\uXXXX",
                        "m-2|short|\\ud83d\\ude00|" + LACKS,
                        "m-2|tags|[\"é\",\"\\u201c\"]|" + LACKS,
                        "m-2|text|smile \\ud83d\\ude00 \\u201cé\\u201d|" + LACKS + ", which are written as \\uXXXX",
                        "m-\\ud83d\\ude00|cart|{\"a\":\"\\u201cé\"}|" + LACKS + ", which are written as \\uXXXX",
                        "m-\\ud83d\\ude00|id|m-\\ud83d\\ude00|" + LACKS + ", which are written as \\uXXXX",
                        "m-\\ud83d\\ude01|id|m-\\ud83d\\ude01|" + LACKS + ", which are written as \\uXXXX");
        assertThat(warehouse.number("select count(*) from cameleer.rejected_rows"))
                .isZero();
        assertThat(warehouse.lines("select line, raw from cameleer.rejects"))
                .containsExactly("5|{\"type\":\"\\ud83d\\ude00\"}");
        assertThat(warehouse.lines("select example from cameleer.discards where column_name = 'short'"))
                .containsExactly("\\ud83d\\ude00");
    }

    @Test
    void validateWarnsOfIt(TestWarehouse utf8, TestBucket bucket) {
        var warehouse = latin1(utf8);
        var steps = new ArrayList<Step>();
        var settings = TestCameleer.settings(utf8, bucket, "warehouse.database=" + warehouse.database());

        var subject = new Validation.Subject(
                ConnectionSettings.of(settings),
                Namespace.of(settings),
                () -> new StorageKamelets(settings),
                List.of());

        assertThat(new Validation(steps::add).run(() -> subject)).isEqualTo(Validation.Outcome.PASSED);

        assertThat(steps)
                .filteredOn(step -> step.outcome() == Step.Outcome.WARN)
                .extracting(Step::name, Step::detail)
                .containsExactly(tuple(
                        "the database has every character",
                        "its encoding is LATIN1. Other characters are written as \\uXXXX, and the values go to rudder_discards,"
                                + " too. A database with encoding UTF8 has them all."));
    }

    private static TestWarehouse latin1(TestWarehouse utf8) {
        var name = utf8.database() + "_latin1";
        utf8.execute(
                "create database %s encoding LATIN1 template template0 lc_collate 'C' lc_ctype 'C'".formatted(name));
        return new TestWarehouse(utf8.host(), utf8.port(), name, utf8.user(), utf8.password());
    }

    private static String note(String id, String properties) {
        return """
                {"type":"track","event":"Note","messageId":"%s","receivedAt":"2024-05-01T10:00:00.000Z","properties":{%s}}"""
                .formatted(id, properties);
    }
}
