package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final CostModel COSTS = Costs.of(
            Map.of(
                    "attention.frame", 5.0,
                    "client.transaction", 1.0,
                    "stream.transaction", 6.0,
                    "stream.output-megabyte", 1.0),
            0.3);

    @Test
    void aPlanForTenThousandCamerasHoldsWhenItIsTriedOut() {
        ScoringPlan plan = plan(10_000);

        Simulation simulation = Simulation.of(plan, 1);

        assertThat(simulation.utilisation()).isCloseTo(plan.busyCores() / (plan.instances() * 4), within(0.02));
        assertThat(simulation.hottest()).isCloseTo(plan.hottest(), within(0.03));
        assertThat(simulation.framesPerTransaction())
                .isCloseTo(plan.framesPerTransaction(), Percentage.withPercentage(35));
        assertThat(simulation.p50Ms()).isLessThan(simulation.p99Ms());
        assertThat(simulation.hottestBehind())
                .as("no more than is in flight")
                .isLessThan(plan.placement().mostOnAnInstance());
    }

    @Test
    void aSampleOfInstancesTellsWhatAllOfThemWould() {
        Simulation some = Simulation.of(plan(200_000), 1);
        Simulation all = Simulation.of(plan(10_000), 1);

        assertThat(some.instances()).isLessThan(plan(200_000).instances());
        assertThat(all.instances()).isEqualTo(plan(10_000).instances());
        assertThat(some.p50Ms()).isCloseTo(all.p50Ms(), Percentage.withPercentage(10));
        assertThat(some.p99Ms()).isCloseTo(all.p99Ms(), Percentage.withPercentage(15));
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        assertThat(Simulation.of(plan(300), 5)).isEqualTo(Simulation.of(plan(300), 5));
        assertThat(Simulation.of(plan(300), 5)).isNotEqualTo(Simulation.of(plan(300), 6));
    }

    private static ScoringPlan plan(int cameras) {
        return ScoringPlan.of(new Demand(cameras, 10, Costs.frame()), new Instances(4, 4, 16, 0.6, 0.9, 0.5), COSTS);
    }
}
