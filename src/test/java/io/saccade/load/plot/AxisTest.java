package io.saccade.load.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void ticksOfALinearAxisAreRound() {
        assertThat(Axis.linear("load", 0, 100).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(Axis.linear("frames", 7, 31).ticks()).containsExactly(10.0, 15.0, 20.0, 25.0, 30.0);
        assertThat(Axis.linear("one", 5, 5).ticks()).isEmpty();
    }

    @Test
    void ticksOfALogarithmicAxisAreOneTwoFive() {
        assertThat(Axis.logarithmic("ms", 3, 300).ticks()).containsExactly(5.0, 10.0, 20.0, 50.0, 100.0, 200.0);
    }

    @Test
    void equalRatiosAreEqualDistances() {
        Axis axis = Axis.logarithmic("ms", 1, 100);

        assertThat(axis.position(1)).isZero();
        assertThat(axis.position(10)).isCloseTo(0.5, within(1e-9));
        assertThat(axis.position(100)).isCloseTo(1, within(1e-9));
    }

    @Test
    void thereIsNoLogarithmOfZero() {
        assertThatThrownBy(() -> Axis.logarithmic("ms", 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ticksAreWrittenShortly() {
        assertThat(Axis.text(20)).isEqualTo("20");
        assertThat(Axis.text(0.1 + 0.2)).isEqualTo("0.3");
    }
}
