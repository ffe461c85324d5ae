package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerPlanTest {

    private static final double OFF = 1e-9;

    /** 1000 frames/s of 0.1 MB in, 0.402 MB out; one frame in a transaction. */
    private static final ScoringPlan SCORING = ScoringPlan.of(
            new Demand(100, 10, Costs.frame()),
            new Instances(2, 4, 4, 0.51, 1, 0),
            Costs.of(
                    Map.of(
                            "decode.frame", 6.0,
                            "append.frame", 0.1,
                            "append.input-megabyte", 1.0,
                            "fetch.frame", 0.2,
                            "fetch.input-megabyte", 2.0,
                            "fetch.transaction", 0.5),
                    0));

    private static Brokers brokers(double networkGbit, double diskTerabytes, int partitions) {
        return new Brokers(3, 2, 2, 16, networkGbit, 100, diskTerabytes, partitions, 10, 4);
    }

    @Test
    void trafficCountsCopiesAndReaders() {
        BrokerPlan plan = new BrokerPlan(SCORING, brokers(25, 1000, 4000));

        assertThat(plan.producedGigabytes()).isCloseTo(0.502, within(OFF));
        assertThat(plan.inGigabytes()).isCloseTo(3 * 0.502, within(OFF));
        assertThat(plan.outGigabytes()).isCloseTo(0.1 + 2 * 0.402 + 2 * 0.502, within(OFF));
        assertThat(plan.storedTerabytes()).isCloseTo(3 * 0.502 * 7.2, within(OFF));
    }

    @Test
    void brokersWorkForEachCopyAndEachReader() {
        BrokerPlan plan = new BrokerPlan(SCORING, brokers(25, 1000, 4000));

        double appended = 3 * (3 * 0.1 + 0.502);
        double copied = 2 * (3 * 0.2 + 2 * 0.502);
        double scored = 0.2 + 2 * 0.1;
        double read = 2 * (2 * 0.2 + 2 * 0.402);
        assertThat(plan.brokerMs()).isCloseTo(appended + copied + scored + read + 0.5, within(OFF));
    }

    @Test
    void theTightestLimitSaysHowManyBrokers() {
        // 6 instances: 24 partitions, 5 topics, 3 copies: 360 copies of partitions
        BrokerPlan network = new BrokerPlan(SCORING, brokers(2, 1000, 4000));
        BrokerPlan space = new BrokerPlan(SCORING, brokers(25, 1, 4000));
        BrokerPlan partitions = new BrokerPlan(SCORING, brokers(25, 1000, 36));

        assertThat(bound(network)).isEqualTo("network out"); // 1.908 / (0.25 · 0.51) = 15.0
        assertThat(network.brokers()).isEqualTo(15);
        assertThat(bound(space)).isEqualTo("disk space"); // 10.84 / 0.51 = 21.3
        assertThat(space.brokers()).isEqualTo(22);
        assertThat(bound(partitions)).isEqualTo("copies of partitions");
        assertThat(partitions.brokers()).isEqualTo(10);
    }

    @Test
    void clustersAreBoundByBrokersOrByMembersOfAGroup() {
        BrokerPlan space = new BrokerPlan(SCORING, brokers(25, 1, 4000)); // 21.3 brokers, 10 in a cluster
        BrokerPlan members = new BrokerPlan(SCORING, brokers(100, 1000, 4000)); // 6 instances, 4 in a group

        assertThat(space.clusters()).isEqualTo(3);
        assertThat(members.clusters()).isEqualTo(2);
        assertThat(members.brokers()).as("three copies in each cluster").isEqualTo(6);
    }

    private static String bound(BrokerPlan plan) {
        return plan.figures().stream()
                .filter(figure -> figure.name().equals("brokers"))
                .findFirst()
                .orElseThrow()
                .bound();
    }
}
