package io.cameleer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One process after the other dies on a file: it is set aside, and the others are loaded. */
@ExtendWith(TestServers.class)
class DeadlyFilesTest {
    @Test
    void aFileOnWhichThreeProcessesAreKilledIsSetAsideUntilItIsTriedAgain(TestWarehouse warehouse, TestBucket bucket) {
        bucket.putLines("0.json", Purchases.line(1));
        TestCameleer.sync(warehouse, bucket);
        warehouse.execute(
                """
                create function hang() returns trigger language plpgsql as $$
                begin perform pg_sleep(3600); return new; end $$;
                create trigger hang before insert on events.bought for each row when (new.number = 13)
                  execute function hang()""");
        for (int number : List.of(12, 13, 14, 15)) {
            bucket.putLines(number + ".json", Purchases.line(number));
        }
        var settings = TestCameleer.settings(warehouse, bucket, "load.threads=1", "load.mode=append");

        for (int death = 1; death <= 3; death++) {
            try (var process = CameleerProcess.once(settings, "384m")) {
                await().until(() -> warehouse.isSleeping() || !process.isAlive());
                assertThat(process.isAlive()).as(process.output()).isTrue();
                process.kill();
            }
            warehouse.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()");
            await().until(() -> !warehouse.isSleeping());
        }
        String said;
        try (var console = Console.open()) {
            assertThat(TestCameleer.sync(settings).allLoaded()).isFalse();
            said = console.text();
        }

        assertThat(said).contains("13.json: given up: three processes that were loading it have died");
        assertThat(warehouse.lines("select key, state, attempts from cameleer.files order by key"))
                .containsExactly(
                        "0.json|complete|0",
                        "12.json|complete|1",
                        "13.json|failed|3",
                        "14.json|complete|1",
                        "15.json|complete|1");
        assertThat(warehouse.lines("select number from events.bought order by number"))
                .containsExactly("1", "12", "14", "15");

        warehouse.execute("drop trigger hang on events.bought");
        assertThat(CommandLineTest.run("retry", warehouse, bucket, "13.json").out())
                .isEqualTo("The next sync tries again: 1 files.\n");
        assertThat(TestCameleer.sync(settings).allLoaded()).isTrue();
        assertThat(warehouse.lines("select number from events.bought order by number"))
                .containsExactly("1", "12", "13", "14", "15");
    }
}
