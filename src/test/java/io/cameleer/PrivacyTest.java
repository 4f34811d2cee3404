package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is private is nowhere in the database, whatever becomes of the line that it came in. */
@ExtendWith(TestServers.class)
class PrivacyTest {
    private static final String SECRET = "jane.secret";
    private static final String EMAIL = SECRET + "@example.com";

    @ParameterizedTest
    @ValueSource(strings = {"privacy.drop", "privacy.hash", "privacy.mask"})
    void noTableOfNoSchemaHoldsAPrivateValue(String setting, TestWarehouse warehouse, TestBucket bucket) {
        putEventsOfAllFates(bucket);
        makeTablesThatRefuse(warehouse);

        var report = TestCameleer.sync(
                warehouse,
                bucket,
                setting
                        + "=traits.email,context.traits.*,properties.email,properties.contacts.email,user.email,data.email",
                "privacy.hash-key=0123456789abcdef",
                "load.store-full-event=true",
                "load.max-value-bytes=1KB",
                "read.max-line-bytes=8KB",
                "load.json-columns=track.properties.contacts");

        assertThat(report.allLoaded()).isTrue();
        assertThat(found(warehouse, SECRET)).isEmpty();
        assertThat(warehouse.number("select count(*) from events.rudder_discards"))
                .isPositive();
        assertThat(warehouse.number("select count(*) from cameleer.rejected_rows"))
                .isEqualTo(1);
        assertThat(warehouse.lines("select line, reason from cameleer.rejects order by 1"))
                .containsExactly(
                        "6|Unknown event type: \"poem\"",
                        "7|not JSON: the text ends within a string, at byte 80",
                        "8|the line is longer than read.max-line-bytes allows",
                        "9|not a JSON object");
        assertThat(warehouse.lines("select distinct raw from cameleer.rejects where line > 6"))
                .containsExactly("(not kept: what is private could not be found in it)");
    }

    @Test
    void withoutTheSettingTheSearchFindsItEverywhere(TestWarehouse warehouse, TestBucket bucket) {
        putEventsOfAllFates(bucket);
        makeTablesThatRefuse(warehouse);

        TestCameleer.sync(
                warehouse,
                bucket,
                "load.store-full-event=true",
                "load.max-value-bytes=1KB",
                "read.max-line-bytes=8KB",
                "load.json-columns=track.properties.contacts");

        assertThat(found(warehouse, SECRET))
                .contains(
                        "cameleer.rejected_rows.row",
                        "cameleer.rejects.raw",
                        "events.identifies.email",
                        "events.identifies.rudder_event",
                        "events.order_paid.contacts",
                        "events.order_paid.email",
                        "events.rudder_discards.column_value",
                        "events.users.email");
    }

    @Test
    void whatTheUsersStepsFailOnIsKeptWithoutPrivateValues(
            TestWarehouse warehouse, TestBucket bucket, @TempDir Path folder) throws IOException {
        TestRoutes.copy(folder);
        TestRoutes.customize(
                folder,
                """
                - setHeader:
                    name: number
                    simple:
                      expression: "${body[traits][email]}"
                      resultType: java.lang.Integer
                """);
        bucket.putLines("1.json", identify("u-1", EMAIL));

        TestCameleer.sync(
                warehouse, bucket, "routes.folder=" + folder, "privacy.mask=traits.email,context.traits.mail");

        assertThat(warehouse.lines("select reason, raw from cameleer.rejects"))
                .containsExactly(
                        "the customize route failed: NumberFormatException|" + identify("u-1", "***@example.com"));
        assertThat(found(warehouse, SECRET)).isEmpty();
    }

    /** Loaded, discarded for its column, too large, refused by its table, mapped already, unknown, broken, too long, no object. */
    private static void putEventsOfAllFates(TestBucket bucket) {
        bucket.putLines(
                "1.json",
                identify("u-1", EMAIL),
                order(
                        "o-1",
                        "\"email\":\"%s\",\"contacts\":[{\"email\":\"%1$s\"},[{\"email\":\"%1$s\"}]]".formatted(EMAIL)),
                order("o-2", "\"email\":\"%s\"".formatted(EMAIL.repeat(200))),
                order("refused", "\"email\":\"%s\"".formatted(EMAIL)),
                "{\"data\":{\"id\":\"d-1\",\"email\":\"%s\",\"amount\":\"much\"},\"metadata\":{\"table\":\"deals\",\"columns\":{\"id\":\"string\",\"amount\":\"string\",\"email\":\"string\"}}}"
                        .formatted(EMAIL),
                "{\"type\":\"poem\",\"user\":{\"email\":\"%s\"}}".formatted(EMAIL),
                "{\"type\":\"track\",\"event\":\"Broken\",\"properties\":{\"email\":\"" + EMAIL,
                order("o-3", "\"email\":\"%s\"".formatted(EMAIL.repeat(1000))),
                "[\"%s\"]".formatted(EMAIL));
    }

    /** One row is refused for its id; two columns of deals have room for numbers alone. */
    private static void makeTablesThatRefuse(TestWarehouse warehouse) {
        warehouse.execute(
                """
                create schema events;
                create table events.order_paid (id text check (id <> 'refused'));
                create table events.deals (id text, email bigint, amount bigint)""");
    }

    private static String identify(String user, String email) {
        return "{\"type\":\"identify\",\"messageId\":\"i-%s\",\"userId\":\"%1$s\",\"traits\":{\"email\":\"%s\"},\"context\":{\"traits\":{\"mail\":\"%2$s\"}}}"
                .formatted(user, email);
    }

    private static String order(String id, String properties) {
        return "{\"type\":\"track\",\"event\":\"Order Paid\",\"messageId\":\"%s\",\"properties\":{%s}}"
                .formatted(id, properties);
    }

    /** Where in the whole database a text is, in any column of any table, as {@code schema.table.column}. */
    private static List<String> found(TestWarehouse warehouse, String text) {
        var found = new ArrayList<String>();
        for (var column : warehouse.rows(
                """
                select table_schema as schema, table_name as table, column_name as column
                from information_schema.columns join information_schema.tables using (table_schema, table_name)
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                order by 1, 2, 3""")) {
            if (warehouse.number("select count(*) from \"%s\".\"%s\" where strpos(cast(\"%s\" as text), '%s') > 0"
                            .formatted(column.get("schema"), column.get("table"), column.get("column"), text))
                    > 0) {
                found.add("%s.%s.%s".formatted(column.get("schema"), column.get("table"), column.get("column")));
            }
        }
        return found;
    }
}
