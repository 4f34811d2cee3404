package io.cameleer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameleer.TestCameleer;
import io.cameleer.TestServers;
import io.cameleer.TestWarehouse;
import io.cameleer.postgres.ConnectionSettings;
import io.cameleer.postgres.Warehouse;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServers.class)
class MigrationTest {
    @Test
    void theMigrationsThatUsersHaveStayAsTheyAre(TestWarehouse database) throws Exception {
        try (var warehouse = new Warehouse(ConnectionSettings.of(TestCameleer.settings(database)))) {
            Migration.run(warehouse, 1);
            Migration.run(warehouse, 1);
        }

        // Flyway refuses a ledger in which one of these differs
        assertThat(database.lines("select version, checksum from cameleer.migrations order by installed_rank"))
                .startsWith(
                        "1|1686018052", "3|140950751", "6|-2085359289", "7|273466163", "8|1356497779", "9|-1195091310");
    }

    @Test
    void aMigrationWaitsForWhoUsesATableOnlySoLong(TestWarehouse database) throws Exception {
        try (var warehouse = new Warehouse(ConnectionSettings.of(TestCameleer.settings(database)));
                var holder = database.connect()) {
            Flyway.configure()
                    .dataSource(warehouse)
                    .locations("classpath:db/cameleer")
                    .schemas(Ledger.SCHEMA)
                    .table("migrations")
                    .placeholders(Map.of("lockTimeout", "1"))
                    .target("6")
                    .load()
                    .migrate();
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table cameleer.files in share mode");

            assertThatThrownBy(() -> Migration.run(warehouse, 1))
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining("canceling statement due to lock timeout");

            holder.rollback();
            Migration.run(warehouse, 1);
            assertThat(database.number("select count(*) from cameleer.migrations where version = '10' and success"))
                    .isEqualTo(1);
        }
    }
}
