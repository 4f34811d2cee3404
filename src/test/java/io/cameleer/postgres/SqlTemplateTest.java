package io.cameleer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the holes in a statement. */
class SqlTemplateTest {
    private static final Map<String, Object> ID = Map.of("column", "\"id\"", "type", "text");
    private static final Map<String, Object> PRICE = Map.of("column", "\"price\"", "type", "numeric");

    @Test
    void aStatementWithoutHolesIsAsItWas() {
        assertThat(filled("select 1", Map.of())).isEqualTo("select 1");
        assertThat(filled("", Map.of())).isEmpty();
    }

    @Test
    void aHoleIsATextWhereverItIs() {
        assertThat(filled("{table}: select {table}.* from {table}", Map.of("table", "\"web\".\"pages\"")))
                .isEqualTo("\"web\".\"pages\": select \"web\".\"pages\".* from \"web\".\"pages\"");
    }

    @Test
    void moreThanIsAskedForIsNoHarm() {
        assertThat(filled("lock table {table}", Map.of("table", "t", "columns", List.of(ID))))
                .isEqualTo("lock table t");
    }

    @Test
    void aListIsRepeatedWithWhatStandsBehindTheBarInBetween() {
        assertThat(filled("select {columns:{column}::{type}|, } from t", Map.of("columns", List.of(ID, PRICE))))
                .isEqualTo("select \"id\"::text, \"price\"::numeric from t");
        assertThat(filled("{columns:{column}| and }", Map.of("columns", List.of(ID))))
                .isEqualTo("\"id\"");
        assertThat(filled("{columns:{column};}", Map.of("columns", List.of(ID, PRICE))))
                .isEqualTo("\"id\";\"price\";");
    }

    /** What is between is behind the last bar. */
    @Test
    void sqlMayHaveBarsAndColonsOfItsOwn() {
        assertThat(filled("{columns:{column}::text || 'x'|, }", Map.of("columns", List.of(ID, PRICE))))
                .isEqualTo("\"id\"::text || 'x', \"price\"::text || 'x'");
    }

    @Test
    void aListOfOneOrNoneIsACondition() {
        var text = "create table {new:if not exists }t";

        assertThat(filled(text, Map.of("new", List.of(Map.of())))).isEqualTo("create table if not exists t");
        assertThat(filled(text, Map.of("new", List.of()))).isEqualTo("create table t");
    }

    @Test
    void whatIsRepeatedKnowsWhatIsAroundItAndItsOwnFirst() {
        assertThat(filled(
                        "{columns:{table}.{column} {type}|, }",
                        Map.of("table", "t", "type", "of the table", "columns", List.of(ID, Map.of("column", "c")))))
                .isEqualTo("t.\"id\" text, t.c of the table");
    }

    @Test
    void listsMayBeWithinLists() {
        var index = Map.<String, Object>of("index", "i", "columns", List.of(ID, PRICE));
        var single = Map.<String, Object>of("index", "j", "columns", List.of(PRICE));

        assertThat(filled(
                        "{indexes:create index {index} on {table} ({columns:{column}|, })|; }",
                        Map.of("table", "t", "indexes", List.of(index, single))))
                .isEqualTo("create index i on t (\"id\", \"price\"); create index j on t (\"price\")");
    }

    @Test
    void aConditionMayBeWithinAList() {
        var required = Map.<String, Object>of("column", "a", "required", List.of(Map.of()));
        var optional = Map.<String, Object>of("column", "b", "required", List.of());

        assertThat(filled("{columns:{column}{required: not null}|, }", Map.of("columns", List.of(required, optional))))
                .isEqualTo("a not null, b");
    }

    /** Senders choose the names of tables and columns. */
    @Test
    void whatIsFilledInIsNotReadAgain() {
        var hostile = Map.<String, Object>of("column", "\"{table} {x:|{\"", "type", "}{type}|, ");

        assertThat(filled(
                        "{table} {columns:{column} {type}|, }",
                        Map.of("table", "{columns}", "columns", List.of(hostile))))
                .isEqualTo("{columns} \"{table} {x:|{\" }{type}|, ");
    }

    /** The hole that is inside is evaluated; what comes out of it is not, nor does it divide the hole around it. */
    @Test
    void whatIsFilledInDoesNotDivideTheListThatItIsIn() {
        var hostile = Map.<String, Object>of("column", "a|b:c");

        assertThat(filled("{columns:{column}|, }", Map.of("columns", List.of(hostile, hostile))))
                .isEqualTo("a|b:c, a|b:c");
    }

    @Test
    void aHoleThatNothingIsGivenForIsRefused() {
        assertThatThrownBy(() -> filled("select {column} from {table}", Map.of("table", "t")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("select {column} from {table}: nothing is given for {column}");
        assertThatThrownBy(() -> filled("{columns:{column} {type}}", Map.of("columns", List.of(Map.of("column", "c")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": nothing is given for {type}");
        assertThatThrownBy(() -> filled("{columns:{column}|, }", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": nothing is given for {columns}");
    }

    @Test
    void aFileIsNamedThatLacksSomething() {
        assertThatThrownBy(() -> SqlTemplate.of("create-schema.sql").filled(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("create-schema.sql: nothing is given for {");
    }

    @Test
    void aBraceThatIsNotClosedIsRefused() {
        for (var text : List.of("select {column", "{columns:{column}", "a {")) {
            assertThatThrownBy(() -> filled(text, Map.of("column", "c", "columns", List.of(ID))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(text + ": a brace is not closed");
        }
    }

    private static String filled(String text, Map<String, Object> holes) {
        return SqlTemplate.filled(text, holes);
    }
}
