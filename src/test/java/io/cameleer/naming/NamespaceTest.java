package io.cameleer.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.settings.InvalidSettingException;
import io.cameleer.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {
    @Test
    void aNamespaceThatIsSetIsTakenAsItIs() {
        assertThat(namespace("warehouse.namespace", "My Tables", "source.name", "web"))
                .isEqualTo(new Namespace("My Tables", ""));
    }

    @Test
    void withoutAnythingToGoByItIsEvents() {
        assertThat(Namespace.of(Settings.defaults())).isEqualTo(new Namespace("events", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            My iOS App (v2) | my_i_os_app_v_2
            JSONData2x      | json_data_2_x
            A1B2            | a_1_b_2
            9mega           | _9_mega
            Cízǔ            | c_z
            aB1cD           | a_b_1_c_d
            'omega v2 '     | omega_v_2
            k3_namespace    | k_3_namespace
            HTTPServer      | http_server
            ___             | stringempty
            group           | _group
            to              | to
            """)
    void itIsDerivedFromTheSourceAsInRudderStack(String source, String name) {
        assertThat(namespace("source.name", source)).isEqualTo(new Namespace(name, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "PG Prod, _pg_prod",
        "PgProd, _pg_prod",
        "Information Schema, _information_schema",
        "Cameleer, _cameleer"
    })
    void whereThatGivesANameWhichIsTakenAnotherOneIsMade(String source, String name) {
        var namespace = namespace("source.name", source);

        assertThat(namespace.name()).isEqualTo(name);
        assertThat(namespace.remark()).contains(source).contains("it is " + name + " instead");
    }

    @Test
    void twoSourcesThatAreAlikeForSixtyThreeCharactersDoNotMeet() {
        var one = namespace("source.name", "a".repeat(63) + "b");
        var two = namespace("source.name", "a".repeat(63) + "c");

        assertThat(one.name()).hasSize(63).startsWith("aaaa").isNotEqualTo(two.name());
        assertThat(one.remark()).contains("What RudderStack filled is in " + "a".repeat(63) + ";");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_mine", "information_schema", "cameleer"})
    void aNameThatIsTakenIsRefused(String name) {
        assertThatThrownBy(() -> namespace("warehouse.namespace", name))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "warehouse.namespace is \"%s\", a name that PostgreSQL or Cameleer has for itself. Choose another one.",
                        name);
    }

    /** The ledger writes {@code namespace.table}, and replays by it. */
    @Test
    void aNameWithADotIsRefused() {
        assertThatThrownBy(() -> namespace("warehouse.namespace", "shop.web"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(
                        "warehouse.namespace is \"shop.web\", but must have no dot, which divides it from the name of a table.");
    }

    @Test
    void aNameThatPostgresqlWouldCutIsRefused() {
        assertThat(namespace("warehouse.namespace", "ä".repeat(31)).name()).isEqualTo("ä".repeat(31));
        assertThatThrownBy(() -> namespace("warehouse.namespace", "ä".repeat(32)))
                .hasMessageStartingWith("warehouse.namespace is longer than 63 bytes");
    }

    private static Namespace namespace(String... settings) {
        var given = settings.length == 2
                ? Map.of(settings[0], settings[1])
                : Map.of(settings[0], settings[1], settings[2], settings[3]);
        return Namespace.of(Settings.defaults().with(given, "test"));
    }
}
