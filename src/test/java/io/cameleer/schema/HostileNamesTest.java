package io.cameleer.schema;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.cameleer.TestBucket;
import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.batch.TableName;
import io.cameleer.postgres.Identifier;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that mean something to SQL, to Camel or to a shell: staging rows bring them as they are. */
@ExtendWith(TestServers.class)
class HostileNamesTest {
    private static final List<String> NAMES = List.of(
            "a:?b",
            ":?a",
            ":#b",
            "a#b",
            "a?b",
            "a??b",
            "it's",
            "say \"hi\"",
            "back\\slash",
            "$1",
            "$$ or $x$",
            "{{placeholder}}",
            "${body}",
            "; drop table users; --",
            "/* no comment",
            "a.b",
            "%s",
            "select",
            "User Id",
            " ",
            "tab\tand\nline",
            "日本語",
            "e\u0301",
            "n".repeat(63));

    @ParameterizedTest
    @ValueSource(strings = {"copy", "insert"})
    void rowsWithThemAreLoadedAndMerged(String method, TestWarehouse warehouse, TestBucket bucket) {
        var sync = "load.method=" + method;
        bucket.putLines("1.json", lines("m-1", "1"));
        assertThat(TestCameleer.sync(warehouse, bucket, sync).allLoaded()).isTrue();
        // so that merging makes an index on a table in use
        warehouse.execute(
                """
                do $$ declare name text; begin
                  for name in select format('%I.%I', schemaname, indexname) from pg_indexes where schemaname = 'events'
                  loop execute 'drop index ' || name; end loop; end $$""");
        bucket.putLines("2.json", lines("m-1", "2"));
        bucket.putLines("3.json", lines("m-2", "\"no number\""));

        var report = TestCameleer.sync(warehouse, bucket, sync);

        assertThat(report.allLoaded()).as(report.headline() + report.table()).isTrue();
        var columns = String.join(", ", NAMES.stream().map(Identifier::quoted).toList());
        for (var name : NAMES) {
            var table = new TableName("events", name).sql();
            assertThat(warehouse.lines("select id, %s from %s order by id".formatted(columns, table)))
                    .as(name)
                    .containsExactly("m-1" + "|2".repeat(NAMES.size()), "m-2" + "|∅".repeat(NAMES.size()));
            assertThat(warehouse.lines("select count(*) from pg_indexes where schemaname = 'events' and tablename = "
                            + literal(name)))
                    .as(name)
                    .containsExactly("1");
            assertThat(warehouse.lines(
                            "select count(distinct column_name) from events.rudder_discards where table_name = "
                                    + literal(name)))
                    .as(name)
                    .containsExactly("" + NAMES.size());
        }
    }

    /** For each name a row of that table, with a value in a column of each name. */
    private static String[] lines(String id, String value) {
        var columns = NAMES.stream().map(name -> quoted(name) + ":" + value).collect(joining(","));
        var types = NAMES.stream().map(name -> quoted(name) + ":\"int\"").collect(joining(","));
        return NAMES.stream()
                .map(table ->
                        """
                        {"data":{"id":"%s",%s},"metadata":{"table":%s,"columns":{"id":"string",%s}}}"""
                                .formatted(id, columns, quoted(table), types))
                .toArray(String[]::new);
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
