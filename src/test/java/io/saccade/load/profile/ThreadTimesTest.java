package io.saccade.load.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {

    @Test
    void timesOfThreadsOfOneKindAddUp() {
        Map<String, Double> seconds = new TreeMap<>();
        ThreadTimes.add("17 (lane) S 1 17 17 0 -1 4194368 9 0 0 0 150 50 0 0 20 0 40 0", seconds);
        ThreadTimes.add("18 (lane) R 1 17 17 0 -1 4194368 9 0 0 0 100 0 0 0 20 0 40 0", seconds);
        ThreadTimes.add("19 (C2 CompilerThre) S 1 17 17 0 -1 4194368 9 0 0 0 7 3 0 0 20 0 40 0", seconds);
        ThreadTimes.add("20 (a) (b) S 1 17 17 0 -1 4194368 9 0 0 0 1 1 0 0 20 0 40 0", seconds);

        assertThat(seconds)
                .containsExactly(
                        Map.entry("everything else", 0.02),
                        Map.entry("just-in-time compiler", 0.1),
                        Map.entry("lanes: operator and encoding", 3.0));
    }

    @Test
    void whatCameSinceIsTheDifference() {
        ThreadTimes before = new ThreadTimes(Map.of("a", 1.0));
        ThreadTimes now = new ThreadTimes(Map.of("a", 1.5, "b", 2.0));

        assertThat(now.since(before).seconds()).containsExactly(Map.entry("a", 0.5), Map.entry("b", 2.0));
        assertThat(now.since(before).total()).isEqualTo(2.5);
    }
}
