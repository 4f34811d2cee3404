package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameleer.replay.Selection;
import io.cameleer.sync.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the steps of {@code customize.camel.yaml} can do to events, and what they cannot spoil. */
@ExtendWith(TestServers.class)
class CustomizeTest {
    /** The namespace stands in the event itself. */
    private static final String NAMESPACE_OF_EVENT =
            """
            - setHeader:
                name: namespace
                method:
                  ref: event
                  method: get(${body}, 'context.namespace')
            - bean:
                ref: event
                method: remove(${body}, 'context.namespace')
            """;

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

    @ParameterizedTest
    @ValueSource(strings = {"merge", "append"})
    void eachEventGoesToTheNamespaceThatTheStepsChoose(String mode, TestWarehouse warehouse, TestBucket bucket)
            throws IOException {
        customizeNamespace();
        warehouse.execute(
                """
                create schema crm;
                create table crm.identifies (id text, seats bigint);
                create table crm.users (id text, seats bigint)""");
        bucket.putLines(
                "1.json",
                identify("i-1", "web", "\"plan\":\"free\""),
                identify("i-2", "crm", "\"plan\":\"trial\",\"seats\":3"),
                identify("i-3", "web", "\"plan\":\"paid\""),
                "no event",
                identify("i-4", "crm", "\"seats\":\"many\""),
                identify("i-5", "events", "\"plan\":\"free\""),
                identify("i-6", "", "\"plan\":\"paid\""));
        bucket.putLines("2.json", identify("i-2", "2024-03-06", "crm", "\"plan\":\"paid\",\"seats\":4"));

        var report = sync(warehouse, bucket, "load.mode=" + mode, "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        boolean merged = mode.equals("merge");
        assertThat(warehouse.lines("select id, plan from web.identifies order by id"))
                .containsExactly("i-1|free", "i-3|paid");
        assertThat(warehouse.lines("select id, plan, seats from crm.identifies order by id, seats"))
                .containsExactlyElementsOf(
                        merged ? List.of("i-2|paid|4", "i-4|∅|∅") : List.of("i-2|trial|3", "i-2|paid|4", "i-4|∅|∅"));
        assertThat(warehouse.lines("select id, plan from events.identifies order by id"))
                .containsExactly("i-5|free", "i-6|paid");
        // the one user, as each namespace knows him
        assertThat(warehouse.lines("select id, plan from web.users")).containsExactly("u-1|paid");
        assertThat(warehouse.lines("select id, plan, seats from crm.users")).containsExactly("u-1|paid|4");
        assertThat(warehouse.lines("select table_name, column_name, column_value from crm.rudder_discards"
                        + " order by table_name"))
                .containsExactly("identifies|seats|many");
        assertThat(warehouse.lines("select count(*) from web.rudder_discards")).containsExactly("0");
        assertThat(warehouse.lines("select column_name from information_schema.columns"
                        + " where column_name = 'seats' and table_schema <> 'crm'"))
                .isEmpty();
        assertThat(warehouse.lines("select line from cameleer.rejects")).containsExactly("4");
        assertThat(warehouse.lines("select table_name, rows_mapped from cameleer.sync_tables order by 1"))
                .containsExactly(
                        "cameleer.rejects|1",
                        "crm.identifies|3",
                        "crm.users|3",
                        "events.identifies|2",
                        "events.users|2",
                        "web.identifies|2",
                        "web.users|2");
    }

    /** However often they take turns, their rows are gathered: a batch is a transaction. */
    @Test
    void eventsOfManyNamespacesInTurnAreLoadedInFewBatches(TestWarehouse warehouse, TestBucket bucket)
            throws IOException {
        warehouse.execute("create table public.batches (name text)");
        TestRoutes.save(
                folder,
                TestRoutes.customized(NAMESPACE_OF_EVENT)
                        + """
                        - route:
                            id: count-batches
                            from:
                              uri: direct:loaded
                              steps:
                                - to: sql:insert into public.batches (name) values (:#${header.table})
                        """);
        int namespaces = 40;
        int events = 4_000;
        bucket.putGzipLines(
                "1.json",
                IntStream.range(0, events)
                        .mapToObj(event ->
                                """
                                {"type":"track","event":"Sale","messageId":"e-%d","receivedAt":"2024-03-05T06:07:08.901Z",\
                                "context":{"namespace":"tenant_%d"},"properties":{"number":%1$d}}"""
                                        .formatted(event, event % namespaces))
                        .toList());

        var report = sync(warehouse, bucket, "load.threads=1");

        assertThat(report.allLoaded()).isTrue();
        assertThat(warehouse.lines("select split_part(name, '.', 2), count(*), count(distinct name) from public.batches"
                        + " group by 1 order by 1"))
                .containsExactly("sale|40|40", "tracks|40|40");
        for (int namespace = 0; namespace < namespaces; namespace++) {
            assertThat(warehouse.lines(
                            """
                            select count(*), count(distinct s.id), count(distinct t.id), sum(s.number)
                            from tenant_%d.sale s full join tenant_%1$d.tracks t on t.id = s.id
                            where s.number %% %d = %1$d and s.id = 'e-' || s.number"""
                                    .formatted(namespace, namespaces)))
                    .containsExactly("100|100|100|" + (100 * namespace + namespaces * 4950));
            assertThat(warehouse.number("select count(*) from tenant_%d.sale".formatted(namespace)))
                    .isEqualTo(100);
        }
        assertThat(warehouse.lines("select lines, events, rejects from cameleer.files"))
                .containsExactly("4000|4000|0");
    }

    @Test
    void aNamespaceThatNoSchemaCanHaveIsAReject(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        customizeNamespace();
        bucket.putLines(
                "1.json",
                identify("i-1", "pg_temp", ""),
                identify("i-2", "cameleer", ""),
                identify("i-3", "a.b", ""),
                identify("i-4", "x".repeat(64), ""),
                identify("i-5", "Other \\\"one\\\"", ""));

        assertThat(sync(warehouse, bucket).allLoaded()).isTrue();

        var failed = "the customize route failed: InvalidSettingException: header.namespace is ";
        assertThat(warehouse.lines("select line, reason from cameleer.rejects order by line"))
                .containsExactly(
                        "1|" + failed
                                + "\"pg_temp\", a name that PostgreSQL or Cameleer has for itself. Choose another one.",
                        "2|" + failed
                                + "\"cameleer\", a name that PostgreSQL or Cameleer has for itself. Choose another one.",
                        "3|" + failed + "\"a.b\", but must have no dot, which divides it from the name of a table.",
                        "4|" + failed + "longer than 63 bytes, so that PostgreSQL would cut it: \"" + "x".repeat(64)
                                + "\"");
        assertThat(warehouse.lines("select id from \"Other \"\"one\"\"\".identifies"))
                .containsExactly("i-5");
    }

    /** In append mode a row that came twice would be seen. */
    @Test
    void whatIsMissingInOneNamespaceIsLoadedOnceItCanBe(TestWarehouse warehouse, TestBucket bucket) throws IOException {
        customizeNamespace();
        warehouse.execute(
                """
                create schema crm;
                create view crm.identifies as select 1 as one;
                create schema web;
                create table web.identifies (id text, constraint later check (id <> 'i-3'))""");
        bucket.putLines(
                "1.json",
                identify("i-1", "web", ""),
                identify("i-2", "crm", ""),
                identify("i-3", "web", ""),
                identify("i-4", "crm", ""));

        var settings = new String[] {"load.mode=append", "sync.retry-seconds=0", "load.batch-rows=1"};
        assertThat(sync(warehouse, bucket, settings).allLoaded()).isFalse();
        warehouse.execute("drop view crm.identifies; alter table web.identifies drop constraint later");
        assertThat(sync(warehouse, bucket, settings).allLoaded()).isTrue();

        assertThat(warehouse.lines("select id from crm.identifies order by id")).containsExactly("i-2", "i-4");
        assertThat(warehouse.lines("select id from web.identifies order by id")).containsExactly("i-1");
        assertThat(warehouse.lines("select table_name, line from cameleer.rejected_rows"))
                .containsExactly("web.identifies|3");
        try (var application =
                new Application(TestCameleer.settings(warehouse, bucket, settings), report -> {}).start()) {
            assertThat(application.replay(new Selection(0, "", "", "")).isWhole())
                    .isTrue();
        }
        assertThat(warehouse.lines("select id from web.identifies order by id")).containsExactly("i-1", "i-3");
    }

    private void customizeNamespace() throws IOException {
        customize(NAMESPACE_OF_EVENT);
    }

    private Report sync(TestWarehouse warehouse, TestBucket bucket, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.add("routes.folder=" + folder);
        return TestCameleer.sync(warehouse, bucket, settings.toArray(String[]::new));
    }

    private static String identify(String id, String namespace, String traits) {
        return identify(id, "2024-03-05", namespace, traits);
    }

    private static String identify(String id, String day, String namespace, String traits) {
        return """
                {"type":"identify","messageId":"%s","receivedAt":"%sT06:07:08.901Z","userId":"u-1",\
                "context":{"namespace":"%s"},"traits":{%s}}"""
                .formatted(id, day, namespace, traits);
    }

    private void customize(String steps) throws IOException {
        TestRoutes.customize(folder, steps);
    }

    private static String order(String id, String price) {
        return "{\"type\":\"track\",\"event\":\"Order Paid\",\"messageId\":\"%s\",\"properties\":{\"price\":%s}}"
                .formatted(id, price);
    }
}
