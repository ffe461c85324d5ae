package io.saccade.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saccade.capacity.InstanceSimulation.Run;
import io.saccade.capacity.InstanceSimulation.Speed;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class InstanceSimulationTest {

    private static final double WARM_MS = 10_000;
    private static final double END_MS = 210_000;

    @Test
    void aSingleCameraWaitsForNothing() {
        Speed speed = new Speed(1, 16, 5, 0, 0, 1.5, 8, 0.25);

        Run run = new InstanceSimulation(speed, new double[] {3}, 100, WARM_MS, END_MS, new Random(1)).run();

        // fetched after 1.5 ms, scored in 5, sent in 0.25, committed in 8
        assertThat(run.latencies()).hasSizeBetween(1999, 2000);
        assertThat(run.latencies()).containsOnly(new double[] {14.75}, within(1e-6));
        assertThat(run.utilisation()).isCloseTo(0.05, within(1e-3));
        assertThat(run.committed()).isEqualTo(run.transactions());
    }

    @Test
    void framesOfOnePollShareATransaction() {
        Speed speed = new Speed(2, 16, 4, 4, 0, 0, 8, 0.5);
        double[] together = {0, 0, 0, 0};

        Run run = new InstanceSimulation(speed, together, 100, WARM_MS, END_MS, new Random(1)).run();

        // four frames, each with a quarter of the transaction, take 10 ms on two lanes; then they are sent
        assertThat(run.latencies()).containsOnly(new double[] {20}, within(1e-6));
        assertThat(run.committed()).isEqualTo(4 * run.transactions());
    }

    @Test
    void waitingForALaneIsThatOfAQueueWithPoissonArrivalsAndFixedService() {
        Speed speed = new Speed(1, 1_000, 1, 0, 0, 0, 0, 0);

        for (double load : new double[] {0.5, 0.7, 0.8}) {
            Run run = many(speed, load);

            // M/D/1 (Pollaczek–Khinchine): ρ s / 2 (1 − ρ)
            assertThat(run.laneWaitMs())
                    .as("load %s", load)
                    .isCloseTo(load / (2 * (1 - load)), Percentage.withPercentage(6));
            assertThat(run.utilisation()).as("utilisation law").isCloseTo(load, within(0.01));
        }
    }

    @Test
    void spreadServiceTimesMakeWaitingLonger() {
        double load = 0.7;
        double spread = 0.8;

        Run run = many(new Speed(1, 1_000, 1, 0, spread, 0, 0, 0), load);

        // M/G/1 (Pollaczek–Khinchine): ρ s (1 + c²) / 2 (1 − ρ)
        assertThat(run.laneWaitMs())
                .isCloseTo(load * (1 + spread * spread) / (2 * (1 - load)), Percentage.withPercentage(6));
        assertThat(run.utilisation()).isCloseTo(load, within(0.015));
    }

    @Test
    void framesInFlightAreRateTimesLatency() {
        Speed speed = new Speed(4, 16, 5, 0, 0.3, 1, 8, 0.2);
        double[] phases = new Random(2).doubles(50, 0, 100).sorted().toArray(); // 500 frames/s, load 0.625

        long inFlight = 0;
        int looks = 400;
        double latency = 0;
        for (int look = 0; look < looks; look++) {
            Run run = new InstanceSimulation(speed, phases, 100, 1_000, 3_000 + 37.3 * look, new Random(look)).run();
            inFlight += run.behind();
            latency += Arrays.stream(run.latencies()).average().orElseThrow();
        }

        // Little's law, with frames counted at one moment of each run
        assertThat((double) inFlight / looks).isCloseTo(0.5 * latency / looks, Percentage.withPercentage(6));
    }

    @Test
    void whatIsTooMuchStaysBehind() {
        Speed speed = new Speed(1, 16, 10, 0, 0, 0, 1, 0);
        double[] phases = new Random(1).doubles(12, 0, 100).sorted().toArray(); // 120 frames/s, 100 can be

        Run run = new InstanceSimulation(speed, phases, 100, WARM_MS, END_MS, new Random(1)).run();

        assertThat(run.behind()).isCloseTo(20 * 210, Percentage.withPercentage(2));
        assertThat(run.utilisation()).isCloseTo(1, within(1e-3));
    }

    @Test
    void commitsBoundTheRateWhereTheyAreSlow() {
        Speed speed = new Speed(64, 4, 1, 0, 0, 0, 20, 0);
        double[] phases = new Random(1).doubles(300, 0, 1_000).sorted().toArray(); // 300 frames/s; 4 each 20 ms: 200

        Run run = new InstanceSimulation(speed, phases, 1_000, WARM_MS, END_MS, new Random(1)).run();

        assertThat(run.behind()).isCloseTo(100 * 210, Percentage.withPercentage(3));
    }

    @Test
    void noCamerasGiveNothing() {
        Run run = new InstanceSimulation(
                        new Speed(1, 1, 1, 0, 0, 0, 1, 0), new double[0], 100, WARM_MS, END_MS, new Random(1))
                .run();

        assertThat(run.latencies()).isEmpty();
        assertThat(run.behind()).isZero();
    }

    /** So many cameras, each of which sends once, that arrivals are as good as independent. */
    private static Run many(Speed speed, double load) {
        double period = 200_000;
        double[] phases =
                new Random(7).doubles((int) (load * period), 0, period).sorted().toArray();
        return new InstanceSimulation(speed, phases, period, WARM_MS, END_MS, new Random(1)).run();
    }
}
