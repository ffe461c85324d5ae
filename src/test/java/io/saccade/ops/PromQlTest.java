package io.saccade.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The reader of expressions that other tests rely on. */
class PromQlTest {

    @Test
    void labelsBelongToTheMetricsThatTheyAreAskedOf() {
        PromQl query = PromQl.parse("sum by (camera, reason) (rate(a_total{job=~\"$job\",x!=\"y\"}[10m]))\n"
                + "  / on (camera) group_left () sum by (camera) (rate(b_total[5m])) > 0.05");

        assertThat(query.metrics())
                .containsEntry("a_total", Set.of("camera", "job", "reason", "x"))
                .containsEntry("b_total", Set.of("camera"))
                .hasSize(2);
        assertThat(query.grouped()).containsExactly("camera", "reason");
    }

    @Test
    void operatorsAndNumbersAreNoMetrics() {
        assertThat(PromQl.parse("a > 0 and increase(b[2m]) == 0 or 0 * c")
                        .metrics()
                        .keySet())
                .containsExactly("a", "b", "c");
    }

    @Test
    void whatItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> PromQl.parse("histogram_quantile(0.9, a)"))
                .hasMessageContaining("unknown function histogram_quantile");
        assertThatThrownBy(() -> PromQl.parse("a @ 3")).hasMessageContaining("unexpected '@'");
    }
}
