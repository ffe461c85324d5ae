package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoringPlanTest {

    private static final Demand DEMAND = new Demand(100, 10, Costs.frame());

    /** 4 ms a frame and 2 for a transaction; committing takes 4 ms. */
    private static final CostModel COSTS =
            Costs.of(Map.of("decode.frame", 4.0, "client.transaction", 2.0, "stream.transaction", 4.0), 0);

    @Test
    void coresBoundTheInstances() {
        ScoringPlan plan = ScoringPlan.of(DEMAND, new Instances(2, 4, 4, 0.51, 1, 0), COSTS);

        // 1000 frames/s over 6: 167 each, fewer than one comes in 4 ms, so 6 core-ms a frame: 0.5 of two cores
        assertThat(plan.instances()).isEqualTo(6);
        assertThat(plan.bound()).isEqualTo("cores");
        assertThat(plan.framesPerTransaction()).isEqualTo(1);
        assertThat(plan.serviceMs()).isEqualTo(6);
        assertThat(plan.busyCores()).isCloseTo(6, within(1e-9));
        assertThat(plan.partitions()).isEqualTo(24);
        assertThat(plan.transactionsPerSecond()).isCloseTo(1000, within(1e-9));
        // 260 frames/s for the hottest, 1.04 in each transaction: 4 + 2 / 1.04 core-ms a frame
        assertThat(plan.placement().mostOnAnInstance()).isEqualTo(26);
        assertThat(plan.hottest()).isCloseTo(0.26 * (4 + 2 / 1.04) / 2, within(1e-9));
    }

    @Test
    void aTransactionIsSharedByTheFramesThatComeWhileOneIsCommitted() {
        ScoringPlan plan = ScoringPlan.of(DEMAND, new Instances(16, 4, 4, 0.51, 1, 0), COSTS);

        // 1000 frames/s on one instance: 4 come in 4 ms, so 4.5 core-ms a frame; with two instances 2 come, and 5
        assertThat(plan.instances()).isEqualTo(2);
        assertThat(plan.framesPerTransaction()).isEqualTo(2);
        assertThat(plan.serviceMs()).isEqualTo(5);
    }

    @Test
    void commitsBoundInstancesWithManyCores() {
        ScoringPlan plan = ScoringPlan.of(DEMAND, new Instances(64, 4, 4, 0.51, 1, 1), COSTS);

        // 4 ms and 4 round trips for 4 frames: at most 500 frames/s, of which 0.51
        assertThat(plan.instances()).isEqualTo(4);
        assertThat(plan.bound()).startsWith("the stream's thread");
        assertThat(plan.stream()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void instancesAreAddedUntilTheOneWithTheMostCamerasHasRoom() {
        Demand demand = new Demand(1_000, 10, Costs.frame());

        ScoringPlan loose = ScoringPlan.of(demand, new Instances(2, 4, 4, 0.7, 1, 0), COSTS);
        ScoringPlan tight = ScoringPlan.of(demand, new Instances(2, 4, 4, 0.7, 0.75, 0), COSTS);

        assertThat(tight.instances()).isGreaterThan(loose.instances());
        assertThat(tight.bound()).isEqualTo("the hash: the instance with the most cameras");
        assertThat(tight.hottest()).isLessThanOrEqualTo(0.75);
    }

    @Test
    void aCameraThatIsTooMuchForAnInstanceIsRefused() {
        Demand demand = new Demand(1, 1_000, Costs.frame());

        assertThatThrownBy(() -> ScoringPlan.of(demand, new Instances(2, 4, 4, 0.7, 0.9, 0), COSTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a camera takes 2.25 instances of 2 cores by itself");
    }

    @Test
    void numbersOutOfTheirLimitsAreNamed() {
        assertThatThrownBy(() -> new Demand(0, 10, Costs.frame())).hasMessage("cameras is 1 to 10000000, got 0");
        assertThatThrownBy(() -> new Instances(2, 4, 4, 1.5, 1, 0)).hasMessage("utilisation is 0.01 to 0.99, got 1.5");
        assertThatThrownBy(() -> new Instances(2, 4, 4, 0.7, 0.5, 0)).hasMessage("hottest is 0.7 to 1, got 0.5");
    }
}
