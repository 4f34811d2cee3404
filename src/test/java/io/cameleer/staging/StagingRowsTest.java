package io.cameleer.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.cameleer.event.TestMapper;
import io.cameleer.row.Discard;
import io.cameleer.row.MappedRows;
import io.cameleer.row.Reject;
import io.cameleer.row.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagingRowsTest {
    private final TestMapper mapping = TestMapper.plain();

    @Test
    void rowsThatAreMappedAlreadyKeepTheirTableColumnsAndTypes() {
        Row row = mapping.last(
                """
                {"userId":"","data":{"id":"m-1","event":"","day":"2024-01-02","at":"2024-01-02T03:04:05.678Z","total":12.5,\
                "count":3,"ratio":3,"ok":true,"blob":"{\\"a\\": [1, 2]}","tags":["a", "b"],"nothing":null},"metadata":{\
                "table":"order_done","receivedAt":"2024-01-02T03:04:05.678Z","columns":{"id":"string","event":"string",\
                "day":"string","at":"datetime","total":"float","count":"int","ratio":"float","ok":"boolean","blob":"json",\
                "tags":"string","nothing":"string","missing":"int","uuid_ts":"datetime"}}}""");
        assertThat(row.layout().table()).isEqualTo("order_done");
        assertThat(TestMapper.cells(row))
                .containsOnly(
                        entry("id", "STRING m-1"),
                        entry("event", "STRING "),
                        entry("day", "STRING 2024-01-02"),
                        entry("at", "DATETIME 2024-01-02T03:04:05.678Z"),
                        entry("total", "FLOAT 12.5"),
                        entry("count", "INT 3"),
                        entry("ratio", "FLOAT 3"),
                        entry("ok", "BOOLEAN true"),
                        entry("blob", "JSON {\"a\":[1,2]}"),
                        entry("tags", "STRING [\"a\",\"b\"]"));
        assertThat(row.discards()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int      | 1.5          | FLOAT 1.5",
                "int      | 'x'          | STRING x",
                "float    | true         | BOOLEAN true",
                "datetime | 'soon'       | STRING soon",
                "boolean  | 'yes'        | STRING yes",
                "json     | '{broken'    | STRING {broken",
                "json     | {'a': 1}     | JSON {\"a\":1}",
                "string   | 7            | INT 7",
                "json     | '[\\u00001]' | JSON [1]",
            })
    void aValueThatIsNotOfItsDeclaredTypeKeepsItsOwn(String type, String value, String cell) {
        String line = "{'data':{'c':%s},'metadata':{'table':'t','columns':{'c':'%s'}}}".formatted(value, type);
        assertThat(mapping.cells(line.replace('\'', '"'))).containsOnly(entry("c", cell));
    }

    @Test
    void aColumnThatIsNotDeclaredIsADiscardAndUuidTsIsLeftOut() {
        String line =
                "{\"data\":{\"a\":1,\"b\":2,\"uuid_ts\":\"x\"},\"metadata\":{\"table\":\"t\",\"columns\":{\"a\":\"int\",\"uuid_ts\":\"datetime\"}}}";
        assertThat(mapping.cells(line)).containsOnlyKeys("a");
        assertThat(mapping.discards(line))
                .containsExactly(new Discard("b", "2", "the row does not declare the column"));
    }

    @ParameterizedTest
    @CsvSource({
        "rudder_discards, the table rudder_discards is not for rows of files",
        "'', 'a table''s name has 1 to 63 bytes, not 0'",
    })
    void tablesThatAreNotForRowsOfFilesAreRefused(String table, String reason) {
        MappedRows mapped = mapping.map(
                "{\"data\":{\"a\":1},\"metadata\":{\"table\":\"%s\",\"columns\":{\"a\":\"int\"}}}".formatted(table));
        assertThat(mapped.rejects()).extracting(Reject::reason).containsExactly(reason);
    }

    @Test
    void anEventThatLooksLikeARowIsAnEvent() {
        assertThat(mapping.last(
                                "{\"type\":\"page\",\"data\":{\"id\":\"x\"},\"metadata\":{\"table\":\"users\",\"columns\":{\"id\":\"string\"}}}")
                        .layout()
                        .table())
                .isEqualTo("pages");
    }
}
