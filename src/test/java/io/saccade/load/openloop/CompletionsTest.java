package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletionsTest {

    @Test
    void theyAreCountedByTime() {
        Completions completions = new Completions();
        for (int i = 0; i < 10_000; i++) {
            completions.add(10L * i);
        }

        assertThat(completions.count()).isEqualTo(10_000);
        assertThat(completions.count(0, 100)).isEqualTo(10);
        assertThat(completions.count(5, 101)).isEqualTo(10);
        assertThat(completions.count(99_990, Long.MAX_VALUE)).isEqualTo(1);
        assertThat(completions.last()).isEqualTo(99_990);
    }

    @Test
    void theLongestGapIsFound() {
        Completions completions = new Completions();
        for (long time : new long[] {0, 50, 60, 90, 95}) {
            completions.add(time);
        }

        assertThat(completions.longestGap(0, 100)).contains(new Completions.Gap(0, 50));
        assertThat(completions.longestGap(55, 100)).contains(new Completions.Gap(60, 90));
        assertThat(completions.longestGap(96, 100)).isEmpty();
    }
}
