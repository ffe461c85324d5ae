package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A server that takes one frame at a time, at a fixed pace. */
class StepTest {

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long BEGAN = 12_345;

    @Test
    void aRateBelowTheCapacityIsFollowed() {
        Step step = step(90, 100);

        assertThat(step.isFollowed()).isTrue();
        assertThat(step.completedPerSecond()).isCloseTo(90, within(2.0));
    }

    @Test
    void aRateAboveItIsNotAndOnlyWhatCameOutCounts() {
        Step step = step(150, 100);

        assertThat(step.isFollowed()).isFalse();
        assertThat(step.offeredPerSecond()).isCloseTo(150, within(2.0));
        assertThat(step.completedPerSecond()).isCloseTo(100, within(1.0));
    }

    @Test
    void aRateAFewPercentAboveItIsNotFollowedEither() {
        assertThat(step(105, 100).isFollowed()).isFalse();
    }

    private static Step step(double rate, double capacity) {
        Schedule schedule = Schedule.of(List.of(new Phase("step", rate, TIME)), 8, Arrivals.PERIODIC, new Random(1));
        Completions completions = new Completions();
        long free = BEGAN;
        for (Schedule.Due due : schedule.frames()) {
            free = Math.max(free, BEGAN + due.nanos()) + (long) (NANOS_PER_SECOND / capacity);
            completions.add(free);
        }
        return Step.of(schedule, BEGAN, completions);
    }
}
