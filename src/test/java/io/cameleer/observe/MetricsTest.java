package io.cameleer.observe;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Metrics metrics = new Metrics(registry);

    @Test
    void theFirstTablesHaveALabelOfTheirOwnAndAllFurtherOnesShareOne() {
        for (int round = 1; round <= 2; round++) {
            for (int table = 1; table <= Metrics.MAX_TABLES + 50; table++) {
                metrics.rows("events.t_" + table, "new", 10);
                metrics.discards("events.t_" + table, 1);
            }
        }

        for (var name : Set.of("cameleer.rows", "cameleer.discards")) {
            var expected = IntStream.rangeClosed(1, Metrics.MAX_TABLES)
                    .mapToObj(table -> "events.t_" + table)
                    .collect(toSet());
            expected.add("other");
            assertThat(labels(name)).isEqualTo(expected);
        }
        assertThat(rows("events.t_1")).isEqualTo(20);
        assertThat(rows("events.t_" + Metrics.MAX_TABLES)).isEqualTo(20);
        assertThat(rows("other")).isEqualTo(50 * 20);
    }

    @Test
    void aNameThatLooksLikeAPersonIsNoLabel() {
        metrics.rows("events.jane@example.com", "new", 3);
        metrics.discards("events.jane@example.com", 1);

        assertThat(labels("cameleer.rows")).containsExactly("other");
        assertThat(labels("cameleer.discards")).containsExactly("other");
        assertThat(rows("other")).isEqualTo(3);
    }

    private Set<String> labels(String name) {
        return registry.get(name).counters().stream()
                .map(counter -> counter.getId().getTag("table"))
                .collect(toSet());
    }

    private double rows(String table) {
        return registry.get("cameleer.rows").tag("table", table).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
