package io.saccade.load.openloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacitySearchTest {

    private static final double START = 100;

    @ParameterizedTest
    @ValueSource(doubles = {20, 60, 91, 99, 100, 104, 115, 140, 500})
    void itEndsWithinFivePercentAndNeverAbove(double capacity) {
        CapacitySearch search = new CapacitySearch(START);
        int steps = 0;
        while (!search.isDone()) {
            search.observe(search.rate() <= capacity);
            steps++;
        }

        assertThat(search.capacity()).isLessThanOrEqualTo(capacity).isGreaterThanOrEqualTo(capacity / 1.05);
        assertThat(steps).isLessThanOrEqualTo(12);
    }

    @Test
    void aGoodStartTakesFewSteps() {
        CapacitySearch search = new CapacitySearch(START);
        int steps = 0;
        while (!search.isDone()) {
            search.observe(search.rate() <= 1.08 * START);
            steps++;
        }

        assertThat(steps).isEqualTo(3);
    }

    @Test
    void itIsNotDoneBeforeARateWasFollowed() {
        CapacitySearch search = new CapacitySearch(START);
        search.observe(false);

        assertThat(search.isDone()).isFalse();
        assertThat(search.rate()).isLessThan(START);
    }

    @Test
    void itBeginsAtARate() {
        assertThatThrownBy(() -> new CapacitySearch(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CapacitySearch(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
