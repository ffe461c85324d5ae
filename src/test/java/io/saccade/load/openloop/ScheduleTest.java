package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.saccade.load.openloop.Schedule.Due;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final double NANOS_PER_SECOND = 1e9;

    @Test
    void aCameraIsPeriodicAndAllTogetherGiveTheRate() {
        Schedule schedule = Schedule.of(
                List.of(new Phase("hold", 100, Duration.ofSeconds(30))), 8, Arrivals.PERIODIC, new Random(1));

        assertThat(schedule.frames()).hasSizeBetween(2992, 3008).isSortedAccordingTo(Comparator.comparing(Due::nanos));
        for (int camera = 0; camera < 8; camera++) {
            List<Long> times = times(schedule, camera);
            for (int i = 1; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - 1)).isBetween(79_999_999L, 80_000_001L);
            }
        }
    }

    @Test
    void camerasAreOutOfPhase() {
        Schedule schedule =
                Schedule.of(List.of(new Phase("hold", 8, Duration.ofSeconds(1))), 8, Arrivals.PERIODIC, new Random(1));

        assertThat(schedule.frames().stream().map(Due::nanos).distinct()).hasSize(8);
    }

    @Test
    void gapsOfPoissonArrivalsVaryAsMuchAsTheyAreLong() {
        Schedule schedule = Schedule.of(
                List.of(new Phase("hold", 1000, Duration.ofSeconds(20))), 1, Arrivals.POISSON, new Random(1));
        List<Long> times = times(schedule, 0);
        double[] gaps = new double[times.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (times.get(i + 1) - times.get(i)) / NANOS_PER_SECOND;
        }
        double mean = mean(gaps);
        double[] squares = new double[gaps.length];
        for (int i = 0; i < gaps.length; i++) {
            squares[i] = (gaps[i] - mean) * (gaps[i] - mean);
        }

        assertThat(mean).isCloseTo(0.001, within(0.00005));
        assertThat(Math.sqrt(mean(squares))).isCloseTo(0.001, within(0.00005));
    }

    @Test
    void phasesFollowEachOther() {
        Schedule schedule = Schedule.of(
                List.of(
                        new Phase("low", 10, Duration.ofSeconds(10)),
                        new Phase("high", 100, Duration.ofSeconds(2)),
                        new Phase("low", 10, Duration.ofSeconds(3))),
                2,
                Arrivals.PERIODIC,
                new Random(1));

        assertThat(schedule.time()).isEqualTo(Duration.ofSeconds(15));
        assertThat(schedule.due(seconds(0), seconds(10))).isBetween(99L, 101L);
        assertThat(schedule.due(seconds(10), seconds(12))).isBetween(199L, 201L);
        assertThat(schedule.frames()).allMatch(due -> due.phase()
                .equals(due.nanos() >= seconds(10) && due.nanos() < seconds(12) ? "high" : "low"));
    }

    @Test
    void theSameSeedGivesTheSameSchedule() {
        List<Phase> phases = List.of(new Phase("hold", 100, Duration.ofSeconds(1)));

        assertThat(Schedule.of(phases, 8, Arrivals.POISSON, new Random(7)))
                .isEqualTo(Schedule.of(phases, 8, Arrivals.POISSON, new Random(7)))
                .isNotEqualTo(Schedule.of(phases, 8, Arrivals.POISSON, new Random(8)));
    }

    @Test
    void aBacklogIsDueAtOnce() {
        Schedule schedule = Schedule.atOnce("backlog", 10, 4);

        assertThat(schedule.frames()).hasSize(10).allMatch(due -> due.nanos() == 0);
        assertThat(times(schedule, 0)).hasSize(3);
        assertThat(times(schedule, 3)).hasSize(2);
    }

    private static List<Long> times(Schedule schedule, int camera) {
        return schedule.frames().stream()
                .filter(due -> due.camera() == camera)
                .map(Due::nanos)
                .toList();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static double mean(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
