package io.cameleer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServers.class)
class TestServersTest {
    private String databaseBefore;

    @BeforeEach
    void before(TestWarehouse warehouse) {
        databaseBefore = warehouse.database();
    }

    @Test
    void eachTestHasADatabaseOfItsOwn(TestWarehouse warehouse) {
        warehouse.execute("CREATE TABLE things (id int, name text); INSERT INTO things VALUES (1, 'one'), (2, NULL)");

        assertThat(warehouse.database()).isEqualTo(databaseBefore);
        assertThat(warehouse.rows("SELECT * FROM things ORDER BY id").get(0)).isEqualTo(Map.of("id", 1, "name", "one"));
        assertThat(warehouse.lines("SELECT * FROM things ORDER BY id")).containsExactly("1|one", "2|∅");
        assertThat(warehouse.number("SELECT count(*) FROM things")).isEqualTo(2);
        assertThatThrownBy(() -> TestServers.newWarehouse().execute("TABLE things"))
                .hasMessageContaining("TABLE things");
    }

    @Test
    void eachTestHasABucketOfItsOwn(TestBucket bucket) {
        bucket.putGzipLines("a/1.json.gz", "{}", "{}");
        bucket.drop("b/2.json", "{}".getBytes(UTF_8));

        assertThat(bucket.keys()).containsExactly("a/1.json.gz", "b/2.json");
        assertThat(bucket.get("a/1.json.gz")).isEqualTo(TestBucket.gzip("{}\n{}\n".getBytes(UTF_8)));
        assertThat(TestServers.newBucket().keys()).isEmpty();
    }
}
